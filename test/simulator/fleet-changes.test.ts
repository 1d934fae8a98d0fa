import {describe, expect, test} from 'vitest';
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
import {startAt} from '../support/model.ts';

const firstWith = (fleet: Fleet, status: string): string => listFleet(fleet, startAt).find(task => task.status === status)?.taskId ?? '';

describe('cancelImport', () => {
	test.each([['INITIALIZING'], ['EXPORTING'], ['ANALYZING_DATA'], ['REPROVISIONING'], ['IMPORTING']])('moves an import from %s to CANCELLING and CANCELLED, and keeps its details', status => {
		const fleet = createFleet({seed: 1, at: startAt});
		const taskId = firstWith(fleet, status);
		const result = cancelImport(fleet, taskId, startAt);
		const after = result.kind === 'accepted' ? result.fleet : fleet;
		expect(result).toMatchObject({kind: 'accepted', task: {taskId, status: 'CANCELLING'}});
		expect(getImport(after, taskId, startAt)).toEqual({...getImport(fleet, taskId, startAt), status: 'CANCELLING'});
		expect(getImport(after, taskId, startAt + 3000)?.status).toBe('CANCELLING');
		expect(getImport(after, taskId, startAt + 10_000)?.status).toBe('CANCELLED');
	});

	test.each([['SUCCEEDED'], ['FAILED'], ['CANCELLED'], ['DELETED'], ['ROLLING_BACK']])('refuses an import that is %s', status => {
		const fleet = createFleet({seed: 1, at: startAt});
		expect(cancelImport(fleet, firstWith(fleet, status), startAt)).toEqual({kind: 'refused', status});
	});

	test('accepts an import that is already CANCELLING', () => {
		const fleet = createFleet({seed: 1, at: startAt});
		expect(cancelImport(fleet, firstWith(fleet, 'CANCELLING'), startAt)).toMatchObject({kind: 'accepted', fleet});
	});

	test('does not find a missing import', () => {
		expect(cancelImport(stillFleet([]), 't-0000000001', startAt)).toEqual({kind: 'notFound'});
	});

	test('leaves a still import in CANCELLING', () => {
		const result = cancelImport(stillFleet([{taskId: 't-0000000001', status: 'IMPORTING'}]), 't-0000000001', startAt);
		expect(result.kind === 'accepted' && getImport(result.fleet, 't-0000000001', startAt + 3_600_000)).toEqual({taskId: 't-0000000001', status: 'CANCELLING'});
	});
});

describe('a still fleet', () => {
	const odd: WireTask = {
		taskId: 't-0000000001',
		status: 'PONDERING',
		newField: {deep: [1]},
		statusReason: 'Unknown reason.',
		importTaskDetails: {progressPercentage: 12, startTime: 'yesterday'},
	};

	test('returns its tasks unchanged, and lists them without their details', () => {
		const fleet = stillFleet([odd]);
		expect(getImport(fleet, odd.taskId, startAt)).toEqual(odd);
		expect(listFleet(fleet, startAt)).toEqual([{taskId: odd.taskId, status: 'PONDERING', newField: {deep: [1]}}]);
	});

	test('does not change with time', () => {
		const fleet = stillFleet([odd]);
		expect(advanceFleet(fleet, startAt + 3_600_000)).toBe(fleet);
	});

	test('keeps the order of its tasks and puts new ones first', () => {
		const fleet = putImport(stillFleet([{taskId: 't-b'}, {taskId: 't-a'}]), {taskId: 't-c'});
		expect(listFleet(putImport(fleet, {taskId: 't-b', status: 'FAILED'}), startAt)).toEqual([
			{taskId: 't-c'},
			{taskId: 't-b', status: 'FAILED'},
			{taskId: 't-a'},
		]);
	});
});

describe('changing a fleet', () => {
	test('setStatus changes only the status, which then stays', () => {
		const fleet = createFleet({seed: 1, at: startAt});
		const taskId = firstWith(fleet, 'IMPORTING');
		const changed = setStatus(fleet, taskId, 'FAILED', startAt);
		expect(getImport(changed, taskId, startAt + 600_000)).toEqual({...getImport(fleet, taskId, startAt), status: 'FAILED'});
		expect(getImport(fleet, taskId, startAt)?.status).toBe('IMPORTING');
	});

	test('setStatus throws if the import is missing', () => {
		expect(() => setStatus(stillFleet([]), 't-0000000001', 'FAILED', startAt)).toThrow('The fleet has no import t-0000000001.');
	});

	test('removeImport removes only that import', () => {
		const fleet = createFleet({seed: 1, at: startAt});
		const [first, ...others] = listFleet(fleet, startAt);
		expect(listFleet(removeImport(fleet, first?.taskId ?? ''), startAt)).toEqual(others);
	});
});
