import {type Clock} from '../../source/watch/clock.ts';

/**
A clock that a test moves by hand.
*/
export type HandClock = Clock & {
	/**
	Lets so many milliseconds pass, and calls back whatever falls due, in order.
	*/
	readonly pass: (durationMs: number) => void;

	/**
	How many callbacks are waited for.
	*/
	readonly waiting: () => number;
};

/**
A clock that stands at the given epoch milliseconds until it is moved.
*/
export const createHandClock = (startAt: number): HandClock => {
	let now = startAt;
	const timers = new Set<{readonly at: number; readonly callback: () => void}>();

	return {
		now: () => now,
		after(delayMs, callback) {
			const timer = {at: now + Math.max(0, delayMs), callback};
			timers.add(timer);
			return () => {
				timers.delete(timer);
			};
		},
		pass(durationMs) {
			const end = now + durationMs;

			for (;;) {
				const [due] = [...timers].filter(({at}) => at <= end).toSorted((one, other) => one.at - other.at);

				if (due === undefined) {
					break;
				}

				timers.delete(due);
				now = due.at;
				due.callback();
			}

			now = end;
		},
		waiting: () => timers.size,
	};
};
