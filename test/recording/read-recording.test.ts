import {writeFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {readRecording} from '../../source/recording/read-recording.ts';
import {createRecorder} from '../../source/recording/recorder.ts';
import {startAt} from '../support/model.ts';
import {importTask, snapshotOf, taskId} from '../support/tasks.ts';
import {temporaryFile} from './temporary-file.ts';
import {type UntargetedMessage as Message} from './untargeted-message.ts';

const head = {recording: 1, program: 'watcher 1.2.3', startedAt: '2026-03-01T12:00:00.000Z'};

/*
A file of these lines, each of them JSON unless it is text.
*/
const fileOf = (lines: readonly unknown[], end = '\n'): string => {
	const file = temporaryFile();
	writeFileSync(file, lines.map(line => typeof line === 'string' ? line : JSON.stringify(line)).join('\n') + end);
	return file;
};

const wireLike = importTask({source: 's3://bucket-1/path-1.csv', roleArn: 'arn:aws:iam::000000000001:role/role-1', extra: {weight: 1, note: null}});
const failure = {
	kind: 'throttled', sentence: 'AWS asks this account to call less often.', remedy: 'The next try comes later than usual.', isTransient: true,
} as const;

/*
A message of each type, with nothing in it that would be replaced.
*/
const messages: ReadonlyArray<Message & {readonly at: number}> = ([
	{
		type: 'connected', target: {
			profile: 'default', region: 'us-east-1', endpoint: 'endpoint-1.example:80', endpointUrl: 'https://endpoint-1.example:80',
		},
	},
	{
		type: 'remembered',
		remembered: {
			tasks: new Map([[taskId(1), wireLike]]),
			firstSeen: new Map([[taskId(1), {at: 1, status: 'IMPORTING'}]]),
			changedAt: new Map([[taskId(1), 2]]),
			changedAfter: new Map([[taskId(1), 1]]),
			changes: [
				{
					change: {
						kind: 'changed', task: wireLike, from: 'INITIALIZING', to: 'IMPORTING',
					}, at: 2, notBefore: 1, elapsed: {minMs: 1, maxMs: 2},
				},
				{change: {kind: 'appeared', task: wireLike}, at: 1},
				{change: {kind: 'gone', task: wireLike}, at: 3},
			],
			until: 5,
		},
	},
	{type: 'pollDue', at: startAt},
	{type: 'scanDelayed', scanNumber: 1},
	{
		type: 'scanEnded', at: startAt, scanNumber: 1, chance: 0.5, snapshot: snapshotOf([wireLike], false), failure, signIn: {endsAt: 12, renewal: 'aws sso login --profile default'},
	},
	{
		type: 'detailsAnswered',
		key: taskId(1),
		at: startAt,
		answer: {
			kind: 'details',
			details: {
				status: 'FAILED',
				attemptNumber: 2,
				statusReason: 'The graph is too small.',
				progress: {
					status: 'IN_PROGRESS', startedAt: 3, elapsedMs: 4, percentage: 5, errorCount: 6, errorDetails: 'A value is not valid.', statementCount: 7e9, dictionaryEntryCount: 8,
				},
				options: {preserveEdgeIds: 'true'},
				extra: {size: 12, parts: [true, null]},
			},
		},
	},
	{
		type: 'detailsAnswered', key: taskId(1), at: startAt, answer: {kind: 'failure', failure},
	},
	{type: 'cancelAnswered', key: taskId(1), answer: {kind: 'accepted'}},
	{type: 'cancelAnswered', key: taskId(1), answer: {kind: 'refused', sentence: 'The service does not know this import any more.'}},
	{type: 'commandGiven', at: startAt, command: 'quit'},
	{type: 'importPicked', key: taskId(1)},
	{type: 'filterEdited', edit: {kind: 'left'}},
	{type: 'confirmationTyped', typed: ''},
	{type: 'effectDone', notice: ''},
	{type: 'noted', sentence: 'The service is not known.'},
	{type: 'scrolled', scroll: 2},
	{type: 'resized', size: {columns: 100, rows: 30}},
	{type: 'timedOut', at: startAt},
	{type: 'continued'},
] satisfies readonly Message[]).map((message, index) => ({...message, at: startAt + index}));

/*
What is read of them, where that is not the message itself.
*/
const readAs: Readonly<Record<string, (message: Message) => unknown>> = {
	remembered: message => ({
		type: 'remembered',
		remembered: message.type === 'remembered' && {
			...message.remembered,
			tasks: message.remembered.tasks.values().toArray(),
			firstSeen: [...message.remembered.firstSeen],
			changedAt: [...message.remembered.changedAt],
			changedAfter: [...message.remembered.changedAfter],
		},
	}),
	scanEnded: () => ({
		type: 'scanEnded', scanNumber: 1, isComplete: false, list: [taskId(1)], tasks: [wireLike], failure, signIn: {endsAt: 12, renewal: 'aws sso login --profile default'},
	}),
	filterEdited: () => ({type: 'filterEdited'}),
	confirmationTyped: () => ({type: 'confirmationTyped'}),
	effectDone: () => ({type: 'effectDone'}),
};

test('whatever has no name in it is read as it was recorded, a message of every type', () => {
	const file = temporaryFile();
	const recorder = createRecorder({
		file, program: 'watcher 1.2.3', at: startAt, intervalMs: 10_000, onNote() {}, // eslint-disable-line @typescript-eslint/no-empty-function -- Nothing is to be told.
	});

	for (const message of messages) {
		recorder.record(message, message.at);
	}

	recorder.close();
	const {entries, ...facts} = readRecording(file);
	expect(facts).toEqual({
		program: 'watcher 1.2.3', startedAt: startAt, intervalMs: 10_000, targets: [{id: '', profile: 'default', region: 'us-east-1'}],
	});
	expect(entries).toEqual(messages.map(({at, ...message}) => ({at, ...(readAs[message.type]?.(message as Message) ?? message)}))); // The message without its time, or what is read of it.
});

test('a last line that was torn is ignored; one that only lacks its end is not', () => {
	const first = {at: startAt, type: 'continued'};
	expect(readRecording(fileOf([head, first, '{"at":1772366400000,"type":"conti'], '')).entries).toEqual([first]);
	expect(readRecording(fileOf([head, first], '')).entries).toEqual([first]);
});

test('an entry of a type that is not known is none of its business, nor is a member', () => {
	const {entries} = readRecording(fileOf([head, {at: startAt, type: 'moonRisen'}, {at: startAt, type: 'toString'}, {at: startAt, type: 'continued', moon: 'full'}]));
	expect(entries).toEqual([{at: startAt, type: 'continued'}]);
});

test('where the clock was set back, what follows goes on from there', () => {
	const {entries} = readRecording(fileOf([head, ...[-5, 10, 20, 0, 10, 30].map(afterMs => ({at: startAt + afterMs, type: 'continued'}))]));
	expect(entries.map(({at}) => at - startAt)).toEqual([0, 15, 25, 25, 35, 55]);
});

describe('a file is refused', () => {
	test.each<[name: string, lines: readonly unknown[], says: string]>([
		['that is empty', [], 'The file FILE is not a recording.'],
		['that is JSON of another kind', [{event: 'baseline'}], 'The file FILE is not a recording.'],
		['of text', ['hello'], 'The file FILE is not a recording.'],
		['of a newer version', [{...head, recording: 2, program: undefined}], 'The recording FILE is of version 2, and this program reads version 1.'],
		['that does not say when it began', [{...head, startedAt: 'today'}], 'Line 1 of FILE can\'t be understood: startedAt is not a time.'],
		['that does not say what made it', [{...head, program: 7}], 'Line 1 of FILE can\'t be understood: program is not text.'],
		['with a line that is not JSON', [head, '{', {at: startAt, type: 'continued'}], 'Line 2 of FILE is not JSON.'],
		['with a line that is no object', [head, 12], 'Line 2 of FILE can\'t be understood: it is not an object.'],
		['with an entry without a time', [head, {type: 'continued'}], 'Line 2 of FILE can\'t be understood: at is not a number.'],
		['with an entry of which something is missing', [head, {at: startAt, type: 'resized', size: {columns: 3}}], 'Line 2 of FILE can\'t be understood: size.rows is not a number.'],
		[
			'with an import that is none',
			[head, {
				at: startAt, type: 'scanEnded', scanNumber: 1, isComplete: true, list: [taskId(1)], tasks: [{...wireLike, status: 7}],
			}],
			'Line 2 of FILE can\'t be understood: tasks.0.status is not text.',
		],
		[
			'with a scan that refers to one that is not there',
			[head, {at: startAt, type: 'continued'}, {
				at: startAt, type: 'scanEnded', scanNumber: 1, isComplete: true, list: [[0, 2]], tasks: [],
			}],
			'Line 3 of FILE can\'t be understood: the last complete list has no 2 imports from 0 on.',
		],
		[
			'with an answer of no kind',
			[head, {
				at: startAt, type: 'detailsAnswered', key: taskId(1), answer: {kind: 'shrug'},
			}],
			'Line 2 of FILE can\'t be understood: answer.kind is not one of details, failure.',
		],
		[
			'with a failure of no kind',
			[head, {
				at: startAt, type: 'detailsAnswered', key: taskId(1), answer: {kind: 'failure', failure: {...failure, kind: 'odd'}},
			}],
			'Line 2 of FILE can\'t be understood: answer.failure.kind is not one of credentials, permission, configuration, network, throttled, service, protocol, clock.',
		],
	])('%s', (_name, lines, says) => {
		const file = fileOf(lines);
		expect(() => readRecording(file)).toThrow(new Error(says.replace('FILE', () => file)));
	});

	test('that is not there', () => {
		expect(() => readRecording(temporaryFile())).toThrow(/^The recording can't be read: ENOENT: .*\.$/v);
	});
});
