import {isDeepStrictEqual} from 'node:util';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {isFinished, knownStatuses} from '../../source/imports/task.ts';
import {
	advanceFleet,
	createFleet,
	type Fleet,
	getImport,
	listFleet,
} from '../../source/simulator/fleet.ts';
import {type WireTask} from '../../source/simulator/planned-import.ts';
import {startAt} from '../support/model.ts';
import {stressCount} from '../support/stress.ts';

const seeds = fc.nat({max: 1_000_000});

// Each run observes five to ten simulated minutes in steps of a second.
const often = {numRuns: stressCount({usual: 2, full: 50})};

// Ascending times in milliseconds since the start. Within ten minutes, no arrival is skipped.
const spans = fc.array(fc.nat({max: 600_000}), {minLength: 1, maxLength: 30}).map(times => times.toSorted((one, other) => one - other));

// The possible next statuses.
const successors: Readonly<Record<string, readonly string[]>> = {

	INITIALIZING: ['EXPORTING', 'ANALYZING_DATA', 'ROLLING_BACK', 'CANCELLING'],
	EXPORTING: ['ANALYZING_DATA', 'ROLLING_BACK', 'CANCELLING'],
	ANALYZING_DATA: ['REPROVISIONING', 'IMPORTING', 'ROLLING_BACK', 'CANCELLING'],
	REPROVISIONING: ['IMPORTING', 'ROLLING_BACK', 'CANCELLING'],
	IMPORTING: ['REPROVISIONING', 'SUCCEEDED', 'DELETED', 'ROLLING_BACK', 'CANCELLING'],
	ROLLING_BACK: ['FAILED'],
	CANCELLING: ['CANCELLED'],

};

// Shorter than any phase, so that none is skipped.
const fineStepMs = 1000;

// Polls `GetImportTask` for each import every second.
const observe = (seed: number, durationMs: number): ReadonlyMap<string, readonly WireTask[]> => {
	const seen = new Map<string, WireTask[]>();
	let fleet = createFleet({seed, at: startAt});

	for (let at = startAt; at <= startAt + durationMs; at += fineStepMs) {
		fleet = advanceFleet(fleet, at);

		for (const {taskId} of listFleet(fleet, at)) {
			const tasks = seen.get(taskId) ?? [];
			tasks.push(getImport(fleet, taskId, at) ?? {taskId});
			seen.set(taskId, tasks);
		}
	}

	return seen;
};

type Step = readonly [before: WireTask, after: WireTask];

// Returns pairs of each import's states, one second apart.
const observeSteps = (seed: number): readonly Step[] => observe(seed, 300_000).values().flatMap(tasks =>
	tasks.slice(1).map((after, index): Step => [tasks[index] ?? after, after])).toArray();

const canFollow = ([{status = ''}, {status: next = ''}]: Step): boolean => next === status || successors[status]?.includes(next) === true;

const isPlausible = ({status = '', graphId, statusReason, importTaskDetails: details, attemptNumber = 0}: WireTask): boolean => {
	const {progressPercentage = 0, errorCount = 0, errorDetails} = details ?? {};
	return attemptNumber >= 1
		&& (statusReason === undefined || status === 'FAILED')
		&& (details === undefined) === (graphId === undefined)
		&& Number.isSafeInteger(progressPercentage)
		&& (status === 'DELETED' || (progressPercentage === 100) === (status === 'SUCCEEDED'))
		&& (errorDetails === undefined) === (errorCount === 0)
		&& (errorDetails === undefined || statusReason?.startsWith('PARSING_ERROR') !== true || statusReason === `PARSING_ERROR: ${errorDetails}`)
		&& (errorCount > 0 || statusReason?.includes('has errors') !== true);
};

const hasGrown = ([{importTaskDetails: before, attemptNumber}, {importTaskDetails: after, attemptNumber: nextAttempt}]: Step): boolean => {
	const isGrown = (field: 'timeElapsedSeconds' | 'progressPercentage' | 'statementCount' | 'dictionaryEntryCount' | 'errorCount') => (after?.[field] ?? 0) >= (before?.[field] ?? 0);
	return isGrown('timeElapsedSeconds') && (nextAttempt !== attemptNumber || (isGrown('progressPercentage') && isGrown('statementCount') && isGrown('dictionaryEntryCount') && isGrown('errorCount')));
};

// Finished, and with a reason if it failed.
const isSettled = ({status = '', statusReason}: WireTask): boolean => isFinished(status) && (status !== 'FAILED' || statusReason !== undefined);

const advanceThrough = (fleet: Fleet, span: readonly number[]): Fleet => {
	let current = fleet;

	for (const elapsedMs of span) {
		current = advanceFleet(current, startAt + elapsedMs);
	}

	return current;
};

