import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {parseFilter} from '../../../source/imports/filter/filter.ts';
import {
	deciderOf,
	type Followed,
	isDone,
	isFailure,
	type Outcome,
	resultOf,
	type UntilDone,
} from '../../../source/imports/polling/until-done.ts';
import {isFinished, type ImportTask} from '../../../source/imports/task.ts';
import {followedImports} from '../../../source/app/polling/until-done.ts';
import {freshModel, scanned, untilDoneOf} from '../../support/model.ts';
import {fleets} from '../../support/fleets.ts';
import {numbered} from '../../support/tasks.ts';

const active = untilDoneOf({filter: parseFilter('is:active')});

/*
The followed imports after these lists. Scans each list twice, because only then an import is gone.
*/
const followedThrough = (untilDone: UntilDone, scans: ReadonlyArray<readonly ImportTask[]>): readonly Followed[] => {
	let model = freshModel({untilDone: {...untilDone, expected: Infinity, isFailFast: false}});

	for (const tasks of scans) {
		model = scanned(scanned(model, tasks), tasks);
	}

	return followedImports(model);
};

type Case = readonly [what: string, untilDone: UntilDone, scans: ReadonlyArray<readonly ImportTask[]>, result: 'succeeded' | 'failed' | undefined];

describe('resultOf', () => {
	test.each<Case>([
		['is undefined while an import is active', untilDoneOf(), [[numbered(1, 'SUCCEEDED'), numbered(2, 'IMPORTING')]], undefined],
		['is undefined while an import has an unknown status', untilDoneOf(), [[numbered(1, 'PONDERING')]], undefined],
		['is succeeded when all imports succeeded', untilDoneOf(), [[numbered(1, 'SUCCEEDED'), numbered(2, 'SUCCEEDED')]], 'succeeded'],
		['is succeeded if no import matches', active, [[numbered(1, 'FAILED')]], 'succeeded'],
		...['FAILED', 'CANCELLED', 'DELETED'].map(status =>
			[`is failed when an import is ${status}`, untilDoneOf(), [[numbered(1, 'SUCCEEDED'), numbered(2, status)]], 'failed'] as const),
		['is failed when an active import is no longer listed', untilDoneOf(), [[numbered(1, 'IMPORTING')], []], 'failed'],
		['keeps the outcome of an import that is no longer listed', untilDoneOf(), [[numbered(1, 'SUCCEEDED')], []], 'succeeded'],
		['includes imports that no longer match', active, [[numbered(1, 'IMPORTING'), numbered(2, 'FAILED')], [numbered(1, 'SUCCEEDED'), numbered(2, 'FAILED')]], 'succeeded'],
		['includes imports that start to match', active, [[numbered(1, 'IMPORTING')], [numbered(1, 'SUCCEEDED'), numbered(2, 'IMPORTING')]], undefined],
		['is undefined until the expected number of imports match', untilDoneOf({expected: 2}), [[numbered(1, 'SUCCEEDED')]], undefined],
		['is succeeded when the expected number of imports finished', untilDoneOf({expected: 2}), [[numbered(1, 'SUCCEEDED'), numbered(2, 'SUCCEEDED')]], 'succeeded'],
		['with fail-fast is failed while others are active', untilDoneOf({isFailFast: true}), [[numbered(1, 'IMPORTING'), numbered(2, 'FAILED')]], 'failed'],
		['with fail-fast is failed when an import starts to roll back', untilDoneOf({isFailFast: true}), [[numbered(1, 'ROLLING_BACK')]], 'failed'],
		['with fail-fast is undefined while an import is cancelling, which may still succeed', untilDoneOf({isFailFast: true}), [[numbered(1, 'CANCELLING')]], undefined],
	])('%s', (_, untilDone, scans, result) => {
		expect(resultOf(untilDone, followedThrough(untilDone, scans), true)).toBe(result);
	});

	test('is never succeeded for a partial list', () => {
		fc.assert(fc.property(fc.array(fleets, {minLength: 1, maxLength: 5}), fc.boolean(), (scans, isFailFast) => {
			const untilDone = untilDoneOf({isFailFast});
			expect(resultOf(untilDone, followedThrough(untilDone, scans), false)).not.toBe('succeeded');
		}));
	});

	test('is undefined until each import that ever matched has finished or is no longer listed', () => {
		fc.assert(fc.property(fc.array(fleets, {minLength: 1, maxLength: 6}), scans => {
			const untilDone = untilDoneOf();
			const lastScan = new Map(scans.at(-1)?.map(task => [task.taskId, task]));
			const isActive = lastScan.values().some(task => !isFinished(task.status));
			expect(resultOf(untilDone, followedThrough(untilDone, scans), true) === undefined).toBe(isActive);
		}));
	});
});

const followed = (number: number, status: string, fields: Partial<Followed> = {}): Followed => ({
	targetId: '@', task: numbered(number, status), isGone: false, ...fields,
});

describe('an import whose graph must be available', () => {
	test.each<[string, Followed, {readonly isDone: boolean; readonly isFailure: boolean}]>([
		['is done if the graph is', followed(1, 'SUCCEEDED', {graphStatus: 'AVAILABLE'}), {isDone: true, isFailure: false}],
		['is not done while the graph is not', followed(1, 'SUCCEEDED', {graphStatus: 'UPDATING'}), {isDone: false, isFailure: false}],
		['is not done before the graph was read', followed(1, 'SUCCEEDED', {graphStatus: 'UNKNOWN'}), {isDone: false, isFailure: false}],
		['fails if the graph never becomes available', followed(1, 'SUCCEEDED', {graphStatus: 'FAILED'}), {isDone: true, isFailure: true}],
		['fails without its graph if it failed itself', followed(1, 'FAILED', {graphStatus: 'UPDATING'}), {isDone: true, isFailure: true}],
		['is done if it is no longer listed', followed(1, 'SUCCEEDED', {graphStatus: 'UPDATING', isGone: true}), {isDone: true, isFailure: false}],
	])('%s', (_, one, expected) => {
		expect({isDone: isDone(one), isFailure: isFailure(one)}).toEqual(expected);
	});
});

describe('the import that decided the result', () => {
	const early = followed(1, 'SUCCEEDED', {changedAt: 1000});
	const late = followed(2, 'SUCCEEDED', {changedAt: 2000});
	const initial = followed(3, 'SUCCEEDED');
	const failedEarly = followed(4, 'FAILED', {changedAt: 1000});
	const failedLate = followed(5, 'ROLLING_BACK', {changedAt: 2000});

	test.each<[string, Outcome, readonly Followed[], Followed | undefined]>([
		['is the last that succeeded', 'succeeded', [late, early, initial], late],
		['is the first that failed', 'failed', [early, failedLate, failedEarly, late], failedEarly],
		['is none without imports', 'succeeded', [], undefined],
		['is none after a timeout', 'timedOut', [early, failedEarly], undefined],
		['is none without a response', 'unanswered', [early, failedEarly], undefined],
	])('%s', (_, outcome, all, decider) => {
		expect(deciderOf(outcome, all)).toBe(decider);
	});
});
