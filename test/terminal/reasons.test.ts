import {describe, expect, test} from 'vitest';
import {putImport} from '../../source/simulator/fleet.ts';
import {type Simulator} from '../../source/simulator/server.ts';
import {type WireTask} from '../../source/simulator/planned-import.ts';
import {eventsIn, tasksIn} from '../support/events.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {temporaryFolder} from '../support/temporary-files.ts';
import {serve} from './program.ts';
import {
	iso,
	reasonText,
	run,
	serveStatuses,
} from './scripts.ts';

const first = taskId(1);
const reason = {code: 'OUT_OF_MEMORY', summary: reasonText};

const callsOf = ({requests}: Simulator, operation: string): number => requests.filter(request => request.operation === operation).length;

/*
An import that fails at the third poll, whose details are these, one per request. The last ones stay.
*/
const serveDetails = async (...details: ReadonlyArray<Partial<WireTask>>): Promise<Simulator> => {
	let polls = 0;
	let asked = 0;
	const simulator: Simulator = await serve([importTask()], ({operation}) => {
		polls += Number(operation === 'list');
		const status = polls > 2 ? 'FAILED' : 'IMPORTING';
		simulator.update(fleet => putImport(fleet, {...importTask({status}), ...(operation === 'get' && details[Math.min(asked++, details.length - 1)])}));
	});
	return simulator;
};

const denied = {
	kind: 'error', code: 'AccessDeniedException', status: 403, message: 'User x is not authorized to perform neptune-graph:GetImportTask', on: 'get',
} as const;

describe('the calls of a script', () => {
	test('are one page per quiet poll, and one GetImportTask for an import that fails', async () => {
		const simulator = await serveStatuses(['IMPORTING', 'IMPORTING', 'IMPORTING', 'IMPORTING', 'FAILED', 'FAILED', 'FAILED', 'FAILED'], ['FAILED'], ['SUCCEEDED']);
		const {stdout} = await run(`watcher --json --until-done --filter task:${first}`, {simulator});
		expect(eventsIn(stdout).map(({event}) => event)).toEqual(['baseline', 'changed', 'reason', 'done']);
		expect([callsOf(simulator, 'list'), callsOf(simulator, 'get')]).toEqual([5, 1]);
	});

	test('are pages alone while nothing fails', async () => {
		const simulator = await serveStatuses(['IMPORTING', 'IMPORTING', 'IMPORTING', 'IMPORTING', 'SUCCEEDED'], ['FAILED'], ['CANCELLED']);
		await run(`watcher --json --until-done --filter task:${first}`, {simulator});
		expect([callsOf(simulator, 'list'), callsOf(simulator, 'get')]).toEqual([5, 0]);
	});
});

