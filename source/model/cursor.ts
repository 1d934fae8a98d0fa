import {type ImportRecord} from '../domain/import-list.ts';
import {clampIndex} from '../domain/paging.ts';
import {type ImportRef} from '../domain/task.ts';
import {shownCount, shownImports, shownPosition} from './list-view.ts';
import {type Cursor, type Model} from './model.ts';
import {cursorIndex} from './selectors.ts';
import {isRecordOf, refOf} from './targets.ts';

/*
Reuses the reference of the cursor if it is the same import, so that nothing changes.
*/
const cursorAt = ({ref}: Cursor, record: ImportRecord | undefined, index: number): Cursor =>
	({ref: record === undefined || isRecordOf(record, ref) ? ref : refOf(record), index});

/**
Lets the cursor follow the import that it is on, so that it stays there when the list moves. A cursor that rests at the top follows none: the import that changed last comes to it.
*/
export const anchorCursor = (model: Model): Model => {
	if (model.cursor.ref === undefined && model.cursor.index === 0) {
		return model;
	}

	const index = cursorIndex(model);
	const cursor = cursorAt(model.cursor, shownImports(model, index, index + 1)[0], index);
	return cursor.ref === model.cursor.ref && index === model.cursor.index ? model : {...model, cursor};
};

/**
Moves the cursor to another import, which it follows from then on.
*/
export const moveCursor = (model: Model, move: (index: number, count: number) => number): Model => {
	const count = shownCount(model);
	const index = clampIndex(move(cursorIndex(model), count), count);
	return {...model, cursor: cursorAt(model.cursor, shownImports(model, index, index + 1)[0], index)};
};

/**
Moves the cursor to this import. Ignores imports that the list does not show.
*/
export const pickImport = (model: Model, ref: ImportRef): Model => {
	const picked = shownPosition(model, ref);
	return moveCursor(model, index => picked === -1 ? index : picked);
};
