import {readFileSync, writeFileSync} from 'node:fs';
import process from 'node:process';
import chalk from 'chalk';
import {cleanup} from 'ink-testing-library';
import {
	afterEach,
	beforeEach,
	expect,
	test,
} from 'vitest';
import {type ImportDetails} from '../../source/imports/details.ts';
import {type Graph} from '../../source/imports/graph.ts';
import {type Failure} from '../../source/imports/failures/failure.ts';
import {type ImportTask} from '../../source/imports/task.ts';
import {type SucceededImport} from '../../source/imports/progress/usual.ts';
import {asciiText} from '../../source/text/ascii-text.ts';
import {createTheme, type ThemeName} from '../../source/text/themes.ts';
import {type Message} from '../../source/app/message.ts';
import {type Model} from '../../source/app/model.ts';
import {
	after,
	defaultId,
	filtering,
	freshModel,
	afterCommands,
	scanned,
	startAt,
	withGraphs,
} from '../support/model.ts';
import {openScreen} from '../support/screen.tsx';
import {
	importTask,
	importTasks,
	snapshotOf,
	taskId,
} from '../support/tasks.ts';

/*
Each frame is a file in `golden/`: the rows, then for each styled row its runs, as `row:from–to style`. To accept changed frames, run this test with UPDATE_GOLDEN=1 and look at each file.
*/
const folder = new URL('golden/', import.meta.url);

const minute = 60_000;

type Known = {readonly task: ImportTask; readonly details?: ImportDetails};

const loading = (percentage: number, elapsedMs: number): ImportDetails => ({
	status: 'IMPORTING',
	attemptNumber: 1,
	progress: {
		percentage, elapsedMs, startedAt: startAt - elapsedMs, statementCount: percentage * 313_000, errorCount: 0,
	},
});

const failure = (statusReason: string, agoMs: number): ImportDetails => ({
	status: 'FAILED', statusReason, progress: {startedAt: startAt - agoMs - minute, elapsedMs: minute},
});

const succeeded = (agoMs: number, elapsedMs: number): ImportDetails => ({
	status: 'SUCCEEDED', progress: {
		startedAt: startAt - agoMs - elapsedMs, elapsedMs, percentage: 100, statementCount: 1_204_000, errorCount: 0,
	},
});

const mixed: readonly Known[] = [
	{task: importTask({taskId: taskId(1), source: 's3://acme-graph-staging/social/follows/2026/09/20/part-8239.csv'}), details: loading(91, 97_000)},
	{task: importTask({taskId: taskId(2), source: 's3://acme-lake/orders/full/2026/'}), details: loading(7, 6 * minute)},
	{task: importTask({taskId: taskId(3), status: 'ANALYZING_DATA', source: 's3://ml-features/embeddings/v12/part-4960.csv'}), details: {status: 'ANALYZING_DATA', progress: {elapsedMs: 21_000}}},
	{task: importTask({taskId: taskId(4), status: 'REPROVISIONING', source: 's3://ml-features/embeddings/v11/'}), details: {status: 'REPROVISIONING', progress: {elapsedMs: 182_000}}},
	{
		task: importTask({taskId: taskId(5), status: 'ROLLING_BACK', source: 's3://acme-lake/payments/2026/10/'}),
		details: {status: 'ROLLING_BACK', statusReason: 'OUT_OF_MEMORY: the graph has 128 m-NCU and needs about 256.'},
	},
	{task: importTask({taskId: taskId(6), source: 's3://partner-dropbox/exports/2026/10/03/'}), details: loading(40, minute)},
	{task: importTask({taskId: taskId(7), status: 'FAILED', source: 's3://acme-lake/empty/2026/01/27/'}), details: failure('No files to load.', 720 * minute)},
	{
		task: importTask({taskId: taskId(8), status: 'FAILED', source: 's3://acme-graph-staging/social/follows/2026/09/19/'}),
		details: failure('S3_ACCESS_DENIED: arn:aws:iam::123456789012:role/reader lacks s3:GetObject.', 2880 * minute),
	},
	{task: importTask({taskId: taskId(9), status: 'SUCCEEDED', source: 's3://acme-lake/orders/2026/09/28/part-1000.csv'}), details: succeeded(9 * minute, 31 * minute)},
	{task: importTask({taskId: taskId(10), status: 'SUCCEEDED', source: 's3://ml-features/devices/2026/09/21/part-1259.csv'}), details: succeeded(40 * 1440 * minute, 58_000)},
	{task: importTask({taskId: taskId(11), status: 'CANCELLED', source: 's3://acme-lake/devices/2026/09/25/part-1111.csv'})},
	{task: importTask({taskId: taskId(12), status: 'DELETED', source: 's3://acme-lake/devices/2026/09/24/'})},
	{task: importTask({taskId: taskId(13), status: 'PONDERING', source: ''})},
];

