import {Buffer} from 'node:buffer';
import {
	describe,
	expect,
	test,
	vi,
} from 'vitest';
import {putImport} from '../../source/simulator/fleet.ts';
import {type WireTask} from '../../source/simulator/planned-import.ts';
import {type Simulator} from '../../source/simulator/server.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {serve, setStatuses, watch} from './program.ts';
import {key, type Terminal} from './terminal.ts';

const loading = (progressPercentage: number, fields: Partial<WireTask> = {}): WireTask => ({
	...importTask(),
	attemptNumber: 1,
	importTaskDetails: {
		status: 'IN_PROGRESS', startTime: 1_700_000_000, timeElapsedSeconds: 90, progressPercentage, errorCount: 0, statementCount: 1_234_567, dictionaryEntryCount: 56,
	},
	...fields,
});

const open = (simulator: Simulator, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Terminal =>
	watch(simulator, args, {columns: 140, rows: 40, env});

describe('an import that is loading', () => {
	test('shows its progress and elapsed time, and updates them', async () => {
		const simulator = await serve([loading(40)]);
		const terminal = open(simulator);
		await terminal.waitForText(/◕ importing +━.* 40% +1m 30s/v);
		simulator.update(fleet => putImport(fleet, loading(76)));
		await terminal.waitForText(/◕ importing +━.* 76%/v);
	});

	test('shows a decreasing time left once the rate is steady', async () => {
		let percentage = 10;
		const simulator: Simulator = await serve([loading(percentage)], ({operation}) => {
			if (operation !== 'list') {
				return;
			}

			percentage = Math.min(99, percentage + 2);
			simulator.update(fleet => putImport(fleet, loading(percentage)));
		});
		const terminal = open(simulator);
		await terminal.waitForText(/~\d+ s /v, 40_000);
		const [, first] = /~(?<left>\d+) s /v.exec(terminal.screen()) ?? [];
		await terminal.waitFor(screen => Number(/~(?<left>\d+) s /v.exec(screen)?.groups?.['left'] ?? Infinity) < Number(first), 'a lower estimate');
	});

	test('shows the fields of GetImportTask in the details, with grouped digits', async () => {
		const terminal = open(await serve([loading(40)]));
		await terminal.waitForText(/ 40%/v);
		terminal.press('d');
		await terminal.waitForText(/statements +1,234,567/v);
		expect(terminal.screen()).toMatch(/running for +1m 30s/v);
		expect(terminal.screen()).toMatch(/started +2023-11-14 22:13:20 \(reported by AWS\)/v);
	});
});

describe('an import that fails', () => {
	test('shows the reason in its row and at the top of its details', async () => {
		const simulator = await serve([loading(40)]);
		const terminal = open(simulator);
		await terminal.waitForText(/ 40%/v);
		simulator.update(fleet => putImport(fleet, loading(40, {status: 'FAILED', statusReason: 'Line 7 is malformed.'})));
		await terminal.waitForText(/✗ failed .* Line 7 is malformed\./v);
		terminal.press(key.enter);
		await terminal.waitForText(/Failure\n reason +Line 7 is malformed\./v);
		expect(terminal.screen()).toContain('arn:aws:iam::123456789012:role/reader');
	});
});

describe('GetImportTask', () => {
	test('is called no more often than the budget per second, with 500 active imports', async () => {
		const simulator = await serve(Array.from({length: 500}, (_, index) => loading(40, {taskId: taskId(index)})));
		const terminal = open(simulator, ['--details', '15']);
		const calls = () => simulator.requests.filter(({operation}) => operation === 'get');
		await terminal.waitFor(() => calls().length >= 75, '75 calls for details');

		// Measured over all calls, because some take longer to arrive than others.
		const [first, last] = [calls().at(0)?.at ?? 0, calls().at(-1)?.at ?? 0];
		expect(calls().length).toBeLessThanOrEqual(15 * (Math.ceil((last - first) / 1000) + 1));
	});

	test('is not called with --details 0', async () => {
		const simulator = await serve([loading(40)]);
		const terminal = open(simulator, ['--details', '0']);
		await terminal.waitFor(() => simulator.requests.length >= 3, 'three scans');
		expect(new Set(simulator.requests.map(({operation}) => operation))).toEqual(new Set(['list', 'listGraphs']));
	});

	test('shows one note if access is denied, while the list keeps working', async () => {
		const simulator = await serve([loading(40)]);
		simulator.injectFault({
			kind: 'error', code: 'AccessDeniedException', status: 403, message: 'User x is not authorized', on: 'get',
		});
		const terminal = open(simulator);
		await terminal.waitForText('no progress: neptune-graph:GetImportTask is not allowed');
		setStatuses(simulator, 'SUCCEEDED', 1);
		await terminal.waitForText('importing → succeeded');
		expect(terminal.screen()).not.toContain('✗');
	});

	test('does not delay the list if it is slow', async () => {
		const simulator = await serve([loading(40)]);
		simulator.injectFault({kind: 'silence', on: 'get'});
		const terminal = open(simulator);
		await terminal.waitForText('[All 1]');
		setStatuses(simulator, 'SUCCEEDED', 1);
		await terminal.waitForText('importing → succeeded');
	});
});

describe('copying', () => {
	const copied = (text: string): string => `\u{1B}]52;c;${Buffer.from(text).toString('base64')}\u{7}`;

	test('sends the task ID and the AWS CLI command to the clipboard of the terminal', async () => {
		const terminal = open(await serve([loading(40)]));
		await terminal.waitForText('[All 1]');
		terminal.press('y');
		await terminal.waitForText(`Copied ${taskId(1)}`);
		expect(terminal.raw).toContain(copied(taskId(1)));
		terminal.press('Y');
		await terminal.waitForText('Commands for');
		terminal.press(key.enter);
		await terminal.waitForText('Copied (reads): aws neptune-graph get-import-task');
		expect(terminal.raw).toContain(`\u{1B}]52;c;${Buffer.from(`aws neptune-graph get-import-task --task-identifier ${taskId(1)}`).toString('base64').slice(0, 60)}`);
	});

	test('sends the text once if TMUX is empty', async () => {
		const terminal = open(await serve([loading(40)]), [], {TMUX: ''});
		await terminal.waitForText('[All 1]');
		terminal.press('y');
		await terminal.waitForText(`Copied ${taskId(1)}`);
		expect(terminal.raw).not.toContain('\u{1B}Ptmux;');
	});

	test('inside tmux sends the text to tmux and to the outer terminal', async () => {
		const terminal = open(await serve([loading(40)]), [], {TMUX: '/tmp/tmux-0/default,1,0'});
		await terminal.waitForText('[All 1]');
		terminal.press('y');
		await terminal.waitForText(`Copied ${taskId(1)}`);
		expect(terminal.raw).toContain(`${copied(taskId(1))}\u{1B}Ptmux;\u{1B}${copied(taskId(1))}\u{1B}\\`);
	});
});

test('links to the AWS console in the details', async () => {
	const terminal = open(await serve([loading(40)]));
	await terminal.waitForText('[All 1]');
	terminal.press('d');
	await terminal.waitForText(/console +https:\/\/console\.aws\.amazon\.com/v);
	expect(terminal.raw).toMatch(/\u{1B}\]8;;https:\/\/console\.aws\.amazon\.com\/neptune\/home\?region=us-east-1/v);
});

