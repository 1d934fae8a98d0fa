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

	if (lastChangeAt !== undefined && at < lastChangeAt + changedForMs) {
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
