import {groupOf, type StatusGroup} from '../domain/task.ts';
import {type Model} from './model.ts';

/**
How many imports there are in each group, whatever the filter.
*/
export type Counts = Readonly<Record<StatusGroup, number>> & {readonly all: number};

type Tasks = Model['tasks'];

const count = (tasks: Tasks): Counts => {
	const counts = {
		active: 0,
		succeeded: 0,
		failed: 0,
		cancelled: 0,
		all: tasks.size,
	};

	for (const task of tasks.values()) {
		counts[groupOf(task.status)]++;
	}

	return counts;
};

const countsOfTasks = new WeakMap<Tasks, Counts>();

/**
Counted once for each list.
*/
export const countTasks = (tasks: Tasks): Counts => {
	const counts = countsOfTasks.get(tasks) ?? count(tasks);
	countsOfTasks.set(tasks, counts);
	return counts;
};
