import {memoize} from '../../app/memoize.ts';
import {clampScroll, type ListPosition} from '../../app/paging.ts';
import {printable} from '../../text/printable.ts';
import {clockTime, dateTime} from '../../text/time-text.ts';
import {linesLayout} from '../../app/layout.ts';
import {type Message} from '../../app/message.ts';
import {type Model} from '../../app/model.ts';
import {targetNamer} from '../../app/targets.ts';
import {changeSpans} from '../list/change-spans.ts';
import {helpLines} from '../help/help-lines.ts';
import {type Keymap} from '../../app/keys/keymap.ts';
import {detailsLines} from './details-lines.ts';
import {lazyLines, type Lines} from './lines.ts';
import {
	commandLines,
	type CursorLines,
	pickerLines,
	targetsLines,
} from './target-lines.ts';

export type ScrolledScreen = {
	readonly title: string;
	readonly lines: Lines;
	readonly scroll: number;
};

const changesLines = (model: Model): Lines => {
	const {changes, size: {columns}} = model;

	if (changes.length === 0) {
		return [[{text: ' No changes yet', style: 'muted' as const}]];
	}

	const timeText = columns < 100 ? clockTime : dateTime;
	const name = targetNamer(model);
	return lazyLines(changes, change => changeSpans(change, columns, {timeText, name}));
};

/*
Scrolls by whole pages, so that the cursor is visible. A choice that continues on the next page comes first.
*/
const withCursor = (title: string, {size}: Model, {lines, cursorLine, cursorHeight = 1}: CursorLines): ScrolledScreen => {
	const {pageSize} = linesLayout(size);
	const page = cursorLine - (cursorLine % pageSize);
	return {title, lines, scroll: cursorLine + cursorHeight <= page + pageSize ? page : cursorLine};
};

const helpFor = memoize((keymap: Keymap) => memoize(({columns}: Model['size']): Lines => helpLines(keymap, columns)));

const screenFor = (model: Model, keymap: Keymap): ScrolledScreen | undefined => {
	const {screen} = model;

	switch (screen.kind) {
		case 'list': {
			return undefined;
		}

		case 'details': {
			return {title: 'Details', lines: detailsLines(model, screen.ref), scroll: screen.scroll};
		}

		case 'changes': {
			return {title: 'Changes, newest first', lines: changesLines(model), scroll: screen.scroll};
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
			return {title: 'Help', lines: helpFor(keymap)(model.size), scroll: screen.scroll};
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
