import {type Snapshot} from '../../source/imports/polling/poll.ts';
import {type ImportTask} from '../../source/imports/task.ts';

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

export const numbered = (number: number, status = 'IMPORTING'): ImportTask => importTask({taskId: taskId(number), status});

/**
Imports with the task IDs 1 to `count`.
*/
export const importTasks = (count: number, status?: string): readonly ImportTask[] => Array.from({length: count}, (_, index) => numbered(index + 1, status));

export const snapshotOf = (tasks: readonly ImportTask[], isComplete = true): Snapshot => ({
	tasks: new Map(tasks.map(task => [task.taskId, task])),
	isComplete,
});