describe('a new fleet', () => {
	test('has an import in every status for any seed', () => {
		fc.assert(fc.property(seeds, seed => {
			const statuses = new Set(listFleet(createFleet({seed, at: startAt}), startAt).map(({status}) => status));
			expect(statuses).toEqual(new Set(knownStatuses));
		}));
	});

	test('has imports of every kind for any seed', () => {
		fc.assert(fc.property(seeds, seed => {
			const tasks = listFleet(createFleet({seed, at: startAt}), startAt);
			const formats = new Set(tasks.map(({format}) => format));
			expect(formats).toEqual(new Set(['CSV', 'OPEN_CYPHER', 'PARQUET', 'NTRIPLES', undefined]));
			expect(tasks.every(({format, parquetType}) => (format === 'PARQUET') === (parquetType === 'COLUMNAR'))).toBe(true);
			expect(tasks.some(({source}) => source?.startsWith('https://'))).toBe(true);
			expect(tasks.some(({source}) => source?.includes(':cluster-snapshot:'))).toBe(true);
			expect(tasks.some(({status, graphId}) => status === 'INITIALIZING' && graphId === undefined)).toBe(true);
			expect(new Set(tasks.map(({graphId}) => graphId)).size).toBeLessThan(tasks.length);
			expect(new Set(tasks.map(({roleArn}) => roleArn)).size).toBeGreaterThan(1);
		}));
	});

	test.each([[0], [1], [8], [40], [250]])('has the requested size: %i', size => {
		expect(listFleet(createFleet({seed: 1, at: startAt, size}), startAt)).toHaveLength(size);
	});

	test('has eight active imports', () => {
		fc.assert(fc.property(seeds, seed => {
			const tasks = listFleet(createFleet({seed, at: startAt}), startAt);
			expect(tasks.filter(({status}) => !isFinished(status ?? ''))).toHaveLength(8);
		}));
	});

	test('lists the newest import first', () => {
		fc.assert(fc.property(seeds, seed => {
			const fleet = createFleet({seed, at: startAt});
			const starts = listFleet(fleet, startAt).flatMap(({taskId}) => getImport(fleet, taskId, startAt)?.importTaskDetails?.startTime ?? []);
			expect(starts).toEqual(starts.toSorted((one, other) => Number(other) - Number(one)));
		}));
	});
});

describe('advanceFleet', () => {
	test('returns the same fleet for the same seed and times', () => {
		fc.assert(fc.property(seeds, spans, (seed, span) => {
			const run = () => advanceThrough(createFleet({seed, at: startAt}), span);
			expect(run()).toEqual(run());
		}));
	});

	test('returns the same fleet in one step as in several', () => {
		fc.assert(fc.property(seeds, spans, (seed, span) => {
			const fleet = createFleet({seed, at: startAt});
			expect(advanceThrough(fleet, span)).toEqual(advanceThrough(fleet, span.slice(-1)));
		}));
	});

	test('never repeats an ID', () => {
		fc.assert(fc.property(seeds, spans, (seed, span) => {
			const at = startAt + (span.at(-1) ?? 0);
			const ids = listFleet(advanceFleet(createFleet({seed, at: startAt}), at), at).map(({taskId}) => taskId);
			expect(new Set(ids).size).toBe(ids.length);
		}));
	});

	test.each([
		['allows only valid status changes', canFollow],
		['never decreases time, or progress within an attempt', hasGrown],
		['keeps the details of each import consistent', ([, after]: Step) => isPlausible(after)],
		['leaves finished imports unchanged once they have a reason', ([before, after]: Step) => !isSettled(before) || isDeepStrictEqual(before, after)],
	] as const)('%s', (_, isValid) => {
		fc.assert(fc.property(seeds, seed => {
			expect(observeSteps(seed).filter(step => !isValid(step))).toEqual([]);
		}), often);
	});

	test('adds new imports as INITIALIZING', () => {
		fc.assert(fc.property(seeds, seed => {
			const initialIds = new Set(listFleet(createFleet({seed, at: startAt}), startAt).map(({taskId}) => taskId));
			const started = observe(seed, 120_000).entries().filter(([taskId]) => !initialIds.has(taskId)).toArray();
			expect(started.length).toBeGreaterThanOrEqual(6);
			expect(started.map(([, [first]]) => first?.status)).toEqual(started.map(() => 'INITIALIZING'));
		}), often);
	});

	test('lets some imports fail, with the reason shortly afterwards', () => {
		const failed = observe(1, 600_000).values().filter(tasks => tasks[0]?.status === 'INITIALIZING' && tasks.some(({status}) => status === 'FAILED')).toArray();
		expect(failed.length).toBeGreaterThan(0);

		for (const tasks of failed) {
			const reasons = tasks.filter(({status}) => status === 'FAILED').map(({statusReason}) => statusReason);
			expect(reasons[0]).toBeUndefined();
			expect(reasons.at(-1)).toMatch(/\.$/v);
		}
	});

	test('lets some imports succeed in a second attempt', () => {
		const hasRetried = observe(1, 600_000).values().some(tasks => tasks[0]?.attemptNumber === 1 && tasks.at(-1)?.attemptNumber === 2 && tasks.at(-1)?.status === 'SUCCEEDED');
		expect(hasRetried).toBe(true);
	});

	test('returns the same object if no import arrives', () => {
		const fleet = createFleet({seed: 1, at: startAt});
		expect(advanceFleet(fleet, startAt + 1000)).toBe(fleet);
		expect(advanceFleet(fleet, startAt - 1000)).toBe(fleet);
	});

	test('keeps at most sixty imports, and all active ones', () => {
		let fleet = createFleet({seed: 1, at: startAt});

		for (let at = startAt; at < startAt + 3_600_000; at += 15_000) {
			const active = listFleet(fleet, at).filter(({status}) => !isFinished(status ?? '')).map(({taskId}) => taskId);
			fleet = advanceFleet(fleet, at);
			const ids = listFleet(fleet, at).map(({taskId}) => taskId);
			expect(ids.length).toBeLessThanOrEqual(60);
			expect(active.filter(taskId => !ids.includes(taskId))).toEqual([]);
		}
	});

	test('adds only the imports of the last ten minutes if the clock jumps ahead by a year', () => {
		const fleet = createFleet({seed: 1, at: startAt});
		const at = startAt + (365 * 24 * 3_600_000);
		const before = new Set(listFleet(fleet, startAt).map(({taskId}) => taskId));
		const started = listFleet(advanceFleet(fleet, at), at).filter(({taskId}) => !before.has(taskId));
		expect(started.length).toBeGreaterThanOrEqual(30);
		expect(started.length).toBeLessThanOrEqual(41);
	});
});