describe('the reason of a failure', () => {
	test('is a line of its own with --plain, and closes the output with a remedy', async () => {
		const {stdout, stderr} = await run('watcher --until-done', {simulator: await serveStatuses(['IMPORTING', 'FAILED'])});
		expect(stdout.split('\n').slice(1)).toEqual([expect.stringMatching(new RegExp(String.raw`^${iso}  ${first}  g-0000000001  FAILED reason OUT_OF_MEMORY  The data does not fit\.$`, 'v')), '']);
		expect(stderr).toBe(`1 of 1 import did not succeed:
${first}  g-0000000001  failed  ${reasonText}
  Give the graph more memory (m-NCU), then start the import again.
Decided by ${first} of g-0000000001: failed, OUT_OF_MEMORY
`);
	});

	test('is a column of the history, and part of the change in its JSON', async () => {
		const home = temporaryFolder();
		await run('watcher --until-done', {simulator: await serveStatuses(['IMPORTING', 'FAILED']), home});
		const {stdout} = await run('watcher history', {home});
		expect(stdout).toMatch(new RegExp(String.raw`importing → failed .*${reasonText}\n$`, 'v'));
		const {stdout: json} = await run('watcher history --json', {home});
		expect(eventsIn(json)).toMatchObject([{event: 'baseline'}, {event: 'changed', to: 'FAILED', reason}]);
	});

	test('reaches the --on-change command in a run of its own', async () => {
		const {stdout} = await run(
			'watcher --until-done --on-change \'echo "$NEPTUNE_IMPORT_EVENT $NEPTUNE_IMPORT_CODE $NEPTUNE_IMPORT_REASON" >> changes\'; cat changes',
			{simulator: await serveStatuses(['IMPORTING', 'FAILED'])},
		);
		expect(stdout).toContain(`changed  \nreason OUT_OF_MEMORY ${reasonText}\n`);
	});

	test('is awaited while the details still say that the import is in progress', async () => {
		const simulator = await serveDetails(
			{statusReason: 'An error occurred.', importTaskDetails: {status: 'IN_PROGRESS'}},
			{statusReason: reasonText, importTaskDetails: {status: 'FAILED'}},
		);
		const {stdout} = await run('watcher --json --until-done', {simulator});
		expect(eventsIn(stdout).slice(-2)).toMatchObject([{event: 'reason', reason}, {event: 'done', failed: [{reason}]}]);
		expect(callsOf(simulator, 'get')).toBe(2);
	});

	test('is reported missing once on stderr if AWS denies GetImportTask', async () => {
		const simulator = await serveStatuses(['IMPORTING', 'FAILED', 'FAILED'], ['IMPORTING', 'IMPORTING', 'IMPORTING', 'FAILED']);
		simulator.injectFault(denied);
		const {stdout, stderr, exitCode} = await run('watcher --json --until-done', {simulator});
		expect(stderr.match(/GetImportTask/gv)).toHaveLength(1);
		expect(stderr).toMatch(/^Can't get progress and reasons of failures: The credentials .* do not allow neptune-graph:GetImportTask\. /v);
		expect(eventsIn(stdout).map(({event}) => event)).toEqual(['baseline', 'baseline', 'changed', 'changed', 'done']);
		expect(exitCode).toBe(1);
	});
});

describe('a filter with reason:', () => {
	test('requests the reasons of the failed imports that it may match, with --once', async () => {
		const simulator = await serve([
			{...importTask({taskId: taskId(1), status: 'FAILED'}), statusReason: reasonText},
			{...importTask({taskId: taskId(2), status: 'FAILED'}), statusReason: 'PARSING_ERROR: line 7.'},
			{...importTask({taskId: taskId(3), status: 'FAILED', format: 'PARQUET'}), statusReason: reasonText},
			importTask({taskId: taskId(4)}),
		]);
		const {stdout, stderr} = await run('watcher --once --json --filter "reason:out_of_memory format:csv"', {simulator});
		expect(tasksIn(stdout)).toMatchObject([{taskId: first, reason}]);
		expect([stderr, callsOf(simulator, 'get')]).toEqual(['', 2]);
	});

	test('is like a word among the reasons that --details reads, with --once', async () => {
		const simulator = await serve([
			{...importTask({taskId: taskId(1), status: 'FAILED'}), statusReason: 'PARSING_ERROR: line 7.'},
			{...importTask({taskId: taskId(2), status: 'FAILED'}), statusReason: reasonText},
			{...importTask({taskId: taskId(3), status: 'FAILED', source: 's3://memory/a.csv'}), statusReason: 'PARSING_ERROR: line 9.'},
			importTask({taskId: taskId(4)}),
		]);
		const {stdout} = await run('watcher --once --json --sort task --filter memory --details 100', {simulator});
		expect(tasksIn(stdout)).toMatchObject([{taskId: taskId(2), reason}, {taskId: taskId(3)}]);
		expect(callsOf(simulator, 'get')).toBe(3);

		// An import that matches already comes first.
		const {stdout: single} = await run('watcher --once --json --filter memory --details 1', {simulator});
		expect(tasksIn(single)).toMatchObject([{taskId: taskId(3), reason: {code: 'PARSING_ERROR'}}]);
		expect(callsOf(simulator, 'get')).toBe(4);
	});

	test('prints a failure as soon as its reason matches, with --plain and --json', async () => {
		const {stdout} = await run('watcher --json --until-done --expect 1 --filter reason:out_of_memory', {simulator: await serveStatuses(['IMPORTING', 'FAILED', 'FAILED', 'FAILED'], ['SUCCEEDED'])});
		expect(eventsIn(stdout)).toMatchObject([{event: 'reason', task: {taskId: first}, reason}, {event: 'done', result: 'failed', decidedBy: {taskId: first}}]);
	});

	test('is compared with the recorded reasons, with history', async () => {
		const home = temporaryFolder();
		await run('watcher --until-done', {simulator: await serveStatuses(['IMPORTING', 'FAILED']), home});
		const {stdout} = await run('watcher history --json --filter reason:out_of_memory; watcher history --json --filter reason:parsing', {home});
		expect(eventsIn(stdout)).toMatchObject([{event: 'changed', to: 'FAILED', reason}]);
	});
});

test('the first events have the names of the graphs', async () => {
	const {stdout} = await run('watcher --json --until-done', {simulator: await serveStatuses(['IMPORTING', 'SUCCEEDED'])});
	expect(eventsIn(stdout).map(event => 'graph' in event ? event.graph : event.event)).toEqual([
		{name: 'graph-0000000001', status: 'IMPORTING', provisionedMemory: 16},
		{name: 'graph-0000000001', status: 'IMPORTING', provisionedMemory: 16},
		'done',
	]);
});

test.each([
	['is denied', {...denied, on: 'listGraphs'} as const],
	['is never answered', {kind: 'silence', on: 'listGraphs'} as const],
	['fails', {
		kind: 'error', on: 'listGraphs', code: 'InternalServerException', status: 500, message: 'Internal error',
	} as const],
])('events do not wait for the names of the graphs if ListGraphs %s', async (_, fault) => {
	const simulator = await serveStatuses(['IMPORTING', 'IMPORTING', 'SUCCEEDED']);
	simulator.injectFault(fault);
	const {stdout} = await run('watcher --json --until-done', {simulator});
	expect(eventsIn(stdout)).toMatchObject([{event: 'baseline'}, {event: 'changed', to: 'SUCCEEDED'}, {event: 'done'}]);
});

test.each([
	['a server error', {code: 'InternalServerException', status: 500, message: 'Internal error'}],
	['an unknown operation', {code: 'UnknownOperationException', status: 404, message: 'Not found'}],
])('a filter with a word prints its events, ends --until-done and warns once if ListGraphs returns %s', async (_, error) => {
	const simulator = await serveStatuses(['IMPORTING', 'IMPORTING', 'SUCCEEDED'], ['IMPORTING', 'IMPORTING', 'IMPORTING', 'IMPORTING', 'SUCCEEDED']);
	simulator.injectFault({...error, kind: 'error', on: 'listGraphs'});
	const {stdout, stderr} = await run('watcher --json --until-done --filter s3 --timeout 30s', {simulator});
	expect(eventsIn(stdout).map(({event}) => event)).toEqual(['baseline', 'baseline', 'changed', 'changed', 'done']);
	expect(stderr).toMatch(/^Can't get names and statuses of graphs: [^\n]+\n2 of 2 imports succeeded\.\n/v);
	expect(await run('watcher --until-done --filter zzzz --timeout 30s', {simulator})).toMatchObject({exitCode: 0});
});

describe('--once --details', () => {
	const tasks: readonly WireTask[] = [
		{...importTask(), importTaskDetails: {status: 'IN_PROGRESS', progressPercentage: 45, errorCount: 2}, attemptNumber: 1},
		{
			...importTask({taskId: taskId(2), status: 'FAILED'}), statusReason: reasonText, importOptions: {neptune: {preserveEdgeIds: true}}, color: 'red',
		},
		importTask({taskId: taskId(3), status: 'SUCCEEDED'}),
	];

	test('prints progress and reasons as a table, JSON and CSV', async () => {
		const simulator = await serve(tasks);
		const {stdout: table} = await run('watcher --once --details 20 --sort task', {simulator});
		expect(table.split('\n').slice(0, 3)).toEqual([
			expect.stringMatching(/STATUS +PROGRESS +FORMAT +SOURCE +REASON$/v),
			expect.stringMatching(/importing +45%/v),
			expect.stringMatching(new RegExp(`failed .*${reasonText}$`, 'v')),
		]);
		expect(callsOf(simulator, 'get')).toBe(2);

		const {stdout: json} = await run('watcher --once --json --details 20 --sort task', {simulator});
		expect(tasksIn(json)).toMatchObject([
			{attemptNumber: 1, progress: {percentage: 45, errorCount: 2}},
			{reason, importOptions: {preserveEdgeIds: 'true'}, extra: {color: 'red'}},
			{status: 'SUCCEEDED'},
		]);

		const {stdout: csv} = await run('watcher --once --csv --details 20 --sort task', {simulator});
		const [header, , failed] = csv.split('\n', 3);
		expect(header?.split(',')).toEqual([
			'taskId',
			'graphId',
			'status',
			'format',
			'parquetType',
			'source',
			'roleArn',
			'attemptNumber',
			'percentage',
			'elapsedSeconds',
			'statementCount',
			'errorCount',
			'code',
			'reason',
			'remedy',
			'importOptions',
			'graphName',
			'graphStatus',
			'provisionedMemory',
			'extra',
		]);
		expect(failed).toMatch(/,OUT_OF_MEMORY,OUT_OF_MEMORY: .*,"\{""preserveEdgeIds"":""true""\}",graph-0000000001,IMPORTING,16,"\{""color"":""red""\}"$/v);
	});

	test('makes no GetImportTask request without the option, and at most as many as it allows', async () => {
		const simulator = await serve(tasks);
		await run('watcher --once', {simulator});
		expect(callsOf(simulator, 'get')).toBe(0);
		await run('watcher --once --details 1', {simulator});
		expect(callsOf(simulator, 'get')).toBe(1);
	});

	test('prints the list, and one line on stderr, if AWS denies GetImportTask', async () => {
		const simulator = await serve(tasks);
		simulator.injectFault(denied);
		const {stdout, stderr, exitCode} = await run('watcher --once --details 20', {simulator});
		expect(stdout).toContain(first);
		expect(stderr).toMatch(/^Can't get progress and reasons of failures: .*GetImportTask.*\n$/v);
		expect(exitCode).toBe(0);
	});

	test('exits with 4 on a timeout', async () => {
		const simulator = await serve(tasks);
		simulator.injectFault({kind: 'silence', on: 'get'});
		const {stderr, exitCode} = await run('watcher --once --details 20 --timeout 3s', {simulator});
		expect(stderr).toBe('Timed out: the list and its details were not fully read\n');
		expect(exitCode).toBe(4);
	});
});

test('--until-done --new ignores old imports of the graph, and waits for the next one', async () => {
	let polls = 0;
	const simulator: Simulator = await serve([importTask({status: 'SUCCEEDED'})], () => {
		polls++;

		if (polls > 2) {
			simulator.update(fleet => putImport(fleet, importTask({taskId: taskId(2), status: polls > 4 ? 'SUCCEEDED' : 'IMPORTING'})));
		}
	});
	const {stdout, stderr, exitCode} = await run('watcher --until-done --new --graph g-0000000001', {simulator});
	expect(stdout).toContain(`${taskId(2)}  g-0000000001  IMPORTING → SUCCEEDED`);
	expect(stderr).toBe(`1 of 1 import succeeded.\nDecided by ${taskId(2)} of g-0000000001: succeeded\n`);
	expect(exitCode).toBe(0);
});
