import {type CancelAnswer} from '../domain/cancelling.ts';
import {type DetailsAnswer} from '../domain/details-plan.ts';
import {type ScanResult} from '../domain/poll.ts';
import {type Remembered} from '../domain/remembered.ts';
import {type Target} from '../domain/target.ts';
import {type Clock} from '../watch/clock.ts';
import {type AskDetails} from '../watch/details-runner.ts';
import {type Scan} from '../watch/watcher.ts';
import {applyDifference, nothingKnown} from './list-difference.ts';
import {type Recording} from './read-recording.ts';
import {type RecordedEntry, unnamedTargetId} from './recording-form.ts';
import {createWaiting} from './waiting.ts';

/**
A recording in place of the service.
*/
export type ReplaySource = {
	/**
	Gives the next scan of the recording that was not given before, when the clock comes to its end, or at once where that is past: whoever asks late, as after a pause, misses no change, and sees it later. After the last one it gives nothing more. Rejects only where `signal` is aborted.
	*/
	readonly scan: Scan;

	/**
	Gives what was answered about the import next, where that is soon, or else last; a failure where the recording says neither. Rejects only where `signal` is aborted.
	*/
	readonly askDetails: AskDetails;

	/**
	Refuses.
	*/
	readonly cancel: (key: string) => Promise<CancelAnswer>;

	/**
	Gives nothing more.
	*/
	readonly close: () => Promise<void>;

	/**
	Whether the clock has come to the end of the recording, and a scan was asked for that is not in it.
	*/
	readonly isOver: () => boolean;
};

/**
What is replayed, and whom to tell what.
*/
export type ReplaySettings = {
	readonly recording: Recording;

	/**
	The target that is given back. Default: the first one.
	*/
	readonly targetId?: string | undefined;

	/**
	Runs from the start of the recording.
	*/
	readonly clock: Clock;
	readonly onConnected: (target: Target) => void;

	/**
	Is told what was known from earlier runs, where the recording says that.
	*/
	readonly onRemembered?: ((remembered: Remembered) => void) | undefined;

	/**
	Is told once that nothing more will come.
	*/
	readonly onEnd?: (() => void) | undefined;
};

/*
What names no target is about the first one.
*/
const targetIdOfEntry = (entry: RecordedEntry): string => 'targetId' in entry ? entry.targetId ?? unnamedTargetId : unnamedTargetId;

type EntryOf<Type extends RecordedEntry['type']> = Extract<RecordedEntry, {readonly type: Type}>;

/*
An answer to a question that was asked a moment before: longer than that, and the one before it is nearer to the truth.
*/
const soonMs = 5000;

const notSaid: DetailsAnswer = {
	kind: 'failure',
	failure: {kind: 'network', sentence: 'The recording does not say.', isTransient: true},
};

const rememberedOf = ({remembered: {tasks, firstSeen, changedAt, changedAfter, changes, until}}: EntryOf<'remembered'>): Remembered => ({
	tasks: new Map(tasks.map(task => [task.taskId, task])),
	firstSeen: new Map(firstSeen),
	changedAt: new Map(changedAt),
	changedAfter: new Map(changedAfter),
	changes,
	until,
});

const scanResultOf = (snapshot: ScanResult['snapshot'], {failure, signIn}: EntryOf<'scanEnded'>): ScanResult => ({
	snapshot,
	...(failure !== undefined && {failure}),
	...(signIn !== undefined && {signIn}),
});

/**
A source that gives back what a recording holds, at the times at which it came.
*/
export const createReplaySource = ({recording, targetId = unnamedTargetId, clock, onConnected, onRemembered, onEnd}: ReplaySettings): ReplaySource => {
	const endsAt = recording.entries.at(-1)?.at ?? recording.startedAt;
	const entries = recording.entries.filter(entry => targetIdOfEntry(entry) === targetId);
	const answers = Map.groupBy(entries.filter(entry => entry.type === 'detailsAnswered'), ({key}) => key);

	// By task key: of the answers, those before this index are past, or were given.
	const answerIndexes = new Map<string, number>();
	const waiting = createWaiting(clock);
	let known = nothingKnown;
	let nextIndex = 0;
	let isOver = false;

	/*
	Tells what is known to be watched, as the recording has it.
	*/
	const tell = (entry: RecordedEntry): void => {
		if (entry.type === 'connected') {
			onConnected(entry.target);
		} else if (entry.type === 'remembered') {
			onRemembered?.(rememberedOf(entry));
		}
	};

	/*
	Goes on to this entry, and not through it.
	*/
	const goOnTo = (index: number): void => {
		for (const entry of entries.slice(nextIndex, index)) {
			tell(entry);

			if (entry.type === 'scanEnded') {
				({known} = applyDifference(known, entry));
			}
		}

		nextIndex = Math.max(nextIndex, index);
	};

	/*
	The index of the first entry from the next on of which this is so; that of none where there is none.
	*/
	const findNext = (isSo: (entry: RecordedEntry) => boolean): number => {
		let index = nextIndex;

		for (let entry = entries[index]; entry !== undefined && !isSo(entry); entry = entries[index]) {
			index++;
		}

		return index;
	};

	const end = async (signal: AbortSignal): Promise<never> => {
		await waiting.until(endsAt, signal);

		if (!isOver) {
			isOver = true;
			onEnd?.();
		}

		return waiting.forever(signal);
	};

	const scan: Scan = async signal => {
		const now = clock.now();
		const index = findNext(({type}) => type === 'scanEnded');
		const entry = entries[index];
		goOnTo(Math.min(index, findNext(({at}) => at > now)));

		if (entry?.type !== 'scanEnded') {
			return end(signal);
		}

		await waiting.until(entry.at, signal);

		// Where two scans are under way, the other one was given it.
		if (nextIndex > index) {
			return scan(signal);
		}

		goOnTo(index);
		const {snapshot, known: after} = applyDifference(known, entry);
		known = after;
		nextIndex = index + 1;
		return scanResultOf(snapshot, entry);
	};

	const askDetails: AskDetails = async (key, signal) => {
		const all = answers.get(key) ?? [];
		const now = clock.now();
		let index = answerIndexes.get(key) ?? 0;

		while ((all[index]?.at ?? Infinity) < now) {
			index++;
		}

		const next = all[index];

		if (next === undefined || next.at - now > soonMs) {
			answerIndexes.set(key, index);
			return all[index - 1]?.answer ?? notSaid;
		}

		answerIndexes.set(key, index + 1);
		await waiting.until(next.at, signal);
		return next.answer;
	};

	return {
		scan,
		askDetails,
		async cancel() {
			return {kind: 'refused', sentence: 'This is a recording: no import can be cancelled in it.'};
		},
		async close() {
			waiting.close();
		},
		isOver: () => isOver,
	};
};
