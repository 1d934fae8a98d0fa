import {type CancelAnswer} from '../imports/task.ts';
import {type DetailsAnswer} from '../imports/details.ts';
import {type SavedState} from '../imports/saved-state.ts';
import {type Target} from '../imports/target.ts';
import {type Clock} from '../runtime/polling/clock.ts';
import {type AskDetails} from '../runtime/polling/details-runner.ts';
import {type ScanList} from '../runtime/polling/watcher.ts';
import {createScanReader, type Recording} from './read-recording.ts';

/**
Replays one target of a recording in place of the service. `scan` and `askDetails` reject only if their signal is aborted or the source is closed.
*/
export type ReplaySource = {
	/**
	Returns the next scan when the clock reaches its time, or at once if that is past: a pause skips no scan. Never resolves after the last scan.
	*/
	readonly scan: ScanList;

	/**
	Returns the next response about the import if it is near, otherwise the last one.
	*/
	readonly askDetails: AskDetails;
	readonly cancel: () => Promise<CancelAnswer>;
	readonly close: () => Promise<void>;
};

export type ReplaySettings = {
	readonly recording: Recording;
	readonly targetId: string;

	/**
	Starts at the start of the recording.
	*/
	readonly clock: Clock;
	readonly onConnected: (target: Target) => void;
	readonly onSavedState?: ((savedState: SavedState) => void) | undefined;

	/**
	Called once, at the end of the recording.
	*/
	readonly onEnd?: (() => void) | undefined;
};

/*
Timers stop while the machine sleeps, so long waits check the clock this often.
*/
const longestStepMs = 30_000;

const waitUntil = async (clock: Clock, at: number, signal: AbortSignal): Promise<void> => {
	signal.throwIfAborted();
	const {promise, resolve, reject} = Promise.withResolvers<undefined>();
	let cancelTimer: (() => void) | undefined;

	const step = (): void => {
		const leftMs = at - clock.now();

		if (leftMs > 0) {
			cancelTimer = clock.after(Math.min(leftMs, longestStepMs), step);
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

/*
A response later than this belongs to a later request; the last one is closer to the truth.
*/
const nearMs = 5000;

const notRecorded: DetailsAnswer = {
	kind: 'failure',
	failure: {kind: 'network', sentence: 'The recording has no details of this import.', isTransient: true},
};

export const createReplaySource = ({recording, targetId, clock, onConnected, onSavedState, onEnd}: ReplaySettings): ReplaySource => {
	const endsAt = recording.entries.at(-1)?.at ?? recording.startedAt;
	const entries = recording.entries.filter(entry => entry.type !== 'ended' && entry.targetId === targetId);
	const answers = Map.groupBy(entries.filter(entry => entry.type === 'detailsAnswered'), ({key}) => key);
	const readScan = createScanReader();
	const closing = new AbortController();
	let nextIndex = 0;
	let hasEnded = false;

	/*
	Handles the entries up to this time and before the next scan.
	*/
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

		if (!hasEnded) {
			hasEnded = true;
			onEnd?.();
		}

		await waitUntil(clock, Infinity, signal);
	};

	const scan: ScanList = async callSignal => {
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

	const askDetails: AskDetails = async (key, callSignal) => {
		const all = answers.get(key) ?? [];
		const now = clock.now();
		const next = all.find(({at}) => at >= now && at <= now + nearMs);
		await waitUntil(clock, next?.at ?? now, AbortSignal.any([callSignal, closing.signal]));
		return (next ?? all.findLast(({at}) => at < now))?.answer ?? notRecorded;
	};

	return {
		scan,
		askDetails,
		async cancel() {
			return {kind: 'refused', sentence: 'A replay can\'t cancel imports.'};
		},
		async close() {
			closing.abort();
		},
	};
};
