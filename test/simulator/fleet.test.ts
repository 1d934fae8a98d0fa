import {isDeepStrictEqual} from 'node:util';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {isFinished, knownStatuses} from '../../source/imports/task.ts';
import {
	advanceFleet,
	cancelImport,
	createFleet,
	type Fleet,
	getImport,
	listFleet,
	putImport,
	removeImport,
	setStatus,
	stillFleet,
} from '../../source/simulator/fleet.ts';
import {type WireTask} from '../../source/simulator/planned-import.ts';
import {stressCount} from '../support/stress.ts';

const startAt = Date.UTC(2026, 2, 1, 12);
const seeds = fc.nat({max: 1_000_000});

// Each run observes five to ten simulated minutes in steps of a second.
const often = {numRuns: stressCount({usual: 2, full: 50})};

/*
Times in milliseconds after the start, in order, over the ten minutes in which no arrival is left out.
*/
const spans = fc.array(fc.nat({max: 600_000}), {minLength: 1, maxLength: 30}).map(times => times.toSorted((one, other) => one - other));

/*
What may come right after a status.
*/
const successors: Readonly<Record<string, readonly string[]>> = {

	INITIALIZING: ['EXPORTING', 'ANALYZING_DATA', 'ROLLING_BACK', 'CANCELLING'],
	EXPORTING: ['ANALYZING_DATA', 'ROLLING_BACK', 'CANCELLING'],
	ANALYZING_DATA: ['REPROVISIONING', 'IMPORTING', 'ROLLING_BACK', 'CANCELLING'],
	REPROVISIONING: ['IMPORTING', 'ROLLING_BACK', 'CANCELLING'],
	IMPORTING: ['REPROVISIONING', 'SUCCEEDED', 'DELETED', 'ROLLING_BACK', 'CANCELLING'],
	ROLLING_BACK: ['FAILED'],
	CANCELLING: ['CANCELLED'],

};

/*
Shorter than any phase, so that none is jumped over.
*/
const fineStepMs = 1000;

/*
What `GetImportTask` gave of each import, second by second.
*/
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

/*
Each import as it was at one second and at the next.
*/
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
		&& (errorCount > 0 || statusReason?.includes('has errors') !== true);
};

const hasGrown = ([{importTaskDetails: before, attemptNumber}, {importTaskDetails: after, attemptNumber: nextAttempt}]: Step): boolean => {
	const isGrown = (field: 'timeElapsedSeconds' | 'progressPercentage' | 'statementCount' | 'dictionaryEntryCount' | 'errorCount') => (after?.[field] ?? 0) >= (before?.[field] ?? 0);
	return isGrown('timeElapsedSeconds') && (nextAttempt !== attemptNumber || (isGrown('progressPercentage') && isGrown('statementCount') && isGrown('dictionaryEntryCount') && isGrown('errorCount')));
};

/*
Over, and the reason for it is told where there is one.
*/
const isSettled = ({status = '', statusReason}: WireTask): boolean => isFinished(status) && (status !== 'FAILED' || statusReason !== undefined);

const advanceThrough = (fleet: Fleet, span: readonly number[]): Fleet => {
	let current = fleet;

	for (const elapsedMs of span) {
		current = advanceFleet(current, startAt + elapsedMs);
	}

	return current;
};

const firstWith = (fleet: Fleet, status: string): string => listFleet(fleet, startAt).find(task => task.status === status)?.taskId ?? '';

