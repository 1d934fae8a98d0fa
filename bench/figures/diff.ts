import {parseFilter, matchesFilter} from '../../source/imports/filter.ts';
import {applySnapshot, emptyImportList} from '../../source/imports/import-list.ts';
import {sortImports} from '../../source/imports/order.ts';
import {type Snapshot} from '../../source/imports/poll.ts';
import {type ImportTask} from '../../source/imports/task.ts';
import {type Figure, type Row, runsOf} from '../figure.ts';
import {createFleet} from '../fleets.ts';

const sizes = [1000, 10_000, 100_000] as const;

/*
A scan as the program has it: of text that was read anew, so that no text is the same object as before.
*/
const scanOf = (text: string): Snapshot => {
	const tasks = JSON.parse(text) as readonly ImportTask[]; // Written below.
	return {tasks: new Map(tasks.map(task => [task.taskId, task])), isComplete: true};
};

const textOf = (tasks: readonly unknown[]): string => JSON.stringify(tasks);

const timed = (work: () => unknown): number => {
	const startedAt = performance.now();
	work();
	return performance.now() - startedAt;
};

/*
One in a hundred has another status than before.
*/
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
		filterMs: timed(() => list.records.filter(({task}) => matchesFilter(filter, task))),
		sortMs: timed(() => sortImports(list.records, {order: 'activity', isReversed: false})),
	};
};

const uncounted = 2;

export const diff: Figure = {
	name: 'diff',
	title: 'Diff, filter and sort, from 1,000 to 100,000',
	untilDone: 'the diff of 100,000 against 100,000 in 40 ms',
	how: [
		'The functions of `source/imports`, called in the process of the bench after two calls that do not count.',
		'The scan is parsed from text anew for each run; one import in a hundred has changed.',
		'The filter is `shipment-77 -status:failed`: a word that is looked for in all columns.',
		'Sorted by activity.',
	],
	async measure(effort) {
		const runs = runsOf(effort, {usually: 21, quickly: 3});
		return sizes.flatMap((size): readonly Row[] => {
			effort.say(size.toLocaleString('en-US'));
			const texts = textsOf(size);
			const times = Array.from({length: uncounted + runs}, () => timesOf(texts)).slice(uncounted);
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
