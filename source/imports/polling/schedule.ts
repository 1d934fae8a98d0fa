import {type FailureKind} from '../failures/failure.ts';

type AdaptiveReason = 'unread' | 'changed' | 'cancelling' | 'active' | 'idle';

export type PaceReason = AdaptiveReason | 'fixed';

export type Pace = {
	readonly intervalMs: number;
	readonly reason: PaceReason;
};

type PaceFacts = {
	readonly fixedIntervalMs: number | undefined;
	readonly lastChangeAt: number | undefined;
	readonly isRead: boolean;
	readonly isCancelling: boolean;
	readonly isActive: boolean;
};

const recentChangeMs = 60_000;

const adaptiveReason = ({lastChangeAt, isRead, isCancelling, isActive}: PaceFacts, at: number): AdaptiveReason => {
	if (isCancelling) {
		return 'cancelling';
	}

	if (lastChangeAt !== undefined && Math.abs(at - lastChangeAt) < recentChangeMs) {
		return 'changed';
	}

	if (!isRead) {
		return 'unread';
	}

	return isActive ? 'active' : 'idle';
};

const adaptiveIntervalMs: Readonly<Record<AdaptiveReason, number>> = {
	unread: 10_000,
	changed: 5000,
	cancelling: 5000,
	active: 10_000,
	idle: 30_000,
};

export const paceAt = (facts: PaceFacts, at: number): Pace => {
	if (facts.fixedIntervalMs !== undefined) {
		return {intervalMs: facts.fixedIntervalMs, reason: 'fixed'};
	}

	const reason = adaptiveReason(facts, at);
	return {intervalMs: adaptiveIntervalMs[reason], reason};
};

// For errors that need a user or an administrator.
const slowRetryMs = 60_000;

const longestBackOffMs = 120_000;

/**
Returns the delay after a failed scan. Throttling and service errors back off exponentially with full jitter, up to two minutes but never below the interval. `failures` counts consecutive failed scans; `chance` (0 to 1) is the jitter.
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
			return slowRetryMs;
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
Scan timeout. A longer scan means that the clock was set or the machine slept.
*/
export const longestScanMs = 300_000;

/**
Whether an import went unobserved between two scans, for example due to sleep, errors or a pause. `betweenMs` is the time between their starts; `scanMs` is the duration of a scan.
*/
export const isGap = ({betweenMs, intervalMs, scanMs}: {readonly betweenMs: number; readonly intervalMs: number; readonly scanMs: number}): boolean =>
	betweenMs > (Math.max(intervalMs, Math.min(scanMs, longestScanMs)) * 1.5) + 2000;

// The user waits for the first scans, so they start in quick succession, each with its own phase within the interval.
const longestStaggerMs = 100;
const firstScansWithinMs = 2000;

const staggerMs = (count: number, intervalMs: number): number => Math.min(longestStaggerMs, Math.min(firstScansWithinMs, intervalMs) / count);

export const firstScanDelayMs = (index: number, {count, intervalMs = Infinity}: {readonly count: number; readonly intervalMs?: number | undefined}): number =>
	Math.round(index * staggerMs(count, intervalMs));

// The time between two polls that recur at the interval.
const phaseDistance = (one: number, other: number, intervalMs: number): number => {
	const distance = Math.abs(one - other) % intervalMs;
	return Math.min(distance, intervalMs - distance);
};

/**
Returns when to poll next at a fixed interval: one interval after the last scan started. Times are epoch milliseconds. `earlierPolls` has the current or next poll of each target before this one.

A manual refresh or a wake-up starts the scans of several targets at once. Then the later targets get the smallest delay, once, that separates them from the earlier ones.
*/
export const nextFixedPollAt = (startedAt: number, {earlierPolls, count, intervalMs}: {
	readonly earlierPolls: readonly number[];
	readonly count: number;
	readonly intervalMs: number;
}): number => {
	const delays = Array.from({length: count}, (_, index) => firstScanDelayMs(index, {count, intervalMs}));
	const isFree = (delay: number): boolean => earlierPolls.every(at => phaseDistance(at, startedAt + delay, intervalMs) >= staggerMs(count, intervalMs) / 2);
	return startedAt + intervalMs + (delays.find(delay => isFree(delay)) ?? 0);
};

/**
Moves the time of a poll (epoch milliseconds) by up to half an interval, to the phase of its target. So adaptive intervals never poll two targets at once.
*/
export const inTurn = (dueAt: number, {index, count, intervalMs}: {readonly index: number; readonly count: number; readonly intervalMs: number}): number => {
	if (count <= 1) {
		return dueAt;
	}

	const offsetMs = Math.floor(intervalMs * index / count);
	return (Math.round((dueAt - offsetMs) / intervalMs) * intervalMs) + offsetMs;
};

// For the keys that change the interval.
const steps: readonly number[] = [1, 2, 3, 5, 10, 15, 20, 30, 60, 120, 300, 600].map(seconds => seconds * 1000);

export const slowerInterval = (intervalMs: number): number => steps.find(step => step > intervalMs) ?? intervalMs;

export const fasterInterval = (intervalMs: number): number => steps.findLast(step => step < intervalMs) ?? intervalMs;
