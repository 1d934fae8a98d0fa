import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type TargetImport} from '../../source/imports/import-facts.ts';
import {
	sortImports,
	type SortOrder,
	sortOrders,
	sortOrderText,
} from '../../source/imports/order.ts';
import {
	type ImportTask,
	isFinished,
	knownStatuses,
} from '../../source/imports/task.ts';
import {observeProgress, type ProgressHistory} from '../../source/imports/progress/progress.ts';

const taskOf = (taskId: string, {status = 'IMPORTING', graphId, source = 's3://lake/'}: {
	readonly status?: string;
	readonly graphId?: string | undefined;
	readonly source?: string;
} = {}): ImportTask => ({
	taskId,
	...(graphId !== undefined && {graphId}),
	source,
	roleArn: 'arn:aws:iam::123456789012:role/loader',
	status,
});

type Sorting = {readonly order: SortOrder; readonly isReversed: boolean; readonly changedAt: ReadonlyMap<string, number>; readonly recentSince?: number; readonly before?: readonly number[]};

const sortTasks = (tasks: readonly ImportTask[], {changedAt, ...sorting}: Sorting): readonly ImportTask[] =>
	sortImports(tasks.map(task => ({targetId: '@', task, changedAt: changedAt.get(task.taskId)})), sorting).map(({task}) => task);

const never: ReadonlyMap<string, number> = new Map();

const idsInOrder = (tasks: readonly ImportTask[], order: SortOrder, changedAt = never, isReversed = false): readonly string[] =>
	sortTasks(tasks, {order, isReversed, changedAt}).map(task => task.taskId);

describe('activity', () => {
	test('lists active imports before finished ones, and the latest change first in each half', () => {
		const tasks = [
			taskOf('t-finished-never', {status: 'SUCCEEDED'}),
			taskOf('t-finished-early', {status: 'FAILED'}),
			taskOf('t-finished-late', {status: 'CANCELLED'}),
			taskOf('t-active-never'),
			taskOf('t-active-early', {status: 'CANCELLING'}),
			taskOf('t-active-late', {status: 'INITIALIZING'}),
		];
		const changedAt = new Map([['t-finished-late', 9000], ['t-finished-early', 8000], ['t-active-late', 2000], ['t-active-early', 1000]]);

		expect(idsInOrder(tasks, 'activity', changedAt)).toEqual([
			't-active-late',
			't-active-early',
			't-active-never',
			't-finished-late',
			't-finished-early',
			't-finished-never',
		]);
	});

	test('lists the most advanced imports first if none changed', () => {
		const tasks = [
			taskOf('t-1', {status: 'INITIALIZING'}),
			taskOf('t-2', {status: 'BRAND_NEW'}),
			taskOf('t-3', {status: 'IMPORTING'}),
			taskOf('t-4', {status: 'ROLLING_BACK'}),
		];

		expect(idsInOrder(tasks, 'activity')).toEqual(['t-4', 't-3', 't-1', 't-2']);
	});

	test('distinguishes a change at time 0 from no change', () => {
		expect(idsInOrder([taskOf('t-a'), taskOf('t-b')], 'activity', new Map([['t-b', 0]]))).toEqual(['t-b', 't-a']);
	});
});

test('status sorts by lifecycle, with equal unknown statuses together', () => {
	const statuses = ['NEW_B', 'SUCCEEDED', 'NEW_A', 'FAILED', 'NEW_B', 'INITIALIZING'];
	const tasks = statuses.map((status, index) => taskOf(`t-${index}`, {status}));
	expect(sortTasks(tasks, {order: 'status', isReversed: false, changedAt: never}).map(task => task.status)).toEqual([
		'NEW_A',
		'NEW_B',
		'NEW_B',
		'INITIALIZING',
		'FAILED',
		'SUCCEEDED',
	]);
});