describe('a fleet that is created', () => {
	test('has an import of every status, whatever the seed', () => {
		fc.assert(fc.property(seeds, seed => {
			const statuses = new Set(listFleet(createFleet({seed, at: startAt}), startAt).map(({status}) => status));
			expect(statuses).toEqual(new Set(knownStatuses));
		}));
	});

	test('has imports of every kind, whatever the seed', () => {
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

	test.each([[0], [1], [8], [40], [250]])('has the size that was asked for: %i', size => {
		expect(listFleet(createFleet({seed: 1, at: startAt, size}), startAt)).toHaveLength(size);
	});

	test('has eight imports under way', () => {
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

describe('the laws of a fleet that moves', () => {
	test('the same seed and times give the same fleet', () => {
		fc.assert(fc.property(seeds, spans, (seed, span) => {
			const run = () => advanceThrough(createFleet({seed, at: startAt}), span);
			expect(run()).toEqual(run());
		}));
	});

	test('advancing in steps comes to the same as advancing at once', () => {
		fc.assert(fc.property(seeds, spans, (seed, span) => {
			const fleet = createFleet({seed, at: startAt});
			expect(advanceThrough(fleet, span)).toEqual(advanceThrough(fleet, span.slice(-1)));
		}));
	});

	test('ids are never shared', () => {
		fc.assert(fc.property(seeds, spans, (seed, span) => {
			const at = startAt + (span.at(-1) ?? 0);
			const ids = listFleet(advanceFleet(createFleet({seed, at: startAt}), at), at).map(({taskId}) => taskId);
			expect(new Set(ids).size).toBe(ids.length);
		}));
	});

	test.each([
		['a status is followed by one that may follow it, and an end by nothing', canFollow],
		['time and progress never run backwards, but for another attempt', hasGrown],
		['what is told of an import makes sense at every moment', ([, after]: Step) => isPlausible(after)],
		['imports that are over stay as they are, once the reason is told', ([before, after]: Step) => !isSettled(before) || isDeepStrictEqual(before, after)],
	] as const)('%s', (_, isLawful) => {
		fc.assert(fc.property(seeds, seed => {
			expect(observeSteps(seed).filter(step => !isLawful(step))).toEqual([]);
		}), often);
	});

	test('an import that starts begins with INITIALIZING', () => {
		fc.assert(fc.property(seeds, seed => {
			const there = new Set(listFleet(createFleet({seed, at: startAt}), startAt).map(({taskId}) => taskId));
			const started = observe(seed, 120_000).entries().filter(([taskId]) => !there.has(taskId)).toArray();
			expect(started.length).toBeGreaterThanOrEqual(6);
			expect(started.map(([, [first]]) => first?.status)).toEqual(started.map(() => 'INITIALIZING'));
		}), often);
	});

	test('some imports fail, and say why a little after they have', () => {
		const failed = observe(1, 600_000).values().filter(tasks => tasks[0]?.status === 'INITIALIZING' && tasks.some(({status}) => status === 'FAILED')).toArray();
		expect(failed.length).toBeGreaterThan(0);

		for (const tasks of failed) {
			const reasons = tasks.filter(({status}) => status === 'FAILED').map(({statusReason}) => statusReason);
			expect(reasons[0]).toBeUndefined();
			expect(reasons.at(-1)).toMatch(/\.$/v);
		}
	});

	test('some imports run into a second attempt and succeed', () => {
		const hasRetried = observe(1, 600_000).values().some(tasks => tasks[0]?.attemptNumber === 1 && tasks.at(-1)?.attemptNumber === 2 && tasks.at(-1)?.status === 'SUCCEEDED');
		expect(hasRetried).toBe(true);
	});

	test('is the very same value when nothing is due', () => {
		const fleet = createFleet({seed: 1, at: startAt});
		expect(advanceFleet(fleet, startAt + 1000)).toBe(fleet);
		expect(advanceFleet(fleet, startAt - 1000)).toBe(fleet);
	});

	test('never holds more than sixty imports, nor loses one that is under way', () => {
		let fleet = createFleet({seed: 1, at: startAt});

		for (let at = startAt; at < startAt + 3_600_000; at += 15_000) {
			const active = listFleet(fleet, at).filter(({status}) => !isFinished(status ?? '')).map(({taskId}) => taskId);
			fleet = advanceFleet(fleet, at);
			const ids = listFleet(fleet, at).map(({taskId}) => taskId);
			expect(ids.length).toBeLessThanOrEqual(60);
			expect(active.filter(taskId => !ids.includes(taskId))).toEqual([]);
		}
	});

	test('starts the imports of the last ten minutes when the clock jumps ahead by a year', () => {
		const fleet = createFleet({seed: 1, at: startAt});
		const at = startAt + (365 * 24 * 3_600_000);
		const before = new Set(listFleet(fleet, startAt).map(({taskId}) => taskId));
		const started = listFleet(advanceFleet(fleet, at), at).filter(({taskId}) => !before.has(taskId));
		expect(started.length).toBeGreaterThanOrEqual(30);
		expect(started.length).toBeLessThanOrEqual(41);
	});
});

describe('cancelling', () => {
	test.each([['INITIALIZING'], ['EXPORTING'], ['ANALYZING_DATA'], ['REPROVISIONING'], ['IMPORTING']])('an import that is %s goes through CANCELLING to CANCELLED, and keeps what it was', status => {
		const fleet = createFleet({seed: 1, at: startAt});
		const taskId = firstWith(fleet, status);
		const result = cancelImport(fleet, taskId, startAt);
		const after = result.kind === 'accepted' ? result.fleet : fleet;
		expect(result).toMatchObject({kind: 'accepted', task: {taskId, status: 'CANCELLING'}});
		expect(getImport(after, taskId, startAt)).toEqual({...getImport(fleet, taskId, startAt), status: 'CANCELLING'});
		expect(getImport(after, taskId, startAt + 3000)?.status).toBe('CANCELLING');
		expect(getImport(after, taskId, startAt + 10_000)?.status).toBe('CANCELLED');
	});

	test.each([['SUCCEEDED'], ['FAILED'], ['CANCELLED'], ['DELETED'], ['ROLLING_BACK']])('an import that is %s refuses', status => {
		const fleet = createFleet({seed: 1, at: startAt});
		expect(cancelImport(fleet, firstWith(fleet, status), startAt)).toEqual({kind: 'refused', status});
	});

	test('an import that is cancelling goes on cancelling', () => {
		const fleet = createFleet({seed: 1, at: startAt});
		expect(cancelImport(fleet, firstWith(fleet, 'CANCELLING'), startAt)).toMatchObject({kind: 'accepted', fleet});
	});

	test('an import that is not there is not found', () => {
		expect(cancelImport(stillFleet([]), 't-0000000001', startAt)).toEqual({kind: 'notFound'});
	});

	test('an import that nothing moves stays CANCELLING', () => {
		const result = cancelImport(stillFleet([{taskId: 't-0000000001', status: 'IMPORTING'}]), 't-0000000001', startAt);
		expect(result.kind === 'accepted' && getImport(result.fleet, 't-0000000001', startAt + 3_600_000)).toEqual({taskId: 't-0000000001', status: 'CANCELLING'});
	});
});

describe('a still fleet', () => {
	const odd: WireTask = {
		taskId: 't-0000000001',
		status: 'PONDERING',
		newField: {deep: [1]},
		statusReason: 'Nobody knows.',
		importTaskDetails: {progressPercentage: 12, startTime: 'yesterday'},
	};

	test('gives tasks just as they are, whatever their status, and lists them without their details', () => {
		const fleet = stillFleet([odd]);
		expect(getImport(fleet, odd.taskId, startAt)).toEqual(odd);
		expect(listFleet(fleet, startAt)).toEqual([{taskId: odd.taskId, status: 'PONDERING', newField: {deep: [1]}}]);
	});

	test('does not move', () => {
		const fleet = stillFleet([odd]);
		expect(advanceFleet(fleet, startAt + 3_600_000)).toBe(fleet);
	});

	test('keeps the order of its tasks, and a new one comes first', () => {
		const fleet = putImport(stillFleet([{taskId: 't-b'}, {taskId: 't-a'}]), {taskId: 't-c'});
		expect(listFleet(putImport(fleet, {taskId: 't-b', status: 'FAILED'}), startAt)).toEqual([
			{taskId: 't-c'},
			{taskId: 't-b', status: 'FAILED'},
			{taskId: 't-a'},
		]);
	});
});

describe('changing a fleet by hand', () => {
	test('a status that is set stays, and the rest of the import with it', () => {
		const fleet = createFleet({seed: 1, at: startAt});
		const taskId = firstWith(fleet, 'IMPORTING');
		const changed = setStatus(fleet, taskId, 'FAILED', startAt);
		expect(getImport(changed, taskId, startAt + 600_000)).toEqual({...getImport(fleet, taskId, startAt), status: 'FAILED'});
		expect(getImport(fleet, taskId, startAt)?.status).toBe('IMPORTING');
	});

	test('a status can\'t be set on an import that is not there', () => {
		expect(() => setStatus(stillFleet([]), 't-0000000001', 'FAILED', startAt)).toThrow('The fleet has no import t-0000000001.');
	});

	test('an import that is removed is gone, and the others stay', () => {
		const fleet = createFleet({seed: 1, at: startAt});
		const [first, ...others] = listFleet(fleet, startAt);
		expect(listFleet(removeImport(fleet, first?.taskId ?? ''), startAt)).toEqual(others);
	});
});