const parsingError = 'PARSING_ERROR: line 74804 of s3://partner-dropbox/exports/2026/10/03/part-0031.csv, value has the wrong type for its column age:Int ("forty-one")';

const connected = (model: Model): Model => after(model, {type: 'connected', targetId: defaultId, target: {profile: 'prod', region: 'us-east-1'}});

const withDetails = (model: Model, known: readonly Known[], afterMs = 0): Model => after(model, ...known.filter(one => one.details !== undefined).map(({task, details}): Message => ({
	type: 'detailsAnswered', targetId: defaultId, key: task.taskId, at: startAt + afterMs, answer: {kind: 'details', details: details ?? {status: task.status}},
})));

const tasksOf = (known: readonly Known[]): readonly ImportTask[] => known.map(({task}) => task);

const sized = (columns: number, rows: number): Model => connected(freshModel({size: {columns, rows}, canCancel: true}));

const changed = mixed.map((one): Known => one.task.taskId === taskId(6) ? {task: {...one.task, status: 'FAILED'}, details: failure(parsingError, -10_000)} : one);

/*
Ten seconds after the first scan, one import has failed.
*/
const mixedAt = (columns: number, rows: number): Model => {
	const first = withDetails(scanned(sized(columns, rows), tasksOf(mixed)), mixed);
	return withDetails(scanned(first, tasksOf(changed), 10_000), changed.slice(5, 6), 10_000);
};

const failingWith = (model: Model, problem: Failure): Model => {
	const scanning = after(model, {type: 'pollDue', targetId: defaultId, at: startAt + 20_000});
	return after(scanning, {
		type: 'scanEnded', targetId: defaultId, at: startAt + 20_000, chance: 0.5, scanNumber: scanning.targets.get(defaultId)?.scanNumber ?? 0, snapshot: snapshotOf([], false), failure: problem,
	});
};

const signedOut: Failure = {
	kind: 'credentials', sentence: 'The sign-in of the profile prod has expired.', remedy: 'Run: aws sso login --profile prod', isTransient: false,
};

const throttled: Failure = {kind: 'throttled', sentence: 'Throttled by AWS.', isTransient: true};

const several = (columns: number, rows: number): Model => {
	const regions = ['us-east-1', 'eu-west-1', 'ap-southeast-2'];
	let model = freshModel({size: {columns, rows}, targets: regions.map(region => ({profile: 'prod', region, id: region}))});

	for (const [index, region] of regions.entries()) {
		const at = startAt + (index * 1000);
		model = after(model, {type: 'connected', targetId: region, target: {profile: 'prod', region}}, {type: 'pollDue', targetId: region, at});
		model = after(model, {
			type: 'scanEnded',
			targetId: region,
			at,
			chance: 0.5,
			scanNumber: 1,
			snapshot: snapshotOf(tasksOf(mixed).slice(index * 3, (index * 3) + 3), index !== 1),
			failure: index === 1 ? signedOut : undefined,
		});
	}

	return model;
};

const widePaths = ['データ/取込/二〇二六年/十月/部分一.csv', `${'folder-with-a-long-name/'.repeat(8)}part-0001.csv`, 'emoji/\u{1F680}/e\u{301}/part.csv'];

const wide: readonly Known[] = widePaths.map((path, index) => ({
	task: importTask({taskId: taskId(index + 1), source: `s3://lake/${path}`, status: index === 1 ? 'FAILED' : 'IMPORTING'}),
	details: index === 1 ? failure('値の型が列の型と一致しません。'.repeat(9), minute) : loading(50, minute),
}));

