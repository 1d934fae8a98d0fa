import {type Clock} from '../../imports/polling/clock.ts';

// The maximum for a Node timer. With a longer delay, it would fire at once.
const maxDelayMs = (2 ** 31) - 1;

export const systemClock: Clock = {
	now: () => Date.now(),
	after(delayMs, callback) {
		let timer: NodeJS.Timeout;

		const wait = (remainingMs: number): void => {
			const stepMs = Math.min(remainingMs, maxDelayMs);
			timer = setTimeout(() => {
				if (remainingMs > stepMs) {
					wait(remainingMs - stepMs);
				} else {
					callback();
				}
			}, stepMs);
		};

		wait(Math.max(0, delayMs));
		return () => {
			clearTimeout(timer);
		};
	},
};

type Timer = {readonly at: number; readonly callback: () => void};

/**
Returns a clock that starts at `startAt` (epoch milliseconds) and runs `speed` times as fast as another one. Never calls back early. `speed` must be positive.

It starts with its first timer, and stands still at a timer until its callback, and the promises that it resolves, have run. So even at a high speed, everything happens at its exact time, and in order.
*/
export const createScaledClock = (clock: Clock, {startAt, speed}: {
	readonly startAt: number;
	readonly speed: number;
}): Clock => {
	const timers = new Set<Timer>();
	let origin: number | undefined;
	let heldAt: number | undefined;
	let cancelNext = () => {}; // eslint-disable-line @typescript-eslint/no-empty-function -- No timer is set yet.

	const scaledNow = (): number => origin === undefined ? startAt : startAt + Math.floor((clock.now() - origin) * speed);
	const nextTimer = (): Timer | undefined => [...timers].toSorted((one, other) => one.at - other.at)[0];

	const holdAt = (at: number): void => {
		heldAt = at;
		clock.after(0, () => {
			heldAt = undefined;
			setTimer();
		});
	};

	const setTimer = (): void => {
		cancelNext();
		const next = nextTimer();

		if (next === undefined || heldAt !== undefined) {
			return;
		}

		const delayMs = Math.ceil((next.at - scaledNow()) / speed);
		cancelNext = clock.after(Math.max(0, delayMs), () => {
			timers.delete(next);
			holdAt(next.at);
			next.callback();
		});
	};

	const now = (): number => heldAt ?? Math.min(scaledNow(), nextTimer()?.at ?? Infinity);

	return {
		now,
		after(delayMs, callback) {
			if (origin === undefined) {
				origin = clock.now();
				holdAt(startAt);
			}

			const timer = {at: now() + Math.max(0, delayMs), callback};
			timers.add(timer);
			setTimer();
			return () => {
				timers.delete(timer);
				setTimer();
			};
		},
	};
};
