import {type Clock} from '../watch/clock.ts';

/**
Waiting by a clock, until it is closed: after that nothing that is waited for comes any more.
*/
export type Waiting = {
	/**
	Resolves when a time has come, in epoch milliseconds; at once where it has. Rejects only where `signal` is aborted, with its reason.
	*/
	readonly until: (at: number, signal: AbortSignal) => Promise<void>;

	/**
	Rejects when `signal` is aborted, with its reason.
	*/
	readonly forever: (signal: AbortSignal) => Promise<never>;
	readonly close: () => void;
};

/*
A timer stands still while the machine sleeps, so a long wait looks at the clock as often as this.
*/
const longestStepMs = 30_000;

/**
Waiting by this clock.
*/
export const createWaiting = (clock: Clock): Waiting => {
	const callOffs = new Set<() => void>();
	let isClosed = false;

	/*
	Calls back at a time, later than this call; gives back how to call it off.
	*/
	const callAt = (at: number, callback: () => void): (() => void) => {
		let callOffStep: () => void;
		const callOff = (): void => {
			callOffStep();
			callOffs.delete(callOff);
		};

		const step = (): void => {
			const leftMs = at - clock.now();

			if (leftMs > 0) {
				callOffStep = clock.after(Math.min(leftMs, longestStepMs), step);
			} else {
				callOffs.delete(callOff);
				callback();
			}
		};

		callOffStep = clock.after(Math.min(at - clock.now(), longestStepMs), step);
		callOffs.add(callOff);
		return callOff;
	};

	const forever = async (signal: AbortSignal): Promise<never> => {
		signal.throwIfAborted();
		const {promise, reject} = Promise.withResolvers<never>();
		signal.addEventListener('abort', () => {
			reject(signal.reason);
		}, {once: true});
		return promise;
	};

	return {
		async until(at, signal) {
			signal.throwIfAborted();

			if (isClosed) {
				return forever(signal);
			}

			if (at <= clock.now()) {
				return;
			}

			const {promise, resolve, reject} = Promise.withResolvers<undefined>();
			const callOff = callAt(at, () => {
				resolve(undefined);
			});
			const onAbort = (): void => {
				callOff();
				reject(signal.reason);
			};

			signal.addEventListener('abort', onAbort, {once: true});
			await promise;
			signal.removeEventListener('abort', onAbort);
		},
		forever,
		close() {
			isClosed = true;

			for (const callOff of callOffs) {
				callOff();
			}
		},
	};
};
