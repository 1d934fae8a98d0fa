import {
	mkdirSync,
	realpathSync,
	rmdirSync,
	statSync,
	utimesSync,
} from 'node:fs';
import {lockSync} from 'proper-lockfile';
import {pause} from './pause.ts';
import {errorCode} from './trouble.ts';

/**
Lets one process at a time write to a file.
*/
export type HistoryLock = {
	/**
	Runs an action, alone among all processes that do this with the same file, and throws what it throws. The action can ask at any moment whether it is alone still: where that could not be had in time, or at all, or has taken so long that others may not believe it any more, it has to get along with them.
	*/
	readonly run: <Result>(action: (isAlone: () => boolean) => Result) => Result;
};

/*
The lock of a process that was killed is broken after this time; nobody holds one for nearly as long.
*/
const staleMs = 10_000;

/*
For as long as this a lock is sure, however long the disk or the machine takes: others don't break it for as long again.
*/
const sureMs = staleMs / 2;

const pauseMs = 2;

const options = {
	stale: staleMs,
	realpath: false,
	fs: {
		mkdirSync, realpathSync, rmdirSync, statSync, utimesSync,
	},

	// A lock that was lost while the process was stopped is found out about by looking at the file.
	onCompromised() {}, // eslint-disable-line @typescript-eslint/no-empty-function
};

/*
Undefined where another has it, or it can't be made.
*/
const tryLock = (file: string): {readonly unlock: (() => void) | undefined; readonly isHeld: boolean} => {
	try {
		return {unlock: lockSync(file, options), isHeld: false};
	} catch (error: unknown) {
		return {unlock: undefined, isHeld: errorCode(error) === 'ELOCKED'};
	}
};

const release = (unlock: () => void): void => {
	try {
		unlock();
	} catch {
		// It is gone already, which is all that was wanted.
	}
};

/**
The lock of a file: a folder beside it. Waits at most so many milliseconds for others, and does not wait again until it has had the lock once more: what holds a lock for that long has most likely been killed. `now` gives milliseconds, from whenever.
*/
export const createHistoryLock = (file: string, waitMs: number, now: () => number = () => performance.now()): HistoryLock => {
	let isAbandoned = false;

	const acquire = (): (() => void) | undefined => {
		const giveUpAt = now() + (isAbandoned ? 0 : waitMs);

		for (;;) {
			const {unlock, isHeld} = tryLock(file);

			if (!isHeld || now() >= giveUpAt) {
				isAbandoned = isHeld;
				return unlock;
			}

			pause(pauseMs);
		}
	};

	return {
		run(action) {
			const unlock = acquire();
			const acquiredAt = now();
			const isAlone = (): boolean => unlock !== undefined && now() - acquiredAt < sureMs;

			try {
				return action(isAlone);
			} finally {
				// What may have been broken may be another's lock by now.
				if (unlock !== undefined && isAlone()) {
					release(unlock);
				}
			}
		},
	};
};