test('graph lists imports without a graph last, and sorts the imports of a graph by task', () => {
	const tasks = [taskOf('t-9'), taskOf('t-2', {graphId: 'g-b'}), taskOf('t-3', {graphId: 'g-a'}), taskOf('t-1', {graphId: 'g-b'})];
	expect(idsInOrder(tasks, 'graph')).toEqual(['t-3', 't-1', 't-2', 't-9']);
});

test('task sorts by task ID, by code unit', () => {
	expect(idsInOrder([taskOf('t-b'), taskOf('t-é'), taskOf('t-B'), taskOf('t-a')], 'task')).toEqual(['t-B', 't-a', 't-b', 't-é']);
});

describe('by progress and times', () => {
	const known = (progress: {readonly percentage?: number; readonly elapsedMs?: number; readonly startedAt?: number}): TargetImport['known'] => ({details: {status: 'IMPORTING', progress}});
	const idsBy = (order: SortOrder, imports: ReadonlyArray<Omit<TargetImport, 'targetId'>>): readonly string[] =>
		sortImports(imports.map(one => ({targetId: '@', ...one})), {order, isReversed: false}).map(({task}) => task.taskId);

	test('progress lists the most advanced import first, then other running imports, then finished ones', () => {
		expect(idsBy('progress', [
			{task: taskOf('t-new')},
			{task: taskOf('t-done', {status: 'SUCCEEDED'}), known: known({percentage: 100})},
			{task: taskOf('t-little'), known: known({percentage: 0})},
			{task: taskOf('t-much'), known: known({percentage: 91})},
		])).toEqual(['t-much', 't-little', 't-new', 't-done']);
	});

	test('elapsed lists the longest import first, and unknown times last', () => {
		expect(idsBy('elapsed', [
			{task: taskOf('t-unknown')},
			{task: taskOf('t-short'), known: known({elapsedMs: 0})},
			{task: taskOf('t-long', {status: 'SUCCEEDED'}), known: known({elapsedMs: 9000})},
		])).toEqual(['t-long', 't-short', 't-unknown']);
	});

	test('left lists the least time left first, then running imports without an estimate, then the latest end', () => {
		let history: ProgressHistory | undefined;

		for (let index = 0; index < 20; index++) {
			history = observeProgress(history, {status: 'IMPORTING', progress: {percentage: index * 2}}, index * 10_000);
		}

		expect(idsBy('left', [
			{task: taskOf('t-unknown')},
			{task: taskOf('t-ended', {status: 'FAILED'})},
			{task: taskOf('t-ended-early', {status: 'SUCCEEDED'}), known: known({startedAt: 1000, elapsedMs: 1000}), changedAt: 9000},
			{task: taskOf('t-ended-late', {status: 'CANCELLED'}), changedAt: 3000},
			{task: taskOf('t-left'), known: {...(history !== undefined && {history}), answeredAt: 190_000}},
		])).toEqual(['t-left', 't-unknown', 't-ended-late', 't-ended-early', 't-ended']);
	});
});

test('source sorts by source, then by task', () => {
	const tasks = [taskOf('t-3', {source: 's3://b/'}), taskOf('t-2', {source: 's3://a/'}), taskOf('t-1', {source: 's3://b/'})];
	expect(idsInOrder(tasks, 'source')).toEqual(['t-2', 't-1', 't-3']);
});

test('listed keeps the API order', () => {
	expect(idsInOrder([taskOf('t-3'), taskOf('t-1'), taskOf('t-2')], 'listed')).toEqual(['t-3', 't-1', 't-2']);
	expect(idsInOrder([taskOf('t-3'), taskOf('t-1'), taskOf('t-2')], 'listed', never, true)).toEqual(['t-2', 't-1', 't-3']);
});

const rows = fc.record({
	taskId: fc.string({maxLength: 3}),
	status: fc.constantFrom(...knownStatuses, 'NEW_A', 'NEW_B'),
	graphId: fc.constantFrom(undefined, 'g-a', 'g-b', ''),
	source: fc.constantFrom('s3://a/', 's3://b/'),
	changedAt: fc.constantFrom(undefined, 0, 1, 2, 3),
});

