import {Buffer} from 'node:buffer';
import {createServer} from 'node:http';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {type Failure} from '../../source/imports/failures/failure.ts';
import {
	cancelImport,
	getImportDetails,
	listGraphs,
} from '../../source/neptune/requests.ts';
import {scanImportTasks} from '../../source/neptune/scan.ts';
import {editedText} from '../support/edits.ts';
import {listen} from '../support/loopback.ts';
import {stressCount} from '../support/stress.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {demoConnection} from './demo-connection.ts';

type Answer = {
	readonly status: number;
	readonly contentType: string;
	readonly body: string | Uint8Array;
	readonly errorType: string;

	/**
	Closes the connection before the last byte.
	*/
	readonly isCutOff: boolean;
};

const page = JSON.stringify({tasks: [importTask(), importTask({taskId: taskId(2), status: 'FAILED'})], nextToken: 'next'});
const details = JSON.stringify({
	...importTask(), attemptNumber: 1, statusReason: 'OUT_OF_MEMORY', importOptions: {neptune: {s3ExportPath: 's3://b/c'}}, importTaskDetails: {
		status: 'IMPORTING', startTime: 1_700_000_000, timeElapsedSeconds: 9, progressPercentage: 40, errorCount: 0, statementCount: 12, dictionaryEntryCount: 3,
	},
});
const graphs = JSON.stringify({
	graphs: [{
		id: 'g-0000000001', name: 'fraud', status: 'AVAILABLE', provisionedMemory: 16,
	}], nextToken: 'next',
});
const snippets = ['{', '}', '[', ']', '"', ',', ':', 'null', 'true', '-1', '1e999', '{"a":'.repeat(3000), String.raw`"\u001b]0;x\u0007"`, String.raw`"\ud800"`, '"__proto__"', '"nextToken":"next"'];

const bodies = fc.oneof(
	...[page, details, graphs].map(text => editedText(text, snippets)),
	fc.json({stringUnit: 'binary'}),
	fc.string({unit: 'binary'}),
	fc.uint8Array({maxLength: 200}),
	fc.constant('<!doctype html><title>Sign in</title>'),
);

const answers: fc.Arbitrary<Answer> = fc.record({
	status: fc.oneof({weight: 4, arbitrary: fc.constant(200)}, {weight: 1, arbitrary: fc.constantFrom(201, 204, 302, 400, 403, 404, 407, 429, 500, 503, 999)}),
	contentType: fc.constantFrom('application/json', 'text/html', 'application/octet-stream', 'application/cbor'),
	body: bodies,
	errorType: fc.constantFrom('', 'ThrottlingException', 'ExpiredTokenException', 'AccessDeniedException', 'ValidationException', 'ConflictException', 'x:y#z', 'toString', '__proto__'),
	isCutOff: fc.constantFrom(false, false, false, false, true),
});

/*
Answers the requests in turn, and the rest with an empty list.
*/
const startServer = async (): Promise<{readonly url: string; readonly answerWith: (list: readonly Answer[]) => void}> => {
	let left: readonly Answer[] = [];
	const server = createServer((request, response) => {
		const [answer, ...others] = left;
		left = others;
		request.resume();

		if (answer === undefined) {
			response.writeHead(200, {'content-type': 'application/json'});
			response.end('{"tasks":[],"graphs":[]}');
			return;
		}

		const {status, contentType, body, errorType, isCutOff} = answer;
		const bytes = Buffer.from(body);
		response.writeHead(status, {'content-type': contentType, ...(errorType !== '' && {'x-amzn-errortype': errorType}), ...(isCutOff && {'content-length': bytes.length + 1})});

		if (isCutOff) {
			response.write(bytes, () => {
				response.destroy();
			});
		} else {
			response.end(bytes);
		}
	});
	return {
		url: `http://${await listen(server)}`,
		answerWith(list) {
			left = list;
		},
	};
};

const isSentence = ({kind, sentence}: Failure): boolean => kind.length > 0 && /^\S[^\n]*\.$/v.test(sentence);

test('any answer becomes a list, details, graphs or a failure with a sentence', async () => {
	const {url, answerWith} = await startServer();
	const connection = await demoConnection(url);
	const {signal} = new AbortController();

	await fc.assert(fc.asyncProperty(fc.array(answers, {minLength: 1, maxLength: 3}), async list => {
		answerWith(list);
		const scan = await scanImportTasks(connection, {signal});
		expect(scan.failure === undefined || isSentence(scan.failure)).toBe(true);
		expect(scan.snapshot.isComplete).toBe(scan.failure === undefined);
		expect(scan.snapshot.tasks.entries().every(([id, task]) => id === task.taskId && typeof task.status === 'string' && typeof task.source === 'string')).toBe(true);

		answerWith(list);
		const answered = await getImportDetails(connection, taskId(1), signal);
		expect(answered.kind === 'details' ? typeof answered.details.status === 'string' : isSentence(answered.failure)).toBe(true);

		answerWith(list);
		const listed = await listGraphs(connection, signal);
		expect(listed.kind === 'graphs' ? listed.graphs.every(({id}) => typeof id === 'string') : isSentence(listed.failure)).toBe(true);

		answerWith(list);
		const cancelled = await cancelImport(connection, taskId(1), signal);
		expect(cancelled.kind === 'accepted' || /^\S[^\n]*\.$/v.test(cancelled.sentence)).toBe(true);
	}), {numRuns: stressCount({usual: 30, full: 3000})});
});
