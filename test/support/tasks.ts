import fc from 'fast-check';
import {type Snapshot} from '../../source/imports/poll.ts';
import {type ImportTask, knownStatuses} from '../../source/imports/task.ts';

export const importTask = (fields: Partial<ImportTask> = {}): ImportTask => ({
	taskId: 't-0000000001',
	graphId: 'g-0000000001',
	source: 's3://lake/2026/people.csv',
	format: 'CSV',
	roleArn: 'arn:aws:iam::123456789012:role/reader',
	status: 'IMPORTING',
	...fields,
});

// Such as `t-0000000007`.
export const taskId = (number: number): string => `t-${String(number).padStart(10, '0')}`;

export const snapshotOf = (tasks: readonly ImportTask[], isComplete = true): Snapshot => ({
	tasks: new Map(tasks.map(task => [task.taskId, task])),
	isComplete,
});

/**
Lists of up to ten imports. The IDs come from a small set, so that two lists share some of them.
*/
export const fleets: fc.Arbitrary<readonly ImportTask[]> = fc
	.uniqueArray(fc.record({number: fc.integer({min: 1, max: 12}), status: fc.constantFrom(...knownStatuses, 'PONDERING')}), {
		selector: ({number}) => number,
		maxLength: 10,
	})
	.map(entries => entries.map(({number, status}) => importTask({taskId: taskId(number), status})));
