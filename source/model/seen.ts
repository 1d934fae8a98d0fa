import {taskKey} from '../domain/task.ts';
import {type Missed, type Model} from './model.ts';
import {pageTasks} from './selectors.ts';

/*
The imports that the screen shows now.
*/
const visibleKeys = (model: Model): readonly string[] => {
	const {screen} = model;

	if (screen.kind === 'details') {
		return [screen.key];
	}

	return screen.kind === 'list' ? pageTasks(model).map(task => taskKey(task)) : [];
};

const without = <Value>(entries: ReadonlyMap<string, Value>, keys: readonly string[]): ReadonlyMap<string, Value> => {
	const rest = new Map(entries);

	for (const key of keys) {
		rest.delete(key);
	}

	return rest.size === entries.size ? entries : rest;
};

const stillMissed = (missed: Missed | undefined, keys: readonly string[]): Missed | undefined => {
	if (missed === undefined) {
		return undefined;
	}

	const changes = without(missed.changes, keys);
	return changes.size === 0 ? undefined : {...missed, changes};
};

/**
The model after a key, which says that somebody looks: what is on the screen has been seen.
*/
export const withSeen = (model: Model): Model => {
	const {marks, missed, unseenFailures} = model;

	if (missed === undefined && marks.size === 0 && unseenFailures.size === 0) {
		return model;
	}

	const keys = visibleKeys(model);
	return {
		...model,
		marks: without(marks, keys),
		missed: stillMissed(missed, keys),
		unseenFailures: unseenFailures.difference(new Set(keys)),
	};
};

/**
The model where what was missed is of no more interest.
*/
export const dismissMissed = (model: Model): Model => model.missed === undefined
	? model
	: {...model, missed: undefined, marks: without(model.marks, model.missed.changes.keys().toArray())};
