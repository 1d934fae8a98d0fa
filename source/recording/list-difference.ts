import {type Snapshot} from '../domain/snapshot.ts';
import {type ImportTask} from '../domain/task.ts';

/**
What a list is told against: the last one that was read to its end, and all imports that have been told since then.
*/
export type KnownList = {
	/**
	The task keys of the last list that was read to its end, in its order.
	*/
	readonly keys: readonly string[];

	/**
	By task key, as they were told last.
	*/
	readonly tasks: ReadonlyMap<string, ImportTask>;
};

/**
What is known before the first list.
*/
export const nothingKnown: KnownList = {keys: [], tasks: new Map()};

/**
A list, told by what is new in it.
*/
export type ListDifference = {
	readonly isComplete: boolean;

	/**
	The task keys in their order. A pair of numbers stands for a run of the keys that are known: where it begins there, from 0, and how many they are.
	*/
	readonly list: ReadonlyArray<string | readonly [start: number, count: number]>;

	/**
	The imports that were not known, or not like this.
	*/
	readonly tasks: readonly ImportTask[];
};

const fields = ['taskId', 'graphId', 'source', 'format', 'parquetType', 'roleArn', 'status'] as const;

const isSame = (one: ImportTask, other: ImportTask): boolean =>
	fields.every(field => one[field] === other[field]) && JSON.stringify(one.extra) === JSON.stringify(other.extra);

/*
A list that broke off says nothing of what it did not reach, and does not take the place of one that did not.
*/
const knownAfter = (known: KnownList, {tasks, isComplete}: Snapshot): KnownList => isComplete
	? {keys: tasks.keys().toArray(), tasks}
	: {keys: known.keys, tasks: new Map([...known.tasks, ...tasks])};

const runsOf = (keys: Iterable<string>, known: readonly string[]): ListDifference['list'] => {
	const indexes = new Map(known.map((key, index) => [key, index]));
	const list: Array<string | readonly [start: number, count: number]> = [];

	for (const key of keys) {
		const index = indexes.get(key);
		const last = list.at(-1);

		if (index === undefined) {
			list.push(key);
		} else if (typeof last === 'object' && last[0] + last[1] === index) {
			list[list.length - 1] = [last[0], last[1] + 1];
		} else {
			list.push([index, 1]);
		}
	}

	return list;
};

/**
Tells a list by its difference to what is known; gives back what is known after it.
*/
export const listDifference = (known: KnownList, snapshot: Snapshot): {readonly difference: ListDifference; readonly known: KnownList} => ({
	difference: {
		isComplete: snapshot.isComplete,
		list: runsOf(snapshot.tasks.keys(), known.keys),
		tasks: [...snapshot.tasks].filter(([key, task]) => {
			const before = known.tasks.get(key);
			return before === undefined || !isSame(before, task);
		}).map(([, task]) => task),
	},
	known: knownAfter(known, snapshot),
});

const isRun = ([start, count]: readonly [number, number], {length}: readonly string[]): boolean =>
	Number.isSafeInteger(start) && Number.isSafeInteger(count) && start >= 0 && count > 0 && start + count <= length;

const keysOf = ({keys}: KnownList, list: ListDifference['list']): ReadonlySet<string> => {
	const found = new Set<string>();

	for (const part of list) {
		if (typeof part !== 'string' && !isRun(part, keys)) {
			throw new RangeError(`the last complete list has no ${part[1]} imports from ${part[0]} on`);
		}

		for (const key of typeof part === 'string' ? [part] : keys.slice(part[0], part[0] + part[1])) {
			if (found.has(key)) {
				throw new RangeError(`the import ${key} is listed twice`);
			}

			found.add(key);
		}
	}

	return found;
};

/*
Whether a list is the one that is known, from its beginning to its end.
*/
const isWhole = ({keys, tasks}: KnownList, list: ListDifference['list']): boolean => {
	const [part] = list;
	return list.length === 1 && typeof part === 'object' && part[0] === 0 && part[1] === keys.length && tasks.size === keys.length;
};

const withTold = (tasks: KnownList['tasks'], told: readonly ImportTask[]): KnownList['tasks'] =>
	told.length === 0 ? tasks : new Map([...tasks, ...told.map(task => [task.taskId, task] as const)]);

/**
The list that was told by its difference to what is known; gives back what is known after it. Throws a `RangeError` where the difference is to something else. A list without a difference is the very one that is known.
*/
export const applyDifference = (known: KnownList, {isComplete, list, tasks: told}: ListDifference): {readonly snapshot: Snapshot; readonly known: KnownList} => {
	const current = withTold(known.tasks, told);

	// Nearly every list is like that, and a long recording of a long one has to be read soon.
	if (isComplete && isWhole(known, list) && current.size === known.keys.length) {
		return {snapshot: {tasks: current, isComplete}, known: {keys: known.keys, tasks: current}};
	}

	const tasks = new Map<string, ImportTask>();

	for (const key of keysOf(known, list)) {
		const task = current.get(key);

		if (task === undefined) {
			throw new RangeError(`nothing is said of the import ${key}`);
		}

		tasks.set(key, task);
	}

	const snapshot = {tasks, isComplete};
	return {snapshot, known: knownAfter(known, snapshot)};
};
