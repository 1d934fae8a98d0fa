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
	Runs an action, alone among all processes that do this with the same file, and throws what it throws. The action is told where that can't be had in time, or at all, and has to get along with others.
	*/
	readonly run: <Result>(action: (isAlone: boolean) => Result) => Result;
};

/*
The lock of a process that was killed is broken after this time; nobody holds one for nearly as long.
*/
const staleMs = 2000;

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
The lock of a file: a folder beside it. Waits at most so many milliseconds for others, and does not wait again until it has had the lock once more: what holds a lock for that long has most likely been killed.
*/
export const createHistoryLock = (file: string, waitMs: number): HistoryLock => {
	let isAbandoned = false;

	const acquire = (): (() => void) | undefined => {
		const giveUpAt = performance.now() + (isAbandoned ? 0 : waitMs);

		for (;;) {
			const {unlock, isHeld} = tryLock(file);

			if (!isHeld || performance.now() >= giveUpAt) {
				isAbandoned = isHeld;
				return unlock;
			}

			pause(pauseMs);
		}
	};

	return {
		run(action) {
			const unlock = acquire();

			try {
				return action(unlock !== undefined);
			} finally {
				if (unlock !== undefined) {
					release(unlock);
				}
			}
		},
	};
};
