import {clockTime, dateTime} from '../domain/time-text.ts';
import {scrolledRows} from '../model/layout.ts';
import {type Model} from '../model/model.ts';
import {targetNamer} from '../model/targets.ts';
import {changeSpans} from './change-spans.ts';
import {detailsLines} from './details-lines.ts';
import {helpLines} from './help-lines.ts';
import {type Keymap} from './keymap.ts';
import {type Span} from './span.ts';
import {type CursorLines, pickerLines, targetsLines} from './target-lines.ts';

/**
A screen that is rows of text under a title.
*/
export type ScrolledScreen = {
	readonly title: string;
	readonly lines: ReadonlyArray<readonly Span[]>;
	readonly scroll: number;
};

/*
With the date, where there is room for it.
*/
const timeTextIn = (columns: number): (at: number) => string => columns < 100 ? clockTime : dateTime;

const changesLines = (model: Model): ReadonlyArray<readonly Span[]> => model.changes.length === 0
	? [[{text: ' No change has been seen since the watcher began.', style: 'muted'}]]
	: model.changes.map(change => changeSpans(change, model.size.columns, {timeText: timeTextIn(model.size.columns), name: targetNamer(model)}));

/*
Scrolled in whole screens, so that the cursor is on it.
*/
const withCursor = (title: string, {size}: Model, {lines, cursorLine}: CursorLines): ScrolledScreen => {
	const height = scrolledRows(size);
	return {title, lines, scroll: cursorLine < height ? 0 : cursorLine - (cursorLine % height)};
};

/**
What the screen shows when it does not show the list; undefined when it does.
*/
export const scrolledScreenOf = (model: Model, keymap: Keymap): ScrolledScreen | undefined => {
	const {screen} = model;

	switch (screen.kind) {
		case 'list': {
			return undefined;
		}

		case 'details': {
			return {title: 'Details', lines: detailsLines(model, screen.ref), scroll: screen.scroll};
		}

		case 'changes': {
			return {title: 'Changes seen, newest first', lines: changesLines(model), scroll: screen.scroll};
		}

		case 'targets': {
			return withCursor('Targets', model, targetsLines(model, screen.index));
		}

		case 'picker': {
			return withCursor(screen.of === 'profiles' ? 'Profiles to watch' : 'Regions to watch', model, pickerLines(model, screen));
		}

		case 'help': {
			return {title: 'Help', lines: helpLines(keymap, model.size.columns), scroll: screen.scroll};
		}
	}
};

/**
The number of lines on the screen; 0 for the list, which is paged and not scrolled.
*/
export const lineCountOf = (model: Model, keymap: Keymap): number => scrolledScreenOf(model, keymap)?.lines.length ?? 0;
