import {Ajv} from 'ajv';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import eventSchema from '../event.schema.json' with {type: 'json'};
import {changeEvent, eventHead, type WatchEvent} from '../source/imports/event.ts';
import {type ObservedChange} from '../source/imports/change.ts';
import {jsonLine} from '../source/text/printable.ts';
import {type Reason} from '../source/imports/failures/reason.ts';
import {type ImportTask} from '../source/imports/task.ts';
import {importTask} from './support/tasks.ts';

const validate = new Ajv({allErrors: true}).compile(eventSchema);
const head = eventHead({profile: 'default', region: 'us-east-1', endpointUrl: 'http://127.0.0.1:8182'}, 0);

const text = fc.string({unit: 'binary', maxLength: 20});

const tasks: fc.Arbitrary<ImportTask> = fc.record({
	taskId: text, graphId: text, source: text, format: text, parquetType: text, roleArn: text, status: text, extra: fc.dictionary(text, fc.jsonValue()),
}, {requiredKeys: ['taskId', 'source', 'roleArn', 'status']});

const times = fc.integer({min: 0, max: 4_102_444_800_000});

const changes: fc.Arbitrary<ObservedChange> = fc.record({
	change: fc.oneof(
		fc.record({kind: fc.constantFrom('appeared', 'gone'), task: tasks}),
		fc.record({
			kind: fc.constant('changed' as const), task: tasks, from: text, to: text,
		}),
	),
	at: times,
	notBefore: times,
	elapsed: fc.record({minMs: fc.nat(), maxMs: fc.nat()}),
}, {requiredKeys: ['change', 'at']});

const reason: Reason = {
	code: 'OUT_OF_MEMORY', summary: 'OUT_OF_MEMORY: x', remedy: 'y', statusReason: 'x', errorDetails: 'z',
};

const others: readonly WatchEvent[] = [
	{...head, event: 'baseline', task: importTask()},
	{...head, event: 'progress', task: importTask()},
	{
		...head, event: 'progress', task: importTask(), attemptNumber: 1, statusReason: 'x', progress: {
			status: 'IN_PROGRESS', startedAt: head.at, elapsedSeconds: 1, percentage: 2, errorCount: 3, errorDetails: 'y', statementCount: 4, dictionaryEntryCount: 5,
		},
	},
	{
		...head, event: 'progress', task: importTask(), statementsPerSecond: 4000, isSlowerThanUsual: true,
	},
	{
		...head, event: 'estimate', running: 3, doneAt: head.at,
	},
	{
		...head, event: 'failure', kind: 'network', sentence: 'x', remedy: 'y', nextTryAt: head.at,
	},
	{...head, event: 'recovered', since: head.at},
	{
		...head, event: 'reason', task: importTask({status: 'FAILED'}), reason,
	},
	{
		...head, event: 'changed', from: 'IMPORTING', to: 'SUCCEEDED', task: importTask({status: 'SUCCEEDED'}), statementCount: 6,
	},
	{
		...head, event: 'done', result: 'timedOut', unfinished: [importTask()], failed: [{...importTask({status: 'FAILED'}), reason}, {...importTask(), isGone: true}], decidedBy: {...importTask({status: 'SUCCEEDED'}), graphStatus: 'NOT_FOUND'}, counts: {
			active: 1, failed: 0, succeeded: 2, cancelled: 0, gone: 1,
		},
	},
];

describe('the event schema', () => {
	test('accepts any change as it is printed', () => {
		fc.assert(fc.property(changes, change => {
			const event = changeEvent(change, {profile: 'default', region: 'us-east-1'});
			expect(validate(JSON.parse(jsonLine(event))), JSON.stringify(validate.errors)).toBe(true);
		}));
	});

	test.each(others)('accepts $event', event => {
		expect(validate(event), JSON.stringify(validate.errors)).toBe(true);
	});

	test.each([...others, changeEvent({
		change: {
			kind: 'changed', task: importTask(), from: 'A', to: 'B',
		}, at: 0,
	}, {profile: 'x', region: 'y'})])('rejects $event without a required field or with an unknown one', event => {
		const required = [
			'version',
			'event',
			'at',
			'profile',
			'region',
			...['task', 'from', 'to', 'kind', 'sentence', 'since', 'reason', 'result', 'counts', 'unfinished', 'running', 'doneAt'].filter(name => Object.hasOwn(event, name)),
		];

		for (const name of required) {
			expect(validate(Object.fromEntries(Object.entries(event).filter(([key]) => key !== name))), name).toBe(false);
		}

		expect(validate({...event, more: 1})).toBe(false);
		expect(validate({...event, version: 2})).toBe(false);
	});
});
