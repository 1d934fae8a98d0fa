import {type Clock} from './clock.ts';

/**
A clock that begins at `startAt` (epoch milliseconds) and runs `speed` times as fast as another one. Never calls back early.
*/
export const createScaledClock = (clock: Clock, {startAt, speed}: {
	readonly startAt: number;

	/**
	Greater than 0.
	*/
	readonly speed: number;
}): Clock => {
	const origin = clock.now();

	return {
		now: () => startAt + Math.floor((clock.now() - origin) * speed),
		after: (delayMs, callback) => clock.after(Math.ceil(delayMs / speed), callback),
	};
};
