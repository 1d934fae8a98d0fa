import {describe, expect, test} from 'vitest';
import {
	type ImportDetails,
	initialRecheck,
	isReasonSettled,
	isRecheckDue,
	nextRecheck,
	type RecheckState,
} from '../../source/imports/details.ts';

describe('the reason of a failure', () => {
	test.each<[string, ImportDetails, boolean]>([
		['final after a failure', {status: 'FAILED', statusReason: 'Access denied', progress: {status: 'FAILED'}}, true],
		['final after a failure without progress', {status: 'FAILED', statusReason: 'Access denied'}, true],
		['final during a rollback, which always ends as failed', {status: 'ROLLING_BACK', statusReason: 'Access denied', progress: {status: 'IN_PROGRESS'}}, true],
		['not final while the details say that it is in progress', {status: 'FAILED', statusReason: 'Access denied', progress: {status: 'IN_PROGRESS'}}, false],
		['not final before there is one', {status: 'FAILED'}, false],
		['not final while the import runs', {status: 'IMPORTING', statusReason: 'Retrying'}, false],
	])('is %s', (_, details, isSettled) => {
		expect(isReasonSettled(details)).toBe(isSettled);
	});
});

describe('rechecks of the details', () => {
	const recheckAfter = (...responses: readonly ImportDetails[]): RecheckState => {
		let state = initialRecheck;
		let before: ImportDetails | undefined;

		for (const now of responses) {
			state = nextRecheck(state, before, now);
			before = now;
		}

		return state;
	};

	const failed: ImportDetails = {status: 'FAILED', statusReason: 'Access denied'};
	const succeeded: ImportDetails = {status: 'SUCCEEDED', progress: {percentage: 100}};

	test.each<[string, readonly ImportDetails[], boolean]>([
		['after two equal responses', [succeeded, {...succeeded}], true],
		['after two equal responses with a reason', [failed, {...failed}], true],
		['not after the first response', [succeeded], false],
		['not while the responses differ', [{status: 'SUCCEEDED', progress: {percentage: 99}}, succeeded], false],
		['not without the reason of a failure', [{status: 'FAILED'}, {status: 'FAILED'}], false],
		['after the last of five rechecks, even without a reason', [{status: 'FAILED'}, {status: 'FAILED'}, {status: 'FAILED'}, {status: 'FAILED'}, {status: 'FAILED'}], true],
		['not before the last recheck', [{status: 'FAILED'}, {status: 'FAILED'}, {status: 'FAILED'}, {status: 'FAILED'}], false],
	])('end %s', (_, responses, isSettled) => {
		expect(recheckAfter(...responses)).toEqual({answers: responses.length, isSettled});
	});

	test('begin anew while the import runs', () => {
		expect(recheckAfter(failed, failed, {status: 'IMPORTING'})).toEqual({answers: 0, isSettled: false});
	});

	test.each([
		[0, 0],
		[1, 10_000],
		[2, 30_000],
		[3, 60_000],
		[4, 120_000],
	])('follow after %i responses once %i ms have passed', (answers, delayMs) => {
		expect(isRecheckDue({answers, isSettled: false}, 1000, 1000 + delayMs)).toBe(true);
		expect(isRecheckDue({answers, isSettled: false}, 1000, 1000 + delayMs - 1)).toBe(false);
		expect(isRecheckDue({answers, isSettled: true}, 1000, 1000 + delayMs)).toBe(false);
	});

	test('are due at once if there was no request yet', () => {
		expect(isRecheckDue({answers: 3, isSettled: false}, undefined, 0)).toBe(true);
	});
});
