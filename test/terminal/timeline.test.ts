import {expect, test} from 'vitest';
import {importTasks} from '../support/tasks.ts';
import {temporaryFolder} from '../support/temporary-files.ts';
import {
	quit,
	runProgram,
	serve,
	setStatuses,
	watch,
} from './program.ts';

const args = ['--no-title', '--notify', 'none', '--interval', '1'];

test('T draws what earlier runs and this one observed, and history --timeline prints it', async () => {
	const simulator = await serve(importTasks(3));
	const home = temporaryFolder();
	const first = watch(simulator, args, {home});
	await first.waitForText('[All 3]');
	setStatuses(simulator, 'SUCCEEDED', 1);
	await first.waitForText(/Succeeded 1/v);
	await quit(first);

	const second = watch(simulator, args, {home});
	await second.waitForText('[All 3]');
	second.press('T');
	await second.waitForText(/Timeline {2}last 15 min/v);
	await second.waitFor(screen => screen.includes('▸ t-000000000') && screen.includes('t-0000000001'), 'the imports');
	second.press('-');
	await second.waitForText('last 30 min');
	second.press('T');
	await second.waitForText('[All 3]');
	await quit(second);

	const {stdout, status} = runProgram(['history', '--timeline', '--since', '15m', '--width', '80'], {env: {HOME: home, LANG: 'C.UTF-8'}});
	expect(status).toBe(0);
	expect(stdout).toMatch(/^ Timeline {2}last 15 min/v);
	expect(stdout.split('\n').filter(line => line.includes('t-000000000'))).toHaveLength(3);
	expect(stdout.split('\n').every(line => line.length <= 80)).toBe(true);
});
