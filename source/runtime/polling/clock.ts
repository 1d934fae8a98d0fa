import {type Clock} from '../../imports/clock.ts';

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

/**
Returns a clock that starts at `startAt` (epoch milliseconds) and runs `speed` times as fast as another one. Never calls back early. `speed` must be positive.
*/
export const createScaledClock = (clock: Clock, {startAt, speed}: {
	readonly startAt: number;
	readonly speed: number;
}): Clock => {
	const origin = clock.now();

	return {
		now: () => startAt + Math.floor((clock.now() - origin) * speed),
		after: (delayMs, callback) => clock.after(Math.ceil(delayMs / speed), callback),
	};
};
