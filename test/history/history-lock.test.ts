import {existsSync, mkdirSync, rmdirSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {createHistoryLock} from '../../source/history/history-lock.ts';
import {temporaryFolder} from './temporary-folder.ts';

const file = (): string => path.join(temporaryFolder(), 'default.us-east-1.ndjson');

test('who has the lock is alone, and the next one has it after that', () => {
	const name = file();
	const [one, other] = [createHistoryLock(name, 0), createHistoryLock(name, 0)];
	expect(one.run(isAlone => [isAlone(), other.run(isOtherAlone => isOtherAlone())])).toEqual([true, false]);
	expect(other.run(isAlone => isAlone())).toBe(true);
});

test('who has held it for too long is not sure to be alone, and does not let go of what another has taken', () => {
	const name = file();
	let now = 0;
	const lock = createHistoryLock(name, 0, () => now);

	const wasAlone = lock.run(isAlone => {
		now += 60_000;

		// Another one has broken it, and has one of its own.
		rmdirSync(`${name}.lock`);
		mkdirSync(`${name}.lock`);
		return isAlone();
	});

	expect(wasAlone).toBe(false);
	expect(existsSync(`${name}.lock`)).toBe(true);
});
