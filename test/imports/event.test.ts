import {describe, expect, test} from 'vitest';
import {type ImportDetails} from '../../source/imports/details.ts';
import {
	changeEvent,
	detailsFacts,
	eventHead,
	isChangeEvent,
	isCommandEvent,
	listedImport,
	observedChangeOf,
	type WatchEvent,
} from '../../source/imports/event.ts';
import {type ObservedChange} from '../../source/imports/change.ts';
import {importTask} from '../support/tasks.ts';

const at = Date.UTC(2026, 2, 1, 12);
const target = {profile: 'dev', region: 'us-east-1'};
const task = importTask({status: 'FAILED'});

describe('an import as --once --json prints it', () => {
	const place = {profile: 'dev', region: 'us-east-1', isShown: true};
	const details: ImportDetails = {
		status: 'FAILED',
		attemptNumber: 2,
		statusReason: 'Something else',
		progress: {
			status: 'FAILED', startedAt: at, elapsedMs: 1500, percentage: 40, errorCount: 3,
		},
		options: {s3ExportPath: 's3://lake/export'},
		extra: {owner: 'ops'},
	};

	test('is the listed import alone without a place and details', () => {
		expect(listedImport(task, {...place, isShown: false}, undefined)).toStrictEqual(task);
	});

	test('has its profile and region if the list shows several', () => {
		expect(listedImport(task, place, undefined)).toStrictEqual({...task, profile: 'dev', region: 'us-east-1'});
		expect(listedImport(task, {profile: undefined, region: undefined, isShown: true}, undefined)).toStrictEqual(task);
	});

	test('has the facts of its graph once they are known', () => {
		const graphs = new Map([['g-0000000001', {id: 'g-0000000001', name: 'people', status: 'AVAILABLE'}]]);
		expect(listedImport(task, {...place, isShown: false, graphs}, undefined)).toStrictEqual({...task, graph: {name: 'people', status: 'AVAILABLE'}});
	});

	test('has its details, with times as text and durations in seconds', () => {
		expect(listedImport(task, {...place, isShown: false}, details)).toStrictEqual({
			...task,
			attemptNumber: 2,
			statusReason: 'Something else',
			progress: {
				status: 'FAILED', startedAt: '2026-03-01T12:00:00.000Z', elapsedSeconds: 1.5, percentage: 40, errorCount: 3,
			},
			importOptions: {s3ExportPath: 's3://lake/export'},
			reason: {summary: 'Something else', statusReason: 'Something else'},
			extra: {owner: 'ops'},
		});
	});

	test('has the unknown fields of both responses', () => {
		const listed = listedImport({...task, extra: {owner: 'data', tags: ['a']}}, {...place, isShown: false}, {status: 'FAILED', extra: {owner: 'ops'}});
		expect(listed.extra).toEqual({owner: 'ops', tags: ['a']});
		expect(listedImport({...task, extra: {owner: 'data'}}, {...place, isShown: false}, {status: 'FAILED'}).extra).toEqual({owner: 'data'});
	});

	test('has no details that AWS did not return', () => {
		expect(detailsFacts({status: 'IMPORTING'})).toStrictEqual({});
		expect(detailsFacts({status: 'IMPORTING', progress: {percentage: 1}})).toStrictEqual({progress: {percentage: 1}});
	});
});

describe('the event of a change', () => {
	const changes: ReadonlyArray<readonly [string, ObservedChange]> = [
		['a new import', {at, change: {kind: 'appeared', task}}],
		['a new status', {
			at,
			change: {
				kind: 'changed', task, from: 'IMPORTING', to: 'FAILED',
			},
		}],
		['an import that is no longer listed', {at, change: {kind: 'gone', task}}],
		['everything that can be known', {
			at,
			change: {
				kind: 'changed', task, from: 'IMPORTING', to: 'FAILED',
			},
			notBefore: at - 60_000,
			elapsed: {minMs: 1500, maxMs: 61_500},
			reason: {summary: 'Something else'},
		}],
	];

	test.each(changes)('converts back into %s', (_, change) => {
		expect(observedChangeOf(changeEvent(change, target))).toStrictEqual(change);
	});

	test('has times as text and durations in seconds', () => {
		expect(changeEvent(changes[3]?.[1] ?? {at, change: {kind: 'gone', task}}, target)).toStrictEqual({
			version: 1,
			event: 'changed',
			at: '2026-03-01T12:00:00.000Z',
			profile: 'dev',
			region: 'us-east-1',
			from: 'IMPORTING',
			to: 'FAILED',
			task,
			notBefore: '2026-03-01T11:59:00.000Z',
			elapsed: {minSeconds: 1.5, maxSeconds: 61.5},
			reason: {summary: 'Something else'},
		});
	});

	test('has the endpoint only if the user chose one', () => {
		expect(eventHead(target, at)).not.toHaveProperty('endpoint');
		expect(eventHead({...target, endpointUrl: 'http://127.0.0.1:8080'}, at)).toHaveProperty('endpoint', 'http://127.0.0.1:8080');
	});
});

test.each([
	['baseline', false, false],
	['appeared', true, true],
	['changed', true, true],
	['gone', true, true],
	['reason', false, true],
	['progress', false, false],
	['failure', false, false],
	['recovered', false, false],
	['done', false, false],
] as const)('%s is a change: %s, and runs the command: %s', (name, isChange, runsCommand) => {
	const head: unknown = {...eventHead(target, at), event: name};
	const event = head as WatchEvent; // Only the name matters.
	expect(isChangeEvent(event)).toBe(isChange);
	expect(isCommandEvent(event)).toBe(runsCommand);
});
