import {taskKey} from '../domain/task.ts';
import {missedWithout} from './missed-without.ts';
import {type Model} from './model.ts';
import {pageTasks} from './selectors.ts';
import {withoutKeys} from './without-keys.ts';

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
		marks: withoutKeys(marks, keys),
		missed: missedWithout(missed, keys),
		unseenFailures: unseenFailures.difference(new Set(keys)),
	};
};

/**
The model where what was missed is of no more interest.
*/
export const dismissMissed = (model: Model): Model => model.missed === undefined
	? model
	: {...model, missed: undefined, marks: withoutKeys(model.marks, model.missed.changes.keys())};
