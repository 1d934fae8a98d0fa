import {writeFileSync} from 'node:fs';
import {gzipSync} from 'node:zlib';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {type Failure} from '../../source/imports/failures/failure.ts';
import {createStore} from '../../source/app/store.ts';
import {readRecording, type Recording} from '../../source/recording/read-recording.ts';
import {type RecordedMessage} from '../../source/recording/recorder.ts';
import {createReplaySource} from '../../source/recording/replay-source.ts';
import {damagedBytes, editedText} from '../support/edits.ts';
import {createHandClock} from '../support/hand-clock.ts';
import {defaultId, freshModel, startAt} from '../support/model.ts';
import {stressCount} from '../support/stress.ts';
import {importTask, snapshotOf, taskId} from '../support/tasks.ts';
import {temporaryFile} from '../support/temporary-files.ts';
import {nextTurn, pollSource} from './poll-source.ts';
import {recordText} from './record-text.ts';

const throttled: Failure = {kind: 'throttled', sentence: 'Throttled by AWS.', isTransient: true};

const recordedScan = (targetId: string, afterMs: number, statuses: readonly string[], failure?: Failure): RecordedMessage => ({
	type: 'scanEnded',
	targetId,
	at: startAt + afterMs,
	scanNumber: 1,
	chance: 1,
	snapshot: snapshotOf(statuses.map((status, index) => importTask({taskId: taskId(index + 1), status})), failure === undefined),
	failure,
});

const recordedDetails = (targetId: string, afterMs: number): RecordedMessage => ({
	type: 'detailsAnswered',
	targetId,
	key: taskId(1),
	at: startAt + afterMs,
	answer: {
		kind: 'details', details: {
			status: 'IMPORTING', attemptNumber: 1, statusReason: 'OUT_OF_MEMORY', progress: {
				startedAt: startAt, elapsedMs: 9000, percentage: 40, statementCount: 1234,
			},
		},
	},
});

const recordedMessages: ReadonlyArray<readonly [afterMs: number, message: RecordedMessage]> = [
	[0, {type: 'connected', targetId: 'a@us-east-1', target: {profile: 'a', region: 'us-east-1'}}],
	[0, {
		type: 'stateRestored', targetId: 'a@us-east-1', savedState: {imports: [{task: importTask(), firstSeen: {at: startAt - 90_000, status: 'IMPORTING'}}], changes: [], until: startAt - 60_000},
	}],
	[500, recordedScan('a@us-east-1', 500, ['IMPORTING', 'FAILED', 'INITIALIZING'])],
	[600, recordedScan('b@us-west-2', 600, ['IMPORTING'])],
	[700, recordedDetails('a@us-east-1', 700)],
	[5500, recordedScan('a@us-east-1', 5500, ['IMPORTING', 'FAILED'], throttled)],
	[9000, recordedScan('a@us-east-1', 9000, ['SUCCEEDED', 'FAILED'])],
	[9900, recordedDetails('b@us-west-2', 9900)],
	[14_000, recordedScan('a@us-east-1', 14_000, ['SUCCEEDED', 'FAILED', 'CANCELLED', 'IMPORTING'])],
];

const recordedText = (): string => recordText(recordedMessages, 15_000);

/*
Replays one target to its end: first in steps of a second, then at once. Returns the number of scans, or undefined if it does not end.
*/
const replayToEnd = async (recording: Recording, targetId: string): Promise<number | undefined> => {
	const clock = createHandClock(recording.startedAt);
	const store = createStore(freshModel({at: recording.startedAt}));
	const endsAt = recording.entries.at(-1)?.at ?? recording.startedAt;
	let hasEnded = false;
	let scanCount = 0;
	store.subscribe(({message}) => {
		scanCount += message.type === 'scanEnded' ? 1 : 0;
	});
	const stop = pollSource({
		store, clock, source: createReplaySource({
			recording,
			targetId,
			clock,
			onConnected(target) {
				store.dispatch({type: 'connected', targetId: defaultId, target});
			},
			onSavedState(savedState) {
				store.dispatch({type: 'stateRestored', targetId: defaultId, savedState});
			},
			onEnd() {
				hasEnded = true;
			},
		}),
	});

	for (let turn = 0; turn < 50 + (4 * recording.entries.length); turn++) {
		clock.jump(turn < 20 ? 0 : Math.max(0, endsAt - clock.now()));
		clock.pass(turn < 20 ? 1000 : 130_000);
		await nextTurn(); // eslint-disable-line no-await-in-loop -- In sequence.

		if (hasEnded) {
			break;
		}
	}

	await stop();
	return hasEnded ? scanCount : undefined;
};

const expectReplayed = async (file: string, content: string | Uint8Array): Promise<void> => {
	writeFileSync(file, content);
	const result = await readRecording(file).catch((error: unknown) => error);

	if (result instanceof Error) {
		expect(result.message.replace(file, 'FILE')).toMatch(/^can't replay FILE, line \d+: [^\n]+(?<!\.)$/v);
		return;
	}

	const recording = result as Recording; // It was read.

	for (const {id} of recording.targets) {
		const scans = recording.entries.filter(entry => entry.type === 'scan' && entry.targetId === id);
		expect(await replayToEnd(recording, id)).toBe(scans.length); // eslint-disable-line no-await-in-loop -- In sequence.
	}
};

const snippets = [
	'{',
	'}',
	'[',
	']',
	'"',
	',',
	':',
	'\n',
	'null',
	'true',
	'-1',
	'0',
	'1e999',
	'8640000000000001',
	'[[[[[[[[[[[[[[[',
	'"a@us-east-1"',
	'"t-0000000002"',
	'"type":"ended"',
	String.raw`"\ud800"`,
];

/*
Drops, repeats or swaps some lines.
*/
const movedLines = (text: string): fc.Arbitrary<string> => {
	const lines = text.split('\n');
	return fc.array(fc.record({kind: fc.constantFrom('drop', 'repeat', 'swap'), at: fc.nat({max: lines.length - 1}), to: fc.nat({max: lines.length - 1})}), {maxLength: 3}).map(moves => {
		let current: readonly string[] = lines;

		for (const {kind, at, to} of moves) {
			const line = current[at] ?? '';
			const others = kind === 'repeat' ? current : current.toSpliced(at, 1);
			current = kind === 'drop' ? others : others.toSpliced(to, 0, line);
		}

		return current.join('\n');
	});
};

const numberRuns = stressCount({usual: 60, full: 5000});

test('any text is replayed to its end, or rejected with the line and the reason', async () => {
	const file = temporaryFile();
	const text = recordedText();
	const texts = fc.oneof(
		{weight: 4, arbitrary: editedText(text, snippets)},
		{weight: 4, arbitrary: movedLines(text)},
		{weight: 1, arbitrary: fc.array(fc.json()).map(lines => lines.join('\n'))},
		{weight: 1, arbitrary: fc.string({unit: 'binary'})},
	);
	await fc.assert(fc.asyncProperty(texts, async changed => expectReplayed(file, changed)), {numRuns: numberRuns});
});

test('any gzip data is replayed to its end, or rejected with the line and the reason', async () => {
	const file = temporaryFile('run.ndjson.gz');
	const [head = '', ...lines] = recordedText().split(/(?<=\n)/v);
	const data = Uint8Array.from([head, lines.slice(0, 4).join(''), lines.slice(4).join('')].flatMap(part => [...gzipSync(part)]));
	await fc.assert(fc.asyncProperty(fc.oneof(damagedBytes(data), fc.uint8Array()), async damaged => expectReplayed(file, damaged)), {numRuns: numberRuns});
});
