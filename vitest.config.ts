import process from 'node:process';
import {defineConfig} from 'vitest/config';
import {type Reporter} from 'vitest/node';

/*
Ends a run with one line that is easy to read by machine: `12 passed, 0 failed`. A file that can't be run counts as a failure, and so does an error outside of any test.
*/
const tally: Reporter = {
	onTestRunEnd(modules, unhandledErrors) {
		const tests = modules.flatMap(module => [...module.children.allTests()]);
		const passed = tests.filter(test => test.result().state === 'passed');
		const failed = tests.filter(test => test.result().state === 'failed');
		const broken = modules.filter(module => module.errors().length > 0);
		process.stdout.write(`${passed.length} passed, ${failed.length + broken.length + unhandledErrors.length} failed\n`);
	},
};

const terminalTests = 'test/terminal/**/*.test.ts';

export default defineConfig({
	test: {
		environment: 'node',
		setupFiles: 'test/set-up-environment.ts',

		// A process for each file: the environment and the time zone belong to a process.
		pool: 'forks',
		maxWorkers: 2,

		// How long anything takes is no test's business, and a machine that others share may be slow.
		testTimeout: 20_000,
		hookTimeout: 60_000,
		reporters: ['default', tally],
		projects: [
			{
				extends: true,
				test: {
					name: 'code',
					include: ['test/**/*.test.{ts,tsx}'],
					exclude: [terminalTests],
				},
			},
			{
				extends: true,
				test: {
					name: 'program',
					include: [terminalTests],
					testTimeout: 60_000,

					// After the others, so that the programs that it starts have the machine to themselves.
					sequence: {groupOrder: 1},
				},
			},
		],
	},
});
