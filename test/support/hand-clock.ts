import {type Clock} from '../../source/runtime/polling/clock.ts';

/**
A clock that a test moves by hand.
*/
export type HandClock = Clock & {
	/**
	Lets so many milliseconds pass, and calls back whatever falls due, in order.
	*/
	readonly pass: (durationMs: number) => void;

	/**
	Sets the clock forward, or back where it is negative, while the timers stand still: as when the machine sleeps, or somebody sets it.
	*/
	readonly jump: (byMs: number) => void;

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
	let jumpedMs = 0;
	const timers = new Set<{readonly at: number; readonly callback: () => void}>();

	return {
		now: () => now + jumpedMs,
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
		jump(byMs) {
			jumpedMs += byMs;
		},
		waiting: () => timers.size,
	};
};
