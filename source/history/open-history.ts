import {eventHead} from '../domain/event.ts';
import {type Remembered} from '../domain/remembered.ts';
import {type Target} from '../domain/target.ts';
import {
	type Folded,
	type Known,
	nothingKnown,
	untilOf,
} from './fold.ts';
import {type HistoryEvent, type ObservedLine} from './history-line.ts';
import {rememberedOf} from './remembered-of.ts';
import {createSharedHistory, type HistoryLimits} from './shared-history.ts';
import {skippedNotes} from './skipped-notes.ts';
import {troubleOf} from './trouble.ts';

/**
What was observed of a target, kept on disk. Nothing here throws: what can't be kept is said, and waits in memory until it can.
*/
export type History = {
	/**
	What was observed before.
	*/
	readonly remembered: Remembered;

	/**
	Adds what a scan found, before anybody is shown it, so that whoever was shown a change finds it in the history. What another watcher has added already is left out.

	`until` says that with these events the whole list is known, or all of the graph that is watched, as it was at this time, in epoch milliseconds. It is written down after changes, else every five minutes.
	*/
	readonly append: (events: readonly HistoryEvent[], until?: number) => void;

	/**
	Writes down what has not been. Afterwards nothing is kept any more.
	*/
	readonly close: () => void;
};

const defaultLimits: HistoryLimits = {maxBytes: 4 * (2 ** 20), keptBytes: 2 ** 20, lockWaitMs: 50};

const observedEveryMs = 5 * 60_000;

/*
How many events wait in memory while the file can't be written.
*/
const maxWaiting = 50_000;

/**
Opens the history that a file keeps, for a watcher of the whole list, or of the imports of one graph. Reads the file, if there is one, and writes nothing yet. What is wrong with the history is said by `onNote`, in sentences that are safe to print.
*/
export const openHistory = ({file, target, graphId, onNote, limits}: {
	readonly file: string;
	readonly target: Target;
	readonly graphId?: string | undefined;
	readonly onNote: (sentence: string) => void;
	readonly limits?: Partial<HistoryLimits>;
}): History => {
	const shared = createSharedHistory(file, {...defaultLimits, ...limits});
	let waiting: readonly HistoryEvent[] = [];
	let until: number | undefined;
	let hasToldSince = false;
	let hasLost = false;
	let isFailing = false;
	let isClosed = false;

	const fail = (error: unknown): void => {
		if (!isFailing) {
			onNote(`The history can't be kept: ${troubleOf(error, file)}. What is seen from here on is kept in memory alone.`);
		}

		isFailing = true;
	};

	const read = (): Folded => {
		try {
			const {folded, ...counts} = shared.read();

			for (const note of skippedNotes(counts, file)) {
				onNote(note);
			}

			return folded;
		} catch (error: unknown) {
			fail(error);
			return {known: nothingKnown, told: []};
		}
	};

	/*
	Whether it is time to write down until when the list was seen: at once, where the last change would otherwise lie in a time of which nothing is known.
	*/
	const isDue = (known: Known, hasTold: boolean): boolean => {
		if (until === undefined || hasLost) {
			return false;
		}

		const aheadMs = until - (untilOf(known, graphId) ?? -Infinity);
		return Math.abs(aheadMs) >= observedEveryMs || (aheadMs > 0 && (hasTold || isClosed));
	};

	const observedLine = (at: number): ObservedLine => ({
		...eventHead(target, Date.now()),
		event: 'observed',
		until: new Date(at).toISOString(),
		...(graphId !== undefined && {graph: graphId}),
	});

	const write = ({withUntil}: {readonly withUntil: boolean}): void => {
		let isObserved = false;

		try {
			const toldCount = shared.add(waiting, (known, count) => {
				isObserved = withUntil && isDue(known, hasToldSince || count > 0);
				return isObserved && until !== undefined ? [observedLine(until)] : [];
			});
			waiting = [];
			hasToldSince = !isObserved && (hasToldSince || toldCount > 0);
		} catch (error: unknown) {
			fail(error);
			return;
		}

		if (!isFailing) {
			return;
		}

		isFailing = false;
		onNote('The history is kept again.');
	};

	const {known, told} = read();

	return {
		remembered: rememberedOf({known, told}, graphId),
		append(events, at) {
			if (isClosed) {
				return;
			}

			waiting = [...waiting, ...events];
			until = at ?? until;

			if (waiting.length > maxWaiting) {
				waiting = waiting.slice(-maxWaiting);
				hasLost = true;
			}

			if (events.length > 0 || (at !== undefined && isDue(shared.known(), hasToldSince))) {
				write({withUntil: at !== undefined});
			}
		},
		close() {
			if (isClosed) {
				return;
			}

			isClosed = true;

			if (waiting.length > 0 || isDue(shared.known(), hasToldSince)) {
				write({withUntil: true});
			}
		},
	};
};
