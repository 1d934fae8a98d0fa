import {type ImportTask, knownStatuses} from '../../source/imports/task.ts';
import {type Random} from '../../source/simulator/random.ts';
import {importTask, taskId} from './tasks.ts';

/**
That an import came to have a status; undefined where it left the list.
*/
export type Turn = {
	readonly status: string | undefined;

	/**
	In epoch milliseconds.
	*/
	readonly at: number;

	/**
	Counts the turns of all imports, from 1.
	*/
	readonly number: number;
};

/**
A list of imports that moves at random, and remembers all that ever happened to them.
*/
export type MovingList = {
	readonly tasks: () => readonly ImportTask[];

	/**
	Moves one thing: an import comes, leaves, comes back, has another status, or stands elsewhere in the list.
	*/
	readonly move: (at: number) => void;

	/**
	Lets many imports come or leave at once, until the list is as long as this, 350 at most.
	*/
	readonly resize: (size: number, at: number) => void;

	/**
	What happened to an import, oldest first.
	*/
	readonly turnsOf: (id: string) => readonly Turn[];

	/**
	How many turns there were in all.
	*/
	readonly turnCount: () => number;
};

const maxSize = 350;
const statuses = [...knownStatuses, 'PONDERING'] as const;

/**
The graphs that imports load into. Some imports have none until they begin.
*/
export const graphs = ['g-0000000001', 'g-0000000002', 'g-0000000003'] as const;

/**
A list without imports. Newest come first, but not always: no order is promised.
*/
export const createMovingList = (random: Random): MovingList => {
	let tasks: readonly ImportTask[] = [];
	let left: readonly ImportTask[] = [];
	let count = 0;
	let number = 0;
	const turns = new Map<string, Turn[]>();

	const turn = (id: string, status: string | undefined, at: number): void => {
		number += 1;
		turns.set(id, [...turns.get(id) ?? [], {status, at, number}]);
	};

	// What comes and leaves on the first pages shifts all others while they are paged.
	const place = (): number => random.chance(0.6) ? random.whole(0, Math.min(tasks.length, 5)) : random.whole(0, tasks.length);

	const insert = (task: ImportTask, at: number): void => {
		tasks = tasks.toSpliced(place(), 0, task);
		turn(task.taskId, task.status, at);
	};

	const come = (at: number): void => {
		if (tasks.length === maxSize) {
			return;
		}

		count += 1;
		const {graphId, ...withoutGraph} = importTask({taskId: taskId(count), graphId: random.pick(graphs), status: random.pick(['INITIALIZING', ...statuses])});
		insert(random.chance(0.2) ? withoutGraph : {...withoutGraph, graphId: graphId ?? graphs[0]}, at);
	};

	const take = (): ImportTask | undefined => {
		const index = Math.min(place(), tasks.length - 1);
		const task = tasks[index];
		tasks = tasks.filter(other => other !== task);
		return task;
	};

	const leave = (at: number): void => {
		const task = take();

		if (task === undefined) {
			return;
		}

		left = [task, ...left].slice(0, 5);
		turn(task.taskId, undefined, at);
	};

	const comeBack = (at: number): void => {
		const [task, ...others] = left;

		if (task === undefined) {
			return;
		}

		left = others;
		insert(random.chance(0.5) ? task : {...task, status: random.pick(['DELETED', ...statuses])}, at);
	};

	const changeStatus = (at: number): void => {
		const index = random.whole(0, tasks.length - 1);
		const task = tasks[index];

		if (task === undefined) {
			return;
		}

		const changed: ImportTask = {...task, status: random.pick(['SUCCEEDED', ...statuses]), graphId: task.graphId ?? random.pick(graphs)};
		tasks = tasks.with(index, changed);

		if (changed.status !== task.status) {
			turn(task.taskId, changed.status, at);
		}
	};

	const standElsewhere = (): void => {
		const task = take();

		if (task !== undefined) {
			tasks = tasks.toSpliced(random.whole(0, tasks.length), 0, task);
		}
	};

	const moves = [come, come, leave, leave, comeBack, changeStatus, changeStatus, changeStatus, changeStatus, standElsewhere] as const;

	return {
		tasks: () => tasks,
		move(at) {
			random.pick(moves)(at);
		},
		resize(size, at) {
			while (tasks.length < Math.min(size, maxSize)) {
				come(at);
			}

			while (tasks.length > size) {
				leave(at);
			}
		},
		turnsOf: id => turns.get(id) ?? [],
		turnCount: () => number,
	};
};
