import {clampIndex} from '../domain/paging.ts';
import {type ImportTask, taskKey} from '../domain/task.ts';
import {type Model} from './model.ts';
import {cursorIndex, shownTasks} from './selectors.ts';

/**
Lets the cursor follow the import that it stands on now, so that it stays there when the list moves. A cursor that rests at the top follows none: what moved last comes to it.
*/
export const anchorCursor = (model: Model): Model => {
	if (model.cursor.key === undefined && model.cursor.index === 0) {
		return model;
	}

	const index = cursorIndex(model);
	const task = shownTasks(model)[index];
	const key = task === undefined ? model.cursor.key : taskKey(task);
	return key === model.cursor.key && index === model.cursor.index ? model : {...model, cursor: {key, index}};
};

/**
Moves the cursor; it follows the import that it comes to.
*/
export const moveCursor = (model: Model, move: (index: number, tasks: readonly ImportTask[]) => number): Model => {
	const tasks = shownTasks(model);
	const index = clampIndex(move(cursorIndex(model), tasks), tasks.length);
	const task = tasks[index];
	return {...model, cursor: {key: task === undefined ? model.cursor.key : taskKey(task), index}};
};
