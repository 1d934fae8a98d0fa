import {type Clock} from '../imports/polling/clock.ts';
import {type DetailsAnswer} from '../imports/details.ts';
import {type SavedState} from '../imports/polling/saved-state.ts';
import {type Source} from '../imports/polling/poll.ts';
import {type Target} from '../imports/target.ts';
import {createScanReader, type Recording} from './read-recording.ts';

// Timers stop while the machine sleeps, so long waits check the clock this often.
const maxStepMs = 30_000;

const waitUntil = async (clock: Clock, at: number, signal: AbortSignal): Promise<void> => {
	signal.throwIfAborted();
	const {promise, resolve, reject} = Promise.withResolvers<undefined>();
	let cancelTimer: (() => void) | undefined;

	const step = (): void => {
		const leftMs = at - clock.now();

		if (leftMs > 0) {
			cancelTimer = clock.after(Math.min(leftMs, maxStepMs), step);
		} else {
			resolve(undefined);
		}
	};

	signal.addEventListener('abort', () => {
		cancelTimer?.();
		reject(signal.reason);
	}, {once: true});
	step();
	await promise;
};

// A later response belongs to a later request, so the last one is more accurate.
const nearMs = 5000;

const notRecorded: DetailsAnswer = {
	kind: 'failure',
	failure: {kind: 'network', sentence: 'The recording has no details of this import.', isTransient: true},
};

/**
Replays one target of a recording instead of calling AWS.

- `scan` resolves with the next scan at its recorded time. If that time has passed, it resolves at once, so a pause skips no scan. It never resolves after the last scan.
- `askDetails` and `askGraphs` resolve with the next response if that is at most 5 s away, otherwise with the last one.

`clock` starts at the start of the recording. `onEnd` is called once.
*/
export const createReplaySource = ({recording, targetId, clock, onConnected, onSavedState, onEnd}: {
	readonly recording: Recording;
	readonly targetId: string;
	readonly clock: Clock;
	readonly onConnected: (target: Target) => void;
	readonly onSavedState?: ((savedState: SavedState) => void) | undefined;
	readonly onEnd?: (() => void) | undefined;
}): Source => {
	const endsAt = recording.entries.at(-1)?.at ?? recording.startedAt;
	const entries = recording.entries.filter(entry => entry.type !== 'ended' && entry.targetId === targetId);
	const answers = Map.groupBy(entries.filter(entry => entry.type === 'detailsAnswered'), ({key}) => key);
	const graphsAnswers = entries.filter(entry => entry.type === 'graphsAnswered');
	const readScan = createScanReader();
	const closing = new AbortController();
	let nextIndex = 0;
	let reportEnd = onEnd;

	// Handles entries until this time or the next scan, whichever comes first.
	const advance = (at: number): void => {
		for (let entry = entries[nextIndex]; entry !== undefined && entry.type !== 'scan' && entry.at <= at; entry = entries[nextIndex]) {
			nextIndex++;

			if (entry.type === 'connected') {
				onConnected(entry.target);
			} else if (entry.type === 'stateRestored') {
				onSavedState?.(entry.savedState);
			}
		}
	};

	const end = async (signal: AbortSignal): Promise<void> => {
		await waitUntil(clock, endsAt, signal);
		reportEnd?.();
		reportEnd = undefined;
		await waitUntil(clock, Infinity, signal);
	};

	const scan: Source['scan'] = async callSignal => {
		const signal = AbortSignal.any([callSignal, closing.signal]);
		advance(clock.now());
		const entry = entries.slice(nextIndex).find(({type}) => type === 'scan');

		await (entry === undefined ? end(signal) : waitUntil(clock, entry.at, signal));
		advance(clock.now());

		// Another call may have taken it.
		if (entry?.type !== 'scan' || entries[nextIndex] !== entry) {
			return scan(callSignal);
		}

		nextIndex++;
		const {failure, signIn, calls} = entry.scan;
		return {
			snapshot: readScan(entry.scan)(), failure, signIn, calls,
		};
	};

	const nearestAnswer = async <Answer>(all: ReadonlyArray<{readonly at: number; readonly answer: Answer}>, callSignal: AbortSignal): Promise<Answer | undefined> => {
		const now = clock.now();
		const next = all.find(({at}) => at >= now && at <= now + nearMs);
		await waitUntil(clock, next?.at ?? now, AbortSignal.any([callSignal, closing.signal]));
		return (next ?? all.findLast(({at}) => at < now))?.answer;
	};

	return {
		scan,
		askDetails: async (key, signal) => await nearestAnswer(answers.get(key) ?? [], signal) ?? notRecorded,
		askGraphs: async signal => await nearestAnswer(graphsAnswers, signal) ?? {kind: 'graphs', graphs: [], calls: 0},
		async cancel() {
			return {kind: 'refused', sentence: 'A replay can\'t cancel imports.'};
		},
		async close() {
			closing.abort();
		},
	};
};
