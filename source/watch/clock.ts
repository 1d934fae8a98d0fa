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
		const timer = setTimeout(callback, Math.min(Math.max(0, delayMs), maxDelayMs));
		return () => {
			clearTimeout(timer);
		};
	},
};
