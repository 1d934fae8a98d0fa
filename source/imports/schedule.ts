import {type FailureKind} from './failure.ts';

/**
Why the next poll comes when it does.
*/
export type PaceReason = 'fixed' | 'unread' | 'changed' | 'cancelling' | 'active' | 'over';

/**
How often the service is asked.
*/
export type Pace = {
	/**
	From the beginning of one scan to the beginning of the next, in milliseconds.
	*/
	readonly intervalMs: number;
	readonly reason: PaceReason;
};

/**
What the pace follows.
*/
export type PaceFacts = {
	/**
	The interval that the person asked for, in milliseconds; undefined where the pace follows the work.
	*/
	readonly fixedIntervalMs: number | undefined;

	/**
	When a change was last seen, in epoch milliseconds.
	*/
	readonly lastChangeAt: number | undefined;

	/**
	Whether the whole list has been read yet.
	*/
	readonly isRead: boolean;
	readonly isCancelling: boolean;
	readonly isActive: boolean;
};

/**
The shortest interval that can be asked for, in milliseconds: the calls are shared with whatever else asks the service in the same account.
*/
export const minIntervalMs = 1000;

const changedForMs = 60_000;

const reasonOf = ({fixedIntervalMs, lastChangeAt, isRead, isCancelling, isActive}: PaceFacts, at: number): PaceReason => {
	if (fixedIntervalMs !== undefined) {
		return 'fixed';
	}

	if (isCancelling) {
		return 'cancelling';
	}

	if (lastChangeAt !== undefined && Math.abs(at - lastChangeAt) < changedForMs) {
		return 'changed';
	}

	if (!isRead) {
		return 'unread';
	}

	return isActive ? 'active' : 'over';
};

const followedIntervalMs: Readonly<Record<Exclude<PaceReason, 'fixed'>, number>> = {
	unread: 10_000,
	changed: 5000,
	cancelling: 5000,
	active: 10_000,
	over: 30_000,
};

/**
The pace at a time, given in epoch milliseconds.
*/
export const paceAt = (facts: PaceFacts, at: number): Pace => {
	const reason = reasonOf(facts, at);
	return {
		intervalMs: reason === 'fixed' ? (facts.fixedIntervalMs ?? minIntervalMs) : followedIntervalMs[reason],
		reason,
	};
};

/*
What only a person or an administrator can set right is not asked for often.
*/
const askAgainMs = 60_000;

const longestBackOffMs = 120_000;

/**
How long to wait after a scan that failed, in milliseconds. Throttling and faults of the service are backed off from exponentially with full jitter, though never sooner than the interval and, but for a longer interval, no later than after two minutes. `failures` counts how many scans failed in a row; `chance` is a number from 0 to 1 that decides the jitter.
*/
export const retryDelayMs = ({kind, failures, chance, intervalMs}: {
	readonly kind: FailureKind;
	readonly failures: number;
	readonly chance: number;
	readonly intervalMs: number;
}): number => {
	switch (kind) {
		case 'throttled':
		case 'service': {
			return Math.max(intervalMs, Math.round(chance * Math.min(longestBackOffMs, intervalMs * (2 ** failures))));
		}

		case 'permission':
		case 'configuration': {
			return askAgainMs;
		}

		case 'credentials':
		case 'network':
		case 'protocol':
		case 'clock': {
			return intervalMs;
		}
	}
};

/**
No scan takes longer, in milliseconds: a clock that says so was set, or slept.
*/
export const longestScanMs = 300_000;

/**
Whether so much time between the beginnings of two scans that saw an import means that it went unobserved in between: the machine slept, the service refused, or the person paused. All in milliseconds; `scanMs` is how long a scan takes.
*/
export const isGap = ({betweenMs, intervalMs, scanMs}: {readonly betweenMs: number; readonly intervalMs: number; readonly scanMs: number}): boolean =>
	betweenMs > (Math.max(intervalMs, Math.min(scanMs, longestScanMs)) * 1.5) + 2000;

/*
The user waits for the first scan of each target, so these begin soon after each other. All of them begin within the interval: no two targets then share a phase.
*/
const longestStaggerMs = 100;
const firstScansWithinMs = 2000;

const staggerMs = (count: number, intervalMs: number): number => Math.min(longestStaggerMs, Math.min(firstScansWithinMs, intervalMs) / count);

/**
How long after the start the first scan of a target begins, in milliseconds. `index` is its position among `count` targets.
*/
export const firstScanDelayMs = (index: number, {count, intervalMs = Infinity}: {readonly count: number; readonly intervalMs?: number | undefined}): number =>
	Math.round(index * staggerMs(count, intervalMs));

/**
When a target is polled next at a fixed interval, in epoch milliseconds: exactly one interval after its last scan began. Only a target whose scan began together with those of earlier targets is polled later, once, so that they move apart again. This happens when the user refreshes all targets, and when the machine wakes.
*/
export const nextFixedPollAt = (startedAt: number, {earlierStarts, count, intervalMs}: {
	/**
	When the last scans of the targets before this one began.
	*/
	readonly earlierStarts: readonly number[];
	readonly count: number;
	readonly intervalMs: number;
}): number => {
	const together = earlierStarts.filter(at => Math.abs(at - startedAt) < staggerMs(count, intervalMs) / 2);
	return startedAt + intervalMs + firstScanDelayMs(together.length, {count, intervalMs});
};

/**
Moves the time of a poll (epoch milliseconds) to the nearest time that belongs to its target: at an adaptive pace, each target has its own share of the interval, so that no two are polled together. Moves it by at most half an interval. A single target has all times.
*/
export const inTurn = (dueAt: number, {index, count, intervalMs}: {readonly index: number; readonly count: number; readonly intervalMs: number}): number => {
	if (count <= 1) {
		return dueAt;
	}

	const offsetMs = Math.floor(intervalMs * index / count);
	return (Math.round((dueAt - offsetMs) / intervalMs) * intervalMs) + offsetMs;
};

/*
The intervals that a person steps through by key.
*/
const steps: readonly number[] = [1, 2, 3, 5, 10, 15, 20, 30, 60, 120, 300, 600].map(seconds => seconds * 1000);

/**
The next longer interval of those that are stepped through, in milliseconds; the same one at the end.
*/
export const slowerInterval = (intervalMs: number): number => steps.find(step => step > intervalMs) ?? intervalMs;

/**
The next shorter interval of those that are stepped through, in milliseconds; the same one at the end.
*/
export const fasterInterval = (intervalMs: number): number => steps.findLast(step => step < intervalMs) ?? intervalMs;
