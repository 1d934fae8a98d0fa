import {Buffer} from 'node:buffer';
import {
	afterEach,
	describe,
	expect,
	test,
	vi,
} from 'vitest';
import {putImport, setStatus, stillFleet} from '../../source/simulator/fleet.ts';
import {startSimulator, type Simulator} from '../../source/simulator/server.ts';
import {type WireTask} from '../../source/simulator/planned-import.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {key, openTerminal, type Terminal} from './terminal.ts';

const open: Array<{readonly close: () => Promise<void>}> = [];

afterEach(async () => {
	await Promise.all(open.splice(0).map(async one => one.close()));
});

const loading = (progressPercentage: number, fields: Partial<WireTask> = {}): WireTask => ({
	...importTask(),
	attemptNumber: 1,
	importTaskDetails: {
		status: 'IN_PROGRESS', startTime: 1_700_000_000, timeElapsedSeconds: 90, progressPercentage, errorCount: 0, statementCount: 1_234_567, dictionaryEntryCount: 56,
	},
	...fields,
});

const serve = async (tasks: readonly WireTask[]): Promise<Simulator> => {
	const simulator = await startSimulator({fleet: stillFleet(tasks)});
	open.push(simulator);
	return simulator;
};

const watch = (simulator: Simulator, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Terminal => {
	const terminal = openTerminal({
		args: ['--endpoint-url', simulator.url, '--interval', '1', ...args],
		columns: 140,
		rows: 40,
		env: {
			AWS_ACCESS_KEY_ID: 'made-up', AWS_SECRET_ACCESS_KEY: 'made-up', AWS_REGION: 'us-east-1', ...env,
		},
	});
	open.push(terminal);
	return terminal;
};

describe('an import that is loading', () => {
	test('shows its progress, which moves, and how long it has run', async () => {
		const simulator = await serve([loading(40)]);
		const terminal = watch(simulator);
		await terminal.waitForText(/◐ importing +█.* 40% +1m 30s/v);
		simulator.update(fleet => putImport(fleet, loading(76)));
		await terminal.waitForText(/◐ importing +█.* 76%/v);
	});

	test('shows how long is left when a steady rate has been seen, and the estimate comes down', async () => {
		let percentage = 10;
		const simulator = await startSimulator({
			fleet: stillFleet([loading(percentage)]),
			onRequest({operation}) {
				if (operation !== 'list') {
					return;
				}

				percentage = Math.min(99, percentage + 2);
				simulator.update(fleet => putImport(fleet, loading(percentage)));
			},
		});
		open.push(simulator);
		const terminal = watch(simulator);
		await terminal.waitForText(/~ \d+ s left/v, 40_000);
		const [, first] = /~ (?<left>\d+) s left/v.exec(terminal.screen()) ?? [];
		await terminal.waitFor(screen => Number(/~ (?<left>\d+) s left/v.exec(screen)?.groups?.['left'] ?? Infinity) < Number(first), 'an estimate that came down');
	});

	test('shows all that the service says of it in the details, with numbers grouped', async () => {
		const terminal = watch(await serve([loading(40)]));
		await terminal.waitForText(/ 40%/v);
		terminal.press('d');
		await terminal.waitForText(/statements +1,234,567/v);
		expect(terminal.screen()).toMatch(/running for +1m 30s/v);
		expect(terminal.screen()).toMatch(/began +2023-11-14 22:13:20, as the service says/v);
	});
});

describe('an import that fails', () => {
	test('says why in its row, and first of all in its details', async () => {
		const simulator = await serve([loading(40)]);
		const terminal = watch(simulator);
		await terminal.waitForText(/ 40%/v);
		simulator.update(fleet => putImport(fleet, loading(40, {status: 'FAILED', statusReason: 'Line 7 is malformed.'})));
		await terminal.waitForText(/✖ failed +from importing: Line 7 is malformed\./v);
		terminal.press(key.enter);
		await terminal.waitForText(/Why\n reason +Line 7 is malformed\./v);
		expect(terminal.screen()).toContain('arn:aws:iam::123456789012:role/reader');
	});
});

describe('asking for details', () => {
	test('is polite: with 500 imports under way, no more calls than the budget for each second', async () => {
		const simulator = await serve(Array.from({length: 500}, (_, index) => loading(40, {taskId: taskId(index)})));
		const terminal = watch(simulator, ['--details', '15']);
		const calls = () => simulator.requests.filter(({operation}) => operation === 'get');
		await terminal.waitFor(() => calls().length >= 75, '75 calls for details');

		// Over all, since some may have been under way for longer than others.
		const [first, last] = [calls().at(0)?.at ?? 0, calls().at(-1)?.at ?? 0];
		expect(calls().length).toBeLessThanOrEqual(15 * (Math.ceil((last - first) / 1000) + 1));
	});

	test('may be turned off', async () => {
		const simulator = await serve([loading(40)]);
		const terminal = watch(simulator, ['--details', '0']);
		await terminal.waitFor(() => simulator.requests.length >= 3, 'three scans');
		expect(new Set(simulator.requests.map(({operation}) => operation))).toEqual(new Set(['list']));
	});

	test('that is not allowed is said in one quiet note, and all else works', async () => {
		const simulator = await serve([loading(40)]);
		simulator.injectFault({
			kind: 'error', code: 'AccessDeniedException', status: 403, message: 'User x is not authorized', on: 'get',
		});
		const terminal = watch(simulator);
		await terminal.waitForText('no progress: neptune-graph:GetImportTask is not allowed');
		simulator.update((fleet, at) => setStatus(fleet, taskId(1), 'SUCCEEDED', at));
		await terminal.waitForText('importing → succeeded');
		expect(terminal.screen()).not.toContain('✖');
	});

	test('that is slow never delays the list', async () => {
		const simulator = await serve([loading(40)]);
		simulator.injectFault({kind: 'silence', on: 'get'});
		const terminal = watch(simulator);
		await terminal.waitForText('1 import]');
		simulator.update((fleet, at) => setStatus(fleet, taskId(1), 'SUCCEEDED', at));
		await terminal.waitForText('importing → succeeded');
	});
});

describe('copying', () => {
	const copied = (text: string): string => `\u{1B}]52;c;${Buffer.from(text).toString('base64')}\u{7}`;

	test('of the task id and of the command goes through the terminal', async () => {
		const terminal = watch(await serve([loading(40)]));
		await terminal.waitForText('1 import]');
		terminal.press('y');
		await terminal.waitForText(`Copied ${taskId(1)}`);
		expect(terminal.raw).toContain(copied(taskId(1)));
		terminal.press('Y');
		await terminal.waitForText('Copied aws neptune-graph get-import-task');
		expect(terminal.raw).toContain(`\u{1B}]52;c;${Buffer.from(`aws neptune-graph get-import-task --task-identifier ${taskId(1)}`).toString('base64').slice(0, 60)}`);
	});

	test('inside tmux goes to tmux and through it', async () => {
		const terminal = watch(await serve([loading(40)]), [], {TMUX: '/tmp/tmux-0/default,1,0'});
		await terminal.waitForText('1 import]');
		terminal.press('y');
		await terminal.waitForText(`Copied ${taskId(1)}`);
		expect(terminal.raw).toContain(`${copied(taskId(1))}\u{1B}Ptmux;\u{1B}${copied(taskId(1))}\u{1B}\\`);
	});
});

test('the details lead to the console by a hyperlink', async () => {
	const terminal = watch(await serve([loading(40)]));
	await terminal.waitForText('1 import]');
	terminal.press('d');
	await terminal.waitForText(/console +https:\/\/console\.aws\.amazon\.com/v);
	expect(terminal.raw).toMatch(/\u{1B}\]8;;https:\/\/console\.aws\.amazon\.com\/neptune\/home\?region=us-east-1/v);
});

