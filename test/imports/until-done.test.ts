import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {parseFilter} from '../../source/imports/filter.ts';
import {type Followed, type UntilDone, resultOf} from '../../source/imports/until-done.ts';
import {isFinished, type ImportTask} from '../../source/imports/task.ts';
import {followedImports} from '../../source/app/until-done.ts';
import {freshModel, scanned} from '../support/model.ts';
import {fleets, importTask, taskId} from '../support/tasks.ts';

const untilDoneOf = (query = '', fields: Partial<UntilDone> = {}): UntilDone => ({
	filter: parseFilter(query), expected: 0, isFailFast: false, isUnattended: false, ...fields,
});
const numbered = (number: number, status: string): ImportTask => importTask({taskId: taskId(number), status});

/*
The imports that the program waits for after these lists. Each is scanned twice, since an import is gone only then.
*/
const followedThrough = (untilDone: UntilDone, scans: ReadonlyArray<readonly ImportTask[]>): readonly Followed[] => {
	let model = freshModel({untilDone: {...untilDone, expected: Infinity, isFailFast: false}});

	for (const tasks of scans) {
		model = scanned(scanned(model, tasks), tasks);
	}

	return followedImports(model);
};

type Case = readonly [what: string, untilDone: UntilDone, scans: ReadonlyArray<readonly ImportTask[]>, result: 'succeeded' | 'failed' | undefined];

describe('waiting', () => {
	test.each<Case>([
		['goes on while one is under way', untilDoneOf(), [[numbered(1, 'SUCCEEDED'), numbered(2, 'IMPORTING')]], undefined],
		['goes on while one has a status that nobody knows', untilDoneOf(), [[numbered(1, 'PONDERING')]], undefined],
		['ends well when all have succeeded', untilDoneOf(), [[numbered(1, 'SUCCEEDED'), numbered(2, 'SUCCEEDED')]], 'succeeded'],
		['ends well where nothing matches', untilDoneOf('is:active'), [[numbered(1, 'FAILED')]], 'succeeded'],
		...['FAILED', 'CANCELLED', 'DELETED'].map(status =>
			[`ends badly when one is ${status}`, untilDoneOf(), [[numbered(1, 'SUCCEEDED'), numbered(2, status)]], 'failed'] as const),
		['ends badly when one is no longer listed before it was over', untilDoneOf(), [[numbered(1, 'IMPORTING')], []], 'failed'],
		['keeps what an import ended as that is no longer listed', untilDoneOf(), [[numbered(1, 'SUCCEEDED')], []], 'succeeded'],
		['is for those that once matched, whatever they become', untilDoneOf('is:active'), [[numbered(1, 'IMPORTING'), numbered(2, 'FAILED')], [numbered(1, 'SUCCEEDED'), numbered(2, 'FAILED')]], 'succeeded'],
		['is for those too that begin to match', untilDoneOf('is:active'), [[numbered(1, 'IMPORTING')], [numbered(1, 'SUCCEEDED'), numbered(2, 'IMPORTING')]], undefined],
		['goes on until as many match as are expected', untilDoneOf('', {expected: 2}), [[numbered(1, 'SUCCEEDED')]], undefined],
		['ends when as many are over as are expected', untilDoneOf('', {expected: 2}), [[numbered(1, 'SUCCEEDED'), numbered(2, 'SUCCEEDED')]], 'succeeded'],
		['for the first failure ends while others are under way', untilDoneOf('', {isFailFast: true}), [[numbered(1, 'IMPORTING'), numbered(2, 'FAILED')]], 'failed'],
		['for the first failure ends when one begins to roll back', untilDoneOf('', {isFailFast: true}), [[numbered(1, 'ROLLING_BACK')]], 'failed'],
		['for the first failure goes on while one is cancelling, which may yet succeed', untilDoneOf('', {isFailFast: true}), [[numbered(1, 'CANCELLING')]], undefined],
	])('%s', (_, untilDone, scans, result) => {
		expect(resultOf(untilDone, followedThrough(untilDone, scans), true)).toBe(result);
	});

	test('can\'t end well on part of the list', () => {
		fc.assert(fc.property(fc.array(fleets, {minLength: 1, maxLength: 5}), fc.boolean(), (scans, isFailFast) => {
			const untilDone = untilDoneOf('', {isFailFast});
			expect(resultOf(untilDone, followedThrough(untilDone, scans), false)).not.toBe('succeeded');
		}));
	});

	test('ends only when everything that was ever seen to match is over or no longer listed', () => {
		fc.assert(fc.property(fc.array(fleets, {minLength: 1, maxLength: 6}), scans => {
			const untilDone = untilDoneOf();
			const lastScan = new Map(scans.at(-1)?.map(task => [task.taskId, task]));
			const isUnderWay = lastScan.values().some(task => !isFinished(task.status));
			expect(resultOf(untilDone, followedThrough(untilDone, scans), true) === undefined).toBe(isUnderWay);
		}));
	});
});
