import {type ImportTask, knownStatuses} from '../../source/imports/task.ts';
import {type Random} from '../../source/simulator/random.ts';
import {importTask, taskId} from './tasks.ts';

/**
An import got a new status, or left the list (status undefined). `at` is in epoch milliseconds; `number` counts the turns of all imports from 1.
*/
export type Turn = {
	readonly status: string | undefined;
	readonly at: number;
	readonly number: number;
};

/**
A list of imports that changes at random and records all turns.
*/
export type MovingList = {
	readonly tasks: () => readonly ImportTask[];

	/**
	Makes one random change: adds, removes or returns an import, changes its status, or moves it in the list.
	*/
	readonly move: (at: number) => void;

	/**
	Adds or removes imports until the list has this size, at most `maxSize`.
	*/
	readonly resize: (size: number, at: number) => void;

	/**
	The turns of an import, oldest first.
	*/
	readonly turnsOf: (id: string) => readonly Turn[];
	readonly turnCount: () => number;
};

const statuses = [...knownStatuses, 'PONDERING'] as const;

export const graphs = ['g-0000000001', 'g-0000000002', 'g-0000000003'] as const;

/**
Creates an empty list. New imports mostly come first, because the service guarantees no order.
*/
export const createMovingList = (random: Random, maxSize = 350): MovingList => {
	let tasks: readonly ImportTask[] = [];
	let removed: readonly ImportTask[] = [];
	let count = 0;
	let number = 0;
	const turns = new Map<string, Turn[]>();

	const recordTurn = (id: string, status: string | undefined, at: number): void => {
		number += 1;
		turns.set(id, [...turns.get(id) ?? [], {status, at, number}]);
	};

	// Changes near the start shift all other imports while a scan reads the pages.
	const randomIndex = (): number => random.chance(0.6) ? random.whole(0, Math.min(tasks.length, 5)) : random.whole(0, tasks.length);

	const insert = (task: ImportTask, at: number): void => {
		tasks = tasks.toSpliced(randomIndex(), 0, task);
		recordTurn(task.taskId, task.status, at);
	};

	const add = (at: number): void => {
		if (tasks.length === maxSize) {
			return;
		}

		count += 1;
		const {graphId, ...withoutGraph} = importTask({taskId: taskId(count), graphId: random.pick(graphs), status: random.pick(['INITIALIZING', ...statuses])});
		insert(random.chance(0.2) ? withoutGraph : {...withoutGraph, graphId: graphId ?? graphs[0]}, at);
	};

	const take = (): ImportTask | undefined => {
		const index = Math.min(randomIndex(), tasks.length - 1);
		const task = tasks[index];
		tasks = tasks.filter(other => other !== task);
		return task;
	};

	const remove = (at: number): void => {
		const task = take();

		if (task === undefined) {
			return;
		}

		removed = [task, ...removed].slice(0, 5);
		recordTurn(task.taskId, undefined, at);
	};

	const restore = (at: number): void => {
		const [task, ...others] = removed;

		if (task === undefined) {
			return;
		}

		removed = others;
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
			recordTurn(task.taskId, changed.status, at);
		}
	};

	const reorder = (): void => {
		const task = take();

		if (task !== undefined) {
			tasks = tasks.toSpliced(random.whole(0, tasks.length), 0, task);
		}
	};

	const moves = [add, add, remove, remove, restore, changeStatus, changeStatus, changeStatus, changeStatus, reorder] as const;

	return {
		tasks: () => tasks,
		move(at) {
			random.pick(moves)(at);
		},
		resize(size, at) {
			while (tasks.length < Math.min(size, maxSize)) {
				add(at);
			}

			while (tasks.length > size) {
				remove(at);
			}
		},
		turnsOf: id => turns.get(id) ?? [],
		turnCount: () => number,
	};
};
