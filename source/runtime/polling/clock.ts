/**
Time, as the watcher has it: what it is, and being called when some of it has passed. Tests bring their own.
*/
export type Clock = {
	/**
	In epoch milliseconds.
	*/
	readonly now: () => number;

	/**
	Calls back once after so many milliseconds; gives back how to call it off.
	*/
	readonly after: (delayMs: number, callback: () => void) => () => void;
};

/*
What a timer of Node can hold; a longer one would fire at once.
*/
const maxDelayMs = (2 ** 31) - 1;

/**
The clock of the machine.
*/
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