const taskLists = fc.uniqueArray(rows, {selector: ({taskId}) => taskId}).map(list => ({
	tasks: list.map(({taskId, ...rest}) => taskOf(taskId, rest)),
	changedAt: new Map(list.flatMap(({taskId, changedAt}) => changedAt === undefined ? [] : [[taskId, changedAt] as const])),
}));

const listsTwice = taskLists.chain(({tasks, changedAt}) =>
	fc.shuffledSubarray([...tasks], {minLength: tasks.length}).map(shuffled => ({tasks, shuffled, changedAt})));

describe.each(sortOrders)('the order %s', order => {
	test('keeps each import once', () => {
		fc.assert(fc.property(taskLists, fc.boolean(), ({tasks, changedAt}, isReversed) => {
			const sorted = sortTasks(tasks, {order, isReversed, changedAt});
			expect(sorted).toHaveLength(tasks.length);
			expect(new Set(sorted)).toEqual(new Set(tasks));
		}));
	});

	test('is idempotent', () => {
		fc.assert(fc.property(taskLists, ({tasks, changedAt}) => {
			const sorted = sortTasks(tasks, {order, isReversed: false, changedAt});
			expect(sortTasks(sorted, {order, isReversed: false, changedAt})).toEqual(sorted);
		}));
	});

	test('is exactly reversed by isReversed', () => {
		fc.assert(fc.property(taskLists, ({tasks, changedAt}) => {
			const sorted = sortTasks(tasks, {order, isReversed: false, changedAt});
			expect(sortTasks(tasks, {order, isReversed: true, changedAt})).toEqual(sorted.toReversed());
		}));
	});

	test('does not depend on the earlier order from which it starts', () => {
		fc.assert(fc.property(listsTwice, fc.boolean(), ({tasks, shuffled, changedAt}, isReversed) => {
			const before = shuffled.map(task => tasks.indexOf(task));
			expect(sortTasks(tasks, {
				order, isReversed, changedAt, before,
			})).toEqual(sortTasks(tasks, {order, isReversed, changedAt}));
		}));
	});

	test('does not mutate its input', () => {
		fc.assert(fc.property(taskLists, ({tasks, changedAt}) => {
			const before = [...tasks];
			sortTasks(tasks, {order, isReversed: true, changedAt});
			expect(tasks).toEqual(before);
		}));
	});
});

test.each(sortOrders.filter(order => order !== 'listed'))('%s does not depend on the API order', order => {
	fc.assert(fc.property(listsTwice, ({tasks, shuffled, changedAt}) => {
		expect(sortTasks(shuffled, {order, isReversed: false, changedAt})).toEqual(sortTasks(tasks, {order, isReversed: false, changedAt}));
	}));
});

test('activity never lists a finished import before an active one', () => {
	fc.assert(fc.property(taskLists, ({tasks, changedAt}) => {
		const sorted = sortTasks(tasks, {order: 'activity', isReversed: false, changedAt});
		const firstFinished = sorted.findIndex(task => isFinished(task.status));
		const after = firstFinished === -1 ? [] : sorted.slice(firstFinished);
		expect(after.every(task => isFinished(task.status)), after.map(task => task.taskId).join(' ')).toBe(true);
	}));
});

test.each<[SortOrder, boolean, string]>([
	['activity', false, 'newest change first'],
	['activity', true, 'oldest change first'],
	['status', false, 'by status'],
	['source', true, 'by source, reversed'],
	['listed', false, 'by listed order'],
])('the order %s (reversed: %s) is described as "%s"', (order, isReversed, text) => {
	expect(sortOrderText(order, isReversed)).toBe(text);
});

test('equal task IDs are sorted by target', () => {
	const sortables = ['b@', 'c@', 'a@'].map(targetId => ({targetId, task: taskOf('t-1')}));
	expect(sortImports(sortables, {order: 'task', isReversed: false}).map(({targetId}) => targetId)).toEqual(['a@', 'b@', 'c@']);
});
