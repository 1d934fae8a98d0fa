import {parseFilter, matchesFilter} from '../../source/imports/filter/filter.ts';
import {applySnapshot, emptyImportList} from '../../source/imports/import-list.ts';
import {sortImports} from '../../source/imports/order.ts';
import {type Snapshot} from '../../source/imports/polling/poll.ts';
import {type ImportTask} from '../../source/imports/task.ts';
import {type Figure, type Row, runsOf} from '../figure.ts';
import {createFleet} from '../fleets.ts';

const sizes = [1000, 10_000, 100_000] as const;

// Parses the text again, so that no string is shared with the previous scan.
const scanOf = (text: string): Snapshot => {
	const tasks = JSON.parse(text) as readonly ImportTask[]; // Created by `textsOf`.
	return {tasks: new Map(tasks.map(task => [task.taskId, task])), isComplete: true};
};

const textOf = (tasks: readonly unknown[]): string => JSON.stringify(tasks);

const timed = (work: () => unknown): number => {
	const startedAt = performance.now();
	work();
	return performance.now() - startedAt;
};

// One import in a hundred has a new status.
const textsOf = (size: number): readonly [before: string, after: string] => {
	const tasks = createFleet({size, active: Math.ceil(size / 50)}).tasks().map(({taskId, graphId, source, format, roleArn, status}) => ({
		taskId, graphId, source, format, roleArn, status,
	}));
	return [textOf(tasks), textOf(tasks.map((task, index) => index % 100 === 0 ? {...task, status: 'ROLLING_BACK'} : task))];
};

type Times = {readonly diffMs: number; readonly filterMs: number; readonly sortMs: number};

const at = {targetId: '@', seenAt: 0};

const timesOf = ([before, after]: readonly [string, string]): Times => {
	const {list} = applySnapshot(emptyImportList, scanOf(before), at);
	const scan = scanOf(after);
	const filter = parseFilter('shipment-77 -status:failed');
	return {
		diffMs: timed(() => applySnapshot(list, scan, at)),
		filterMs: timed(() => list.records.filter(({task}) => matchesFilter(filter, {task}))),
		sortMs: timed(() => sortImports(list.records, {order: 'activity', isReversed: false})),
	};
};

const warmUpRuns = 2;

export const diff: Figure = {
	name: 'diff',
	title: 'Diff, filter and sort, from 1,000 to 100,000',
	goal: 'the diff of 100,000 against 100,000 in 40 ms',
	how: [
		'The functions of `source/imports`, called in the process of the bench after two warm-up calls.',
		'Each run parses the scan from text again; one import in a hundred has changed.',
		'The filter is `shipment-77 -status:failed`, whose first word is searched in all columns.',
		'The sort order is activity.',
	],
	async measure(effort) {
		const runs = runsOf(effort, {normal: 21, quick: 3});
		return sizes.flatMap((size): readonly Row[] => {
			effort.reportProgress(size.toLocaleString('en-US'));
			const texts = textsOf(size);
			const times = Array.from({length: warmUpRuns + runs}, () => timesOf(texts)).slice(warmUpRuns);
			const of = size.toLocaleString('en-US');
			return [
				{
					what: `diff of ${of}`, unit: 'ms', samples: times.map(({diffMs}) => diffMs), limit: size === 100_000 ? {atMost: 40} : undefined,
				},
				{what: `filter of ${of}`, unit: 'ms', samples: times.map(({filterMs}) => filterMs)},
				{what: `sort of ${of}`, unit: 'ms', samples: times.map(({sortMs}) => sortMs)},
			];
		});
	},
};
