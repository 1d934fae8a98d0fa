import {spawnSync} from 'node:child_process';
import process from 'node:process';
import {expect, test} from 'vitest';
import {heapFlags} from '../../source/modes/small-heap.ts';

// At run time, the engine would say so on the screen.
test.each(heapFlags)('the engine knows %s', flag => {
	expect(spawnSync(process.execPath, [flag, '--eval', '0'], {encoding: 'utf8'})).toMatchObject({status: 0, stderr: ''});
});