test('where no browser can be opened, the address of the console is shown', async () => {
	const terminal = watch(await serve([loading(40)]));
	await terminal.waitForText('1 import]');
	terminal.press('o');
	await terminal.waitForText('https://console.aws.amazon.com/neptune/home?region=us-east-1');
});

describe('cancelling', () => {
	const writes = ({requests}: Simulator) => requests.filter(({method}) => method !== 'GET');

	test('without the flag says how to allow it, and nothing is written', async () => {
		const simulator = await serve([loading(40)]);
		const terminal = watch(simulator);
		await terminal.waitForText('1 import]');
		terminal.press('x');
		await terminal.waitForText('start with --allow-cancel');
		terminal.press(...'0001', key.enter, 'r');
		const scans = simulator.requests.length;
		await vi.waitFor(() => {
			expect(simulator.requests.length).toBeGreaterThan(scans + 2);
		}, 20_000);
		expect(writes(simulator)).toEqual([]);
	});

	test('goes through when the end of the id was typed; the row says that it was asked', async () => {
		const simulator = await serve([loading(40)]);
		const terminal = watch(simulator, ['--allow-cancel']);
		await terminal.waitForText(/ 40%/v);
		terminal.press('x');
		await terminal.waitForText(`Cancel ${taskId(1)} of graph g-0000000001, importing 40 %?`);
		terminal.press(...'0001', key.enter);
		await terminal.waitForText('importing → cancelling');
		expect(writes(simulator).map(({method, path}) => `${method} ${path}`)).toEqual([`DELETE /importtasks/${taskId(1)}`]);
	});

	test('does not go through when something else was typed', async () => {
		const simulator = await serve([loading(40)]);
		const terminal = watch(simulator, ['--allow-cancel']);
		await terminal.waitForText('1 import]');
		terminal.press('x', ...'0002', key.enter);
		await terminal.waitForText('Not cancelled: the characters don\'t match');
		expect(writes(simulator)).toEqual([]);
	});

	test('that the service refuses is said in words', async () => {
		const simulator = await serve([loading(40)]);
		simulator.injectFault({
			kind: 'error', code: 'ConflictException', status: 409, message: 'It is over', on: 'cancel',
		});
		const terminal = watch(simulator, ['--allow-cancel']);
		await terminal.waitForText('1 import]');
		terminal.press('x', ...'0001', key.enter);
		await terminal.waitForText('not cancelled: AWS rejected the request. The import may have finished already.');
	});
});
