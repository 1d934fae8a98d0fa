import {type ImportRecord} from '../../imports/import-list.ts';
import {type ImportRef, isSameRef} from '../../imports/task.ts';
import {type Cursor, type Model, topCursor} from '../model.ts';
import {cursorIndex} from '../selectors.ts';
import {moveChoice} from '../targets/target-screens.ts';
import {moveTimeline} from '../timeline/timeline-commands.ts';
import {refOf} from '../targets/targets.ts';
import {shownCount, shownImports, shownPosition} from './list-view.ts';
import {layoutOf} from './layout.ts';
import {clampIndex, moveIndex, type Movement} from './paging.ts';

/*
Keeps the ref object if the import is the same, so that an unchanged cursor leaves the model unchanged.
*/
const cursorAt = ({ref}: Cursor, record: ImportRecord | undefined, index: number): Cursor =>
	({ref: record === undefined || isSameRef(refOf(record), ref) ? ref : refOf(record), index});

/**
Makes the cursor follow its import when the list is re-sorted. `topCursor` stays on the top row instead.
*/
export const anchorCursor = (model: Model): Model => {
	if (model.cursor.ref === undefined && model.cursor.index === 0) {
		return model;
	}

	const index = cursorIndex(model);
	const cursor = cursorAt(model.cursor, shownImports(model, index, index + 1)[0], index);
	return cursor.ref === model.cursor.ref && index === model.cursor.index ? model : {...model, cursor};
};

const moveCursor = (model: Model, move: (index: number, count: number) => number): Model => {
	const count = shownCount(model);
	const index = clampIndex(move(cursorIndex(model), count), count);
	return {...model, cursor: cursorAt(model.cursor, shownImports(model, index, index + 1)[0], index)};
};

export const pickImport = (model: Model, ref: ImportRef): Model => {
	const picked = shownPosition(model, ref);
	return moveCursor(model, index => picked === -1 ? index : picked);
};

export const moveBy = (model: Model, movement: Movement): Model => {
	if (model.screen.kind === 'timeline') {
		return moveTimeline(model, movement);
	}

	const {pageSize} = layoutOf(model);
	const move = (index: number, length: number): number => moveIndex(movement, {index, pageSize, length});

	return moveChoice(model, move) ?? (movement === 'cursorFirst' ? {...model, cursor: topCursor} : moveCursor(model, move));
};
