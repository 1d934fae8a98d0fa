import {type Clock} from '../../imports/polling/clock.ts';
import {type DetailsPlan, type DetailsReport} from '../../imports/details.ts';
import {type Source} from '../../imports/polling/poll.ts';

export type DetailsRunner = {
	readonly follow: (plan: DetailsPlan) => void;
};

// Kept low, because other tools share the account's request limits.
const maxConcurrent = 4;

const secondMs = 1000;

/**
Requests the details of the imports of a round, a few at a time, up to the plan's limit per second. A new round replaces the requests that have not started. A plan without keys aborts those that have.
*/
export const createDetailsRunner = ({ask, clock, report}: {
	readonly ask: Source['askDetails'];
	readonly clock: Clock;
	readonly report: (report: DetailsReport) => void;
}): DetailsRunner => {
	let round = 0;
	let queue: readonly string[] = [];
	let callsPerSecond = 1;
	let abort = new AbortController();
	let cancelTimer: (() => void) | undefined;
	const inFlight = new Set<string>();
	let wakeAt: number | undefined;
	let cancelWake: (() => void) | undefined;
	let startTimes: readonly number[] = [];

	const request = async (key: string): Promise<void> => {
		const {signal} = abort;
		inFlight.add(key);

		try {
			const answer = await ask(key, signal);

			if (!signal.aborted) {
				report({
					type: 'detailsAnswered', key, at: clock.now(), answer,
				});
			}
		} catch (error: unknown) {
			if (!signal.aborted) {
				throw error;
			}
		} finally {
			inFlight.delete(key);
			startRequests();
		}
	};

	// At the limit, schedules the next requests for a second later.
	const isAtRateLimit = (): boolean => {
		const now = clock.now();
		startTimes = startTimes.filter(at => Math.abs(now - at) < secondMs);

		if (startTimes.length < callsPerSecond) {
			return false;
		}

		cancelTimer ??= clock.after(secondMs, () => {
			cancelTimer = undefined;
			startRequests();
		});
		return true;
	};

	const startRequests = (): void => {
		while (queue.length > 0 && inFlight.size < maxConcurrent && !isAtRateLimit()) {
			const [key, ...rest] = queue;
			queue = rest;

			if (key === undefined || inFlight.has(key)) {
				continue;
			}

			startTimes = [...startTimes, clock.now()];
			void request(key);
		}
	};

	const followWake = (at: number | undefined): void => {
		if (at === wakeAt) {
			return;
		}

		cancelWake?.();
		wakeAt = at;
		cancelWake = at === undefined
			? undefined
			: clock.after(Math.max(0, at - clock.now()), () => {
				wakeAt = undefined;
				report({type: 'detailsDue', at: clock.now()});
			});
	};

	return {
		follow(plan) {
			followWake(plan.wakeAt);

			if (plan.keys.length === 0) {
				queue = [];
				cancelTimer?.();
				cancelTimer = undefined;

				if (inFlight.size > 0) {
					abort.abort();
					abort = new AbortController();
				}
			}

			if (plan.round === round) {
				return;
			}

			({round, callsPerSecond} = plan);
			queue = plan.keys.filter(key => !inFlight.has(key));
			startRequests();
		},
	};
};