/*
Two imports run for 70 seconds. The first one loads ever more slowly.
*/
const forecast = (columns: number, rows: number): Model => {
	const loadingTask = importTask({taskId: taskId(1), source: 's3://acme-graph-staging/social/follows/2026/09/20/part-8239.csv'});
	const waitingTask = importTask({taskId: taskId(2), status: 'ANALYZING_DATA', source: 's3://acme-lake/orders/2026/10/03/'});
	const imports = [loadingTask, loadingTask, loadingTask, loadingTask, waitingTask].map((task, index): SucceededImport => ({
		task: {...task, taskId: taskId(index + 90)}, endedAt: index, durationMs: (100 + (index * 10)) * 1000, statementsPerSecond: 1_000_000,
	}));
	const polls = [5, 20, 32, 42, 50, 56, 60, 62].map((percentage, index) => [
		{task: loadingTask, details: loading(percentage, index * 10_000)},
		{task: waitingTask, details: {status: 'ANALYZING_DATA', progress: {elapsedMs: index * 10_000}}},
	]);
	let model = after(scanned(sized(columns, rows), [loadingTask, waitingTask]), {type: 'earlierImportsRead', targetId: defaultId, imports});

	for (const [index, known] of polls.entries()) {
		model = withDetails(model, known, index * 10_000);
	}

	return model;
};

const graphs: readonly Graph[] = [
	{
		id: 'g-0000000001', name: 'fraud-eu', status: 'IMPORTING', provisionedMemory: 128,
	},
	{
		id: 'g-0000000002', name: 'devices', status: 'AVAILABLE', provisionedMemory: 64,
	},
	{
		id: 'g-0000000003', name: 'a-graph-with-a-name-of-ordinary-length', status: 'SNAPSHOTTING', provisionedMemory: 1024,
	},
];

const graphImports: readonly Known[] = [
	{task: importTask({taskId: taskId(1)}), details: loading(40, minute)},
	...graphs.map(({id}, index): Known => ({task: importTask({taskId: taskId(index + 2), graphId: id, status: 'SUCCEEDED'}), details: succeeded(minute, minute)})),
	{task: importTask({taskId: taskId(5), graphId: 'g-0000000004', status: 'SUCCEEDED'}), details: succeeded(minute, minute)},
];

/*
The cursor is on a succeeded import of a graph that is not available. The last graph is not known.
*/
const withKnownGraphs = (columns: number, rows: number): Model =>
	afterCommands(withGraphs(withDetails(scanned(sized(columns, rows), tasksOf(graphImports)), graphImports), graphs), 'cursorDown');

const withGraphColumns = (columns: number, rows: number): Model =>
	({...withKnownGraphs(columns, rows), columns: ['status', 'left', 'progress', 'source', 'graph', 'graph-status', 'memory']});

const sizes = [[140, 40], [80, 24]] as const;

type Frame = {readonly name: string; readonly model: Model; readonly theme: ThemeName; readonly isAscii: boolean};

const at = (name: string, model: (columns: number, rows: number) => Model, given: ReadonlyArray<readonly [number, number]> = sizes): readonly Frame[] =>
	given.map(([columns, rows]) => ({
		name: `${name}-${columns}x${rows}`, model: model(columns, rows), theme: 'default', isAscii: false,
	}));

