import {type ImportRecord} from '../domain/import-list.ts';
import {clampIndex, moveIndex, type Movement} from '../domain/paging.ts';
import {type ImportRef} from '../domain/task.ts';
import {layoutOf} from './layout.ts';
import {shownCount, shownImports, shownPosition} from './list-view.ts';
import {type Cursor, type Model, restingCursor} from './model.ts';
import {cursorIndex} from './selectors.ts';
import {choiceCount, moveChoice} from './target-screens.ts';
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

/**
Moves the cursor of the current screen.
*/
export const moveBy = (model: Model, movement: Movement): Model => {
	const {pageSize} = layoutOf(model);
	const move = (index: number, length: number): number => moveIndex(movement, {index, pageSize, length});

	if (choiceCount(model) !== undefined) {
		return moveChoice(model, move);
	}

	return movement === 'cursorFirst' ? {...model, cursor: restingCursor} : moveCursor(model, move);
};
