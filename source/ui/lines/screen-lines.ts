import {memoize} from '../../app/memoize.ts';
import {clampScroll, type ListPosition} from '../../app/list/paging.ts';
import {printable} from '../../text/printable.ts';
import {countText} from '../../text/time-text.ts';
import {type InputLine} from '../../text/line-editor.ts';
import {type ImportRef} from '../../imports/task.ts';
import {linesLayout} from '../../app/list/layout.ts';
import {type Message} from '../../app/message.ts';
import {type Model} from '../../app/model.ts';
import {shownCount, shownPosition} from '../../app/list/list-view.ts';
import {helpLines} from '../help/help-lines.ts';
import {type Keymap} from '../../app/keys/keymap.ts';
import {detailsLines} from './details-lines.ts';
import {type Lines} from './lines.ts';
import {changesLines} from './changes-lines.ts';
import {
	commandLines,
	type CursorLines,
	pickerLines,
	targetsLines,
} from './target-lines.ts';

export type ScrolledScreen = {
	readonly title: string;

	/**
	Where the import is in the list.
	*/
	readonly place?: string;
	readonly lines: Lines;
	readonly scroll: number;
};

/*
Scrolls by whole pages, so that the cursor is visible. A choice that continues on the next page comes first.
*/
const withCursor = (title: string, {size}: Model, {lines, cursorLine, cursorHeight = 1}: CursorLines): ScrolledScreen => {
	const {pageSize} = linesLayout(size);
	const page = cursorLine - (cursorLine % pageSize);
	return {title, lines, scroll: cursorLine + cursorHeight <= page + pageSize ? page : cursorLine};
};

const placeText = (model: Model, ref: ImportRef): string => {
	const position = shownPosition(model, ref);
	return position === -1 ? '' : `${countText(position + 1)} of ${countText(shownCount(model))}`;
};

const helpFor = memoize((keymap: Keymap) => memoize((size: Model['size']) => memoize(({text}: InputLine): Lines =>
	helpLines(keymap, size.columns, {pageSize: linesLayout(size).pageSize, searched: text}))));

const screenFor = (model: Model, keymap: Keymap): ScrolledScreen | undefined => {
	const {screen} = model;

	switch (screen.kind) {
		case 'list':
		case 'timeline': {
			return undefined;
		}

		case 'details': {
			return {
				title: 'Details', place: placeText(model, screen.ref), lines: detailsLines(model, screen.ref), scroll: screen.scroll,
			};
		}

		case 'changes': {
			return withCursor('Changes, newest first', model, changesLines(model));
		}

		case 'targets': {
			return withCursor('Targets', model, targetsLines(model));
		}

		case 'picker': {
			return withCursor(screen.of === 'profiles' ? 'Profiles to watch' : 'Regions to watch', model, pickerLines(model, screen));
		}

		case 'commands': {
			return withCursor(`Commands for ${printable(screen.ref.taskId)}`, model, commandLines(model, screen));
		}

		case 'help': {
			return {title: 'Help', lines: helpFor(keymap)(model.size)(screen.search.line), scroll: screen.scroll};
		}
	}
};

const screensFor = memoize((keymap: Keymap) => memoize((model: Model) => screenFor(model, keymap)));

/**
The current screen as lines; undefined for the list.
*/
export const scrolledScreenOf = (model: Model, keymap: Keymap): ScrolledScreen | undefined => screensFor(keymap)(model);

/**
The message that scrolls the current screen, within its ends; undefined if the screen does not scroll.
*/
export const scrollMessage = (model: Model, keymap: Keymap, scrollTo: (place: ListPosition) => number): Message | undefined => {
	const {screen, size} = model;

	if (!('scroll' in screen)) {
		return undefined;
	}

	const {pageSize} = linesLayout(size);
	const length = scrolledScreenOf(model, keymap)?.lines.length ?? 0;
	return {type: 'scrolled', scroll: clampScroll(scrollTo({index: screen.scroll, pageSize, length}), pageSize, length)};
};