const frames: readonly Frame[] = [
	...at('mixed', mixedAt, [[200, 60], [140, 40], [100, 30], [80, 24], [60, 15], [45, 10]]),
	...at('forecast', forecast, [[140, 40], [80, 24], [60, 15]]),
	...at('forecast-ascii', forecast, [[140, 40]]).map(frame => ({...frame, isAscii: true})),
	...at('loading', sized),
	...at('empty', (columns, rows) => scanned(sized(columns, rows), [])),
	...at('all-failed', (columns, rows) => withDetails(scanned(sized(columns, rows), tasksOf(mixed.slice(6, 8))), mixed.slice(6, 8))),
	...at('signed-out', (columns, rows) => failingWith(mixedAt(columns, rows), signedOut)),
	...at('throttled', (columns, rows) => failingWith(mixedAt(columns, rows), throttled)),
	...at('paused', (columns, rows) => afterCommands(mixedAt(columns, rows), 'togglePause')),
	...at('several-targets', several),
	...at('old-progress', (columns, rows) => scanned(mixedAt(columns, rows), tasksOf(changed), 300_000)),
	...at('10000-imports', (columns, rows) => scanned(sized(columns, rows), importTasks(10_000, 'SUCCEEDED'))),
	...at('long-and-wide', (columns, rows) => withDetails(scanned(sized(columns, rows), tasksOf(wide)), wide)),
	...at('ascii', mixedAt).map(frame => ({...frame, isAscii: true})),
	...at('high-contrast', mixedAt).map((frame): Frame => ({...frame, theme: 'high-contrast'})),
	...at('cancel-prompt', (columns, rows) => after(afterCommands(mixedAt(columns, rows), 'cursorDown', 'askToCancel'), {type: 'confirmationTyped', typed: '00'})),
	...at('graphs', withKnownGraphs, [[140, 40], [80, 24], [60, 15], [45, 10]]),
	...at('graphs-ascii', withKnownGraphs, [[80, 24]]).map(frame => ({...frame, isAscii: true})),
	...at('graph-columns', withGraphColumns, [[140, 40], [80, 24]]),
	...at('filter-prompt', (columns, rows) => filtering(mixedAt(columns, rows), 'is:failed lake')),
];

const codeNames: Readonly<Record<string, string>> = {
	1: 'bold', 2: 'dim', 4: 'underline', 7: 'inverse', 31: 'red', 32: 'green', 33: 'yellow', 34: 'blue', 35: 'magenta', 36: 'cyan', 94: 'bright blue',
};

const colors: readonly string[] = ['31', '32', '33', '34', '35', '36', '94'];

const endedBy: Readonly<Record<string, readonly string[]>> = {
	22: ['1', '2'], 24: ['4'], 27: ['7'], 39: colors,
};

/*
The text of a row, and its styled runs by position in the text.
*/
const parseRow = (row: string): {readonly text: string; readonly runs: readonly string[]} => {
	const active = new Set<string>();
	const runs: string[] = [];
	let text = '';

	for (const part of row.split(/(?<style>\u{1B}\[[\d;]*m)/v)) {
		const codes = /^\u{1B}\[(?<codes>[\d;]*)m$/v.exec(part)?.groups?.['codes'];

		if (codes === undefined) {
			if (part !== '' && active.size > 0) {
				runs.push(`${text.length}–${text.length + part.length} ${[...active].map(code => codeNames[code] ?? code).join(' ')}`);
			}

			text += part;
			continue;
		}

		for (const code of codes.split(';')) {
			const ended = endedBy[code] ?? (colors.includes(code) ? colors : []);

			for (const one of ended) {
				active.delete(one);
			}

			if (endedBy[code] === undefined) {
				active.add(code);
			}
		}
	}

	return {text, runs};
};

const drawn = ({model, theme, isAscii}: Frame): string => {
	const frame = openScreen(model, createTheme({name: theme, hasColor: true})).text();
	const rows = (isAscii ? asciiText(frame) : frame).split('\n').map(row => parseRow(row));
	const styles = rows.flatMap(({runs}, index) => runs.length === 0 ? [] : [`${index + 1}: ${runs.join(', ')}`]);
	return `${rows.map(({text}) => text.trimEnd()).join('\n')}\n\n${styles.join('\n')}\n`;
};

// As in the program: Chalk might detect no colors. Other test files share the module.
const {level} = chalk;

beforeEach(() => {
	chalk.level = 1;
});

afterEach(() => {
	cleanup();
	chalk.level = level;
});

test.each(frames)('the frame $name is as accepted', frame => {
	const file = new URL(`${frame.name}.txt`, folder);
	const text = drawn(frame);

	if (process.env['UPDATE_GOLDEN'] === '1') {
		writeFileSync(file, text);
	}

	expect(text).toBe(readFileSync(file, 'utf8'));
});
