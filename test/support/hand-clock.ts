import {type Clock} from '../../source/imports/polling/clock.ts';

/**
A clock that a test advances.
*/
export type HandClock = Clock & {
	/**
	Advances the clock and runs the timers that are due, in order.
	*/
	readonly pass: (durationMs: number) => void;

	/**
	Changes the time without advancing timers, as when the machine sleeps or the user sets the clock.
	*/
	readonly jump: (byMs: number) => void;

	/**
	The number of pending timers.
	*/
	readonly waiting: () => number;
};

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
