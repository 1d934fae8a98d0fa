import {spawnSync} from 'node:child_process';
import process from 'node:process';
import {expect, test} from 'vitest';
import {heapFlag} from '../../source/runtime/watching.ts';

// An unknown flag would print an error on the screen.
test('V8 accepts the heap flag', () => {
	expect(spawnSync(process.execPath, [heapFlag, '--eval', '0'], {encoding: 'utf8'})).toMatchObject({status: 0, stderr: ''});
});
