/**
Injected, so that tests control the time. `now` returns epoch milliseconds.
*/
export type Clock = {
	readonly now: () => number;

	/**
	Calls back once after the delay. Returns a function that cancels the timer.
	*/
	readonly after: (delayMs: number, callback: () => void) => () => void;
};
