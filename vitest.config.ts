import process from 'node:process';
import {defineConfig} from 'vitest/config';
import {type Reporter} from 'vitest/node';

/*
Ends a run with a machine-readable line: `12 passed, 0 failed`. A file that can't run and an error outside of tests count as failures.
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

// Tests that start other programs (the built one, npm, the linter) or run for many seconds.
const programTests = [
	'test/terminal/**/*.test.ts',
	'test/faults.test.ts',
	'test/history/processes.test.ts',
	'test/import-rules.test.ts',
	'test/notify/change-command.test.ts',
	'test/recording/recording.test.ts',
	'test/simulator/aws-cli.test.ts',
	'test/simulator/main.test.ts',
	'test/soak.test.ts',
];

export default defineConfig({
	test: {
		environment: 'node',
		setupFiles: 'test/set-up-environment.ts',

		// Tests change the environment and the time zone of their process.
		pool: 'forks',

		// Loads each module once per worker. The setup file resets the environment before each file.
		isolate: false,

		// Catches only tests that hang, because a shared machine may be slow.
		testTimeout: 120_000,
		hookTimeout: 120_000,
		reporters: [['default', {summary: false}], tally],
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					include: ['test/**/*.test.{ts,tsx}'],
					exclude: programTests,
					maxWorkers: 2,
				},
			},
			{
				extends: true,
				test: {
					name: 'program',
					include: programTests,
					globalSetup: 'test/terminal/build-program.ts',

					// These tests mostly wait for the next poll of a program, so more of them run in parallel than there are cores.
					maxWorkers: 6,
					sequence: {groupOrder: 1},
				},
			},
		],
	},
});