test('asks to open the AWS console if it can\'t open a browser', async () => {
	const terminal = open(await serve([loading(40)]));
	await terminal.waitForText('[All 1]');
	terminal.press('o');
	await terminal.waitForText('Open https://console.aws.amazon.com/neptune/home?region=us-east-1');
});

describe('cancelling', () => {
	const writes = ({requests}: Simulator) => requests.filter(({method}) => method !== 'GET');

	test('without --allow-cancel explains the flag and sends no write request', async () => {
		const simulator = await serve([loading(40)]);
		const terminal = open(simulator);
		await terminal.waitForText('[All 1]');
		terminal.press('x');
		await terminal.waitForText('start with --allow-cancel');
		terminal.press(...'0001', key.enter, 'r');
		const scans = simulator.requests.length;
		await vi.waitFor(() => {
			expect(simulator.requests.length).toBeGreaterThan(scans + 2);
		}, 20_000);
		expect(writes(simulator)).toEqual([]);
	});

	test('sends the request after the user types the end of the ID', async () => {
		const simulator = await serve([loading(40)]);
		const terminal = open(simulator, ['--allow-cancel']);
		await terminal.waitForText(/ 40%/v);
		terminal.press('x');
		await terminal.waitForText(`Cancel ${taskId(1)} (graph g-0000000001, importing 40%)?`);
		await terminal.waitForText(/\? Type 0001:\s[\s\S]*Enter confirm {2}Esc back/v);
		terminal.press(...'0001', key.enter);
		await terminal.waitForText('importing → cancelling');
		expect(writes(simulator).map(({method, path}) => `${method} ${path}`)).toEqual([`DELETE /importtasks/${taskId(1)}`]);
	});

	test('sends no request if the typed characters don\'t match', async () => {
		const simulator = await serve([loading(40)]);
		const terminal = open(simulator, ['--allow-cancel']);
		await terminal.waitForText('[All 1]');
		terminal.press('x', ...'0002', key.enter);
		await terminal.waitForText('Not cancelled: the characters don\'t match');
		expect(writes(simulator)).toEqual([]);
	});

	test('explains why AWS rejected it', async () => {
		const simulator = await serve([loading(40)]);
		simulator.injectFault({
			kind: 'error', code: 'ConflictException', status: 409, message: 'It is over', on: 'cancel',
		});
		const terminal = open(simulator, ['--allow-cancel']);
		await terminal.waitForText('[All 1]');
		terminal.press('x', ...'0001', key.enter);
		await terminal.waitForText('not cancelled: AWS rejected the request. The import may have finished already.');
	});
});
