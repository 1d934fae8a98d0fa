import {cleanup} from 'ink-testing-library';
import stringWidth from 'string-width';
import {
	afterEach,
	describe,
	expect,
	test,
} from 'vitest';
import {asciiText} from '../../source/text/ascii-text.ts';
import {type ImportTask} from '../../source/imports/task.ts';
import {type Message} from '../../source/app/message.ts';
import {type Model, type Size} from '../../source/app/model.ts';
import {createKeymap} from '../../source/app/keys/key-settings.ts';
import {emptyText} from '../../source/ui/list/list-spans.ts';
import {
	after,
	afterCommands,
	defaultId,
	detailsAnswered,
	filtering,
	freshModel,
	scanEnded,
	scanned,
	startAt,
} from '../support/model.ts';
import {openScreen} from '../support/screen.tsx';
import {importTask, taskId} from '../support/tasks.ts';

const sized = (columns: number, rows: number): {readonly size: Size} => ({size: {columns, rows}});

const fleet: readonly ImportTask[] = [
	importTask({taskId: taskId(1), status: 'IMPORTING', source: 's3://lake/2026/people.csv'}),
	importTask({
		taskId: taskId(2), status: 'FAILED', format: 'OPEN_CYPHER', graphId: 'g-0000000002',
	}),
	importTask({
		taskId: taskId(3), status: 'SUCCEEDED', source: 's3://archive/places.nt', format: 'NTRIPLES',
	}),
	importTask({taskId: taskId(4), status: 'ANALYZING_DATA'}),
	importTask({taskId: taskId(5), status: 'CANCELLED'}),
];

const connected = (model: Model): Model => after(model, {type: 'connected', targetId: defaultId, target: {profile: 'default', region: 'us-east-1'}});
const listed = (size = sized(140, 40)): Model => scanned(connected(freshModel(size)), fleet);

afterEach(() => {
	cleanup();
});

test.each([
	[140, 40, ['analyzing data', 'reprovisioning', 'rolling back', 'cancelling'], ['analyzing', 'resizing', 'rollback', 'cancelli…']],
	[96, 30, ['analyzing data', 'reprovisioning', 'rolling back', 'cancelling'], ['analyzing', 'resizing', 'rollback', 'cancelli…']],
	[95, 30, ['analyzing', 'resizing', 'rollback', 'cancelli…'], ['analyzing data', 'reprovisioning', 'rolling back']],
	[80, 24, ['analyzing', 'resizing', 'rollback', 'cancelli…'], ['analyzing data', 'reprovisioning', 'rolling back']],
	[60, 15, ['analyzing', 'resizing', 'rollback', 'cancelli…'], ['analyzing data', 'reprovisioning', 'rolling back']],
])('a status has one name in the rows, the preview, the changes and the question before a cancellation: %i×%i', (columns, rows, shown, absent) => {
	const statuses = ['ANALYZING_DATA', 'REPROVISIONING', 'ROLLING_BACK', 'CANCELLING'];
	const withStatuses = (names: readonly string[]): readonly ImportTask[] => names.map((status, index) => importTask({taskId: taskId(index), status}));
	const first = scanned(connected(freshModel({...sized(columns, rows), canCancel: true})), withStatuses(['REPROVISIONING', 'ANALYZING_DATA', 'ANALYZING_DATA', 'ANALYZING_DATA']));
	let model = scanned(first, withStatuses(statuses), 10_000);

	for (const _ of statuses) {
		for (const screen of [model, afterCommands(model, 'askToCancel')]) {
			const words = openScreen(screen).text().split(/\s{2,}|[\(\),·→] ?|[↺⊖◒◔] /v);
			expect(words).toEqual(expect.arrayContaining(shown));
			expect(words.filter(word => absent.includes(word))).toEqual([]);
		}

		model = afterCommands(model, 'cursorDown');
	}
});

describe('a message', () => {
	const framesFor = async (model: Model, message: Message): Promise<number> => {
		const {store, frameCount, press} = openScreen(model);
		await press();
		const before = frameCount();
		store.dispatch(message);
		await press();
		return frameCount() - before;
	};

	const due = {type: 'pollDue', targetId: defaultId, at: startAt + 10_000} as const;
	const scanning = after(listed(), due);

	test('draws no frame if it changes no row', async () => {
		expect(await framesFor(listed(), due)).toBe(0);
		expect(await framesFor(scanning, {
			type: 'detailsAnswered', targetId: defaultId, key: taskId(3), at: startAt, answer: {kind: 'failure', failure: {kind: 'throttled', sentence: 'Too many.', isTransient: true}},
		})).toBe(0);
	});

	test('draws one frame if it changes a row', async () => {
		expect(await framesFor(scanning, scanEnded({scanNumber: 2, afterMs: 10_000, tasks: fleet}))).toBe(1);
	});
});

describe('the list screen', () => {
	test('shows the target, interval, times, counts, imports and keys at 140×40', () => {
		const {rows} = openScreen(listed());
		expect(rows()[0]).toMatch(/^ Neptune imports {2}default \(123456789012\) · us-east-1 .*● live · every 10 s \(active\) · updated 12:00:00$/v);
		expect(rows()[1]).toBe(' [All 5]  Running 2  Failed 1  Succeeded 1  Cancelled 1');
		expect(rows().slice(3, 9).map(row => row.trimEnd())).toEqual([
			'   STATUS ▾          LEFT/ENDED  PROGRESS           ELAPSED  SOURCE                                              GRAPH         TASK',
			' ▸ ◕ importing                                               lake/2026/people.csv                                g-0000000001  t-0000000001',
			'   ◔ analyzing data                                          lake/2026/people.csv                                g-0000000001  t-0000000004',
			'   ✗ failed                                                  lake/2026/people.csv                                g-0000000002  t-0000000002',
			'   ⊘ cancelled                                               lake/2026/people.csv                                g-0000000001  t-0000000005',
			'   ✓ succeeded                                               archive/places.nt                                   g-0000000001  t-0000000003',
		]);
		expect(rows().at(-1)).toContain('? help  q quit');
	});

	test.each([
		[160, 40, 'STATUS ▾  LEFT/ENDED  PROGRESS  ELAPSED  SOURCE  GRAPH  TASK'],
		[140, 40, 'STATUS ▾  LEFT/ENDED  PROGRESS  ELAPSED  SOURCE  GRAPH  TASK'],
		[114, 30, 'STATUS ▾  LEFT/ENDED  PROGRESS  ELAPSED  SOURCE  GRAPH'],
		[100, 30, 'STATUS ▾  LEFT/ENDED  PROGRESS  ELAPSED  SOURCE'],
		[80, 24, 'STATUS ▾  LEFT/END  PROGRESS  ELAPSED  SOURCE'],
		[60, 15, 'STATUS ▾  LEFT/END  PROGRESS  SOURCE'],
		[45, 10, 'STATUS ▾  LEFT/END  DONE  SOURCE'],
		[40, 8, 'STATUS ▾  LEFT/END  DONE  SOURCE'],
	])('fills %i×%i exactly, with the columns %s', (columns, height, heading) => {
		const {rows} = openScreen(listed(sized(columns, height)));
		expect(rows()).toHaveLength(height);
		expect(Math.max(...rows().map(row => stringWidth(row)))).toBeLessThanOrEqual(columns);
		expect(rows().find(row => row.includes('STATUS'))?.trim().replaceAll(/(?<! ) +(?=[A-Z])/gv, '  ')).toBe(heading);
		expect(rows().some(row => row.includes('◕ importing'))).toBe(true);
	});

	test('marks a change in its row and adds it to the recent changes', () => {
		const changed = fleet.map(task => task.taskId === taskId(1) ? {...task, status: 'FAILED'} : task);
		const {rows} = openScreen(scanned(listed(), changed, 10_000));
		expect(rows().find(row => row.startsWith('┃'))).toMatch(/^┃▸ ✗ failed {10}12:00 .*t-0000000001/v);
		expect(rows().find(row => row.startsWith(' 12:00:10'))).toMatch(/t-0000000001 {2}importing → failed/v);
	});

	test('shows unknown statuses, formats and fields as AWS sent them', async () => {
		const unknown = importTask({status: 'PONDERING', format: 'TURTLE_STAR', extra: {newField: {depth: 3}}});
		const {text, press} = openScreen(scanned(freshModel(sized(160, 40)), [unknown]));
		expect(text()).toMatch(/\? PONDERING [\s\S]*turtle star/v);
		await press('d');
		expect(text()).toMatch(/newField +\{"depth":3\}/v);
	});

	test('says in one line that the terminal is too small and how to quit', () => {
		const {text} = openScreen(listed(sized(39, 8)));
		expect(text().trim()).toBe('Needs 40×8, has 39×8. q quits.');
	});

	test('keeps the list after a failure, and shows the failure, the remedy and the next try', () => {
		const {text} = openScreen(after(
			listed(),
			{type: 'pollDue', targetId: defaultId, at: startAt + 10_000},
			scanEnded({
				scanNumber: 2,
				afterMs: 10_000,
				failure: {
					kind: 'credentials', sentence: 'The sign-in has expired.', remedy: 'Run aws sso login.', isTransient: false,
				},
			}),
		));
		expect(text()).toContain('✗ The sign-in has expired. Run aws sso login. Since 12:00:10; next try 12:00:20.');
		expect(text()).toContain('t-0000000001');
	});

	test('shows the time of the last full list if later scans failed midway', () => {
		const {rows} = openScreen(after(
			listed(),
			{type: 'pollDue', targetId: defaultId, at: startAt + 10_000},
			scanEnded({
				scanNumber: 2,
				afterMs: 10_000,
				tasks: fleet.slice(0, 2),
				failure: {kind: 'network', sentence: 'The connection was lost.', isTransient: true},
			}),
		));
		expect(rows()[0]).toContain('✗ NO CONNECTION  last full list 12:00:00');
	});

	test.each([
		['no list was read yet', freshModel(), 'Loading imports…'],
		['the region is unknown', scanned(freshModel(), []), 'No imports yet. Press R to choose a region.'],
		['the region has no imports', scanned(connected(freshModel()), []), 'No imports in us-east-1. Press R to choose a region.'],
		['all targets are hidden', afterCommands(scanned(freshModel(), fleet), 'openTargets', 'hideTarget', 'closeScreen'), 'All targets are hidden. Press t to list them.'],
		['no import matches the filter', filtering(scanned(freshModel(), fleet), 'nowhere'), 'No imports match the filter. Press Esc to clear it.'],
		['the group is empty', afterCommands(scanned(freshModel(), fleet.slice(0, 1)), 'previousGroup'), 'No cancelled imports. Press Tab to show the next group.'],
	])('explains an empty list if %s', (_, model, sentence) => {
		expect(openScreen(model).text()).toContain(sentence);
	});

	test.each([
		['before the first scan', freshModel(), ''],
		['without imports', scanned(connected(freshModel()), []), ''],
		['if no import matches the filter', filtering(scanned(freshModel(), fleet), 'nowhere'), '0 of 5'],
		['with a filter', filtering(scanned(freshModel(), fleet), 'status:importing'), '1–1 of 1 (5 total) · newest change first'],
	])('shows the range of the visible imports %s', (_, model, expected) => {
		expect(openScreen(model).rows().at(-2)?.trim()).toBe(expected);
	});

	test.each([
		[140, '1–5 of 5 · newest change first · no progress: neptune-graph:GetImportTask is not allowed'],
		[80, '1–5 of 5 · no progress: neptune-graph:GetImportTask is not allowed'],
		[45, '1–5 of 5 · GetImportTask is not allowed'],
	])('says that AWS denies the details, at %i columns', (columns, expected) => {
		const denied = after(listed(sized(columns, 24)), {
			type: 'detailsAnswered', targetId: defaultId, key: taskId(1), at: startAt, answer: {kind: 'failure', failure: {kind: 'permission', sentence: 'Not allowed.', isTransient: false}},
		});
		expect(openScreen(denied).rows().at(-2)?.trim()).toBe(expected);
	});

	test('names the key for the commands in the preview only for the selected import', () => {
		const failed = scanned(listed(), fleet.map(task => task.taskId === taskId(4) ? {...task, status: 'FAILED'} : task), 10_000);
		const explained = after(failed, detailsAnswered(4, {status: 'FAILED', statusReason: 'S3_ACCESS_DENIED: no access.'}, 10_000));
		expect(openScreen(explained).text()).toContain('Y shows the commands.');
		const other = scanned(explained, fleet.map(task => task.taskId === taskId(4) ? {...task, status: 'FAILED'} : {...task, status: task.taskId === taskId(1) ? 'ROLLING_BACK' : task.status}), 20_000);
		expect(openScreen(other).text()).toMatch(/── t-0000000004 · ✗ failed/v);
		expect(openScreen(other).text()).not.toContain('Y shows the commands.');
	});

	test('says in narrow panes too that the cancelled imports include deleted ones', () => {
		const deleted = Array.from({length: 1000}, (_, index) => importTask({taskId: taskId(index + 6), status: 'DELETED'}));
		const groupsAt = (columns: number): string | undefined => openScreen(scanned(freshModel(sized(columns, 12)), [...fleet, ...deleted])).rows()[1];
		expect(groupsAt(45)).toContain('⊘⊗1,001');
		expect(groupsAt(60)).toContain('Canc+del 1,001');
		expect(groupsAt(100)).toContain('Cancelled 1,001 (1,000 deleted)');
	});

	test('names the key that the user set for choosing a region', () => {
		const keymap = createKeymap(new Map([['openRegions', ['ctrl+e']]]), []);
		expect(emptyText(scanned(connected(freshModel()), []), keymap)).toBe('No imports in us-east-1. Press Ctrl+E to choose a region.');
		expect(emptyText(scanned(connected(freshModel({canEditTargets: false})), []), keymap)).toBe('No imports in us-east-1.');
	});

	test('shows that it runs the demo', () => {
		expect(openScreen(freshModel({isDemo: true})).rows()[0]).toContain('demo, no AWS account');
	});

	test('writes no control character that the service sent', async () => {
		const hostile = importTask({
			taskId: 't-\u{1B}[31mred', graphId: '\u{202E}g', source: 's3://\u{1B}]0;title\u{7}\u{9B}2J', status: 'X\u{1B}[2J', format: '\n\r', roleArn: 'arn:\u{0}',
		});
		const {text, press} = openScreen(scanned(freshModel(sized(140, 40)), [hostile]));
		const controls = /[^\P{Control}\n]|\u{202E}/v;
		expect(text()).not.toMatch(controls);
		await press('d');
		expect(text()).not.toMatch(controls);
	});
});

test('the details keep a long field name apart from its wrapped value', async () => {
	const unknown = importTask({extra: {preserveDefaultVertexLabelsOfOldGraphs: 'x'.repeat(60)}});
	const {rows, press} = openScreen(scanned(freshModel(sized(60, 24)), [unknown]));
	await press('d');
	const from = rows().findIndex(row => row.includes('preserveDefault'));
	expect(rows().slice(from, from + 4).map(row => row.trimEnd())).toEqual([
		` preserveDefaultVertexLabelsOfOldGraphs  ${'x'.repeat(18)}`,
		`${' '.repeat(41)}${'x'.repeat(18)}`,
		`${' '.repeat(41)}${'x'.repeat(18)}`,
		`${' '.repeat(41)}${'x'.repeat(6)}`,
	]);
});

describe('the row of an import', () => {
	/*
	A list that is polled every ten seconds, and returns the next percentage each time.
	*/
	const loading = (percentages: readonly number[]): Model => {
		let model = listed();

		for (const [index, percentage] of percentages.entries()) {
			const afterMs = (index + 1) * 10_000;
			model = after(scanned(model, fleet, afterMs), {
				type: 'detailsAnswered', targetId: defaultId,
				key: taskId(1),
				at: startAt + afterMs,
				answer: {kind: 'details', details: {status: 'IMPORTING', progress: {percentage, elapsedMs: afterMs}}},
			});
		}

		return model;
	};

	const row = (model: Model): string | undefined => openScreen(model).rows().find(line => line.includes(taskId(1)));

	test.each([
		[140, '✗ failed          12:00       Line 7 has a column too many.  lake/2026/people.csv  '],
		[80, '✗ failed     12:00     Line 7 has a column too many.  lake/2026/people.csv'],
		[60, '✗ failed     12:00     Line 7 has a column too many.'],
	])('shows the failure reason at %i columns, before the source', (columns, expected) => {
		const failed = scanned(listed(sized(columns, 40)), fleet.map(task => task.taskId === taskId(1) ? {...task, status: 'FAILED'} : task), 10_000);
		const model = after(failed, detailsAnswered(1, {status: 'FAILED', statusReason: 'Line 7 has a column too many.'}, 10_000));
		expect(openScreen(model).rows().find(line => line.startsWith('┃▸'))).toContain(expected);
	});

	test('shows the progress bar right after a change', () => {
		const analyzed = scanned(freshModel(sized(140, 40)), [importTask({taskId: taskId(1), status: 'ANALYZING_DATA'})]);
		const begun = scanned(analyzed, [importTask({taskId: taskId(1), status: 'IMPORTING'})], 10_000);
		const answered = after(begun, detailsAnswered(1, {status: 'IMPORTING', progress: {percentage: 6, elapsedMs: 10_000}}, 10_000));
		expect(row(answered)).toMatch(/^┃▸ ◕ importing {19}╸─{11} {3}6% {2}10s/v);
	});

	test('shows a progress bar, the percentage and the elapsed time', () => {
		expect(row(loading([76]))).toMatch(/◕ importing {19}━{9}─{3} {2}76% {2}10s/v);
	});

	test('shows the time left once the rate is steady', () => {
		expect(row(loading([2, 4]))).not.toContain('~');
		expect(row(loading(Array.from({length: 20}, (_, index) => (index + 1) * 2)))).toMatch(/◕ importing {7}~5 min .* 40% +3m 20s/v);
	});

	test('shows since when the progress has stalled', () => {
		expect(row(loading([...Array.from({length: 20}, (_, index) => (index + 1) * 2), ...Array.from({length: 120}, () => 40)]))).toMatch(/◕ importing {7}stalled {5}━/v);
	});

	/*
	The list is read again `afterMs` after details that say 62 %; AWS returned no newer ones.
	*/
	const listedAgain = (afterMs: number, size = sized(140, 40)): Model => {
		const model = scanned(connected(freshModel(size)), fleet);
		const answered = after(model, detailsAnswered(1, {status: 'IMPORTING', progress: {percentage: 62, elapsedMs: 60_000}}));
		return scanned(answered, fleet, afterMs);
	};

	test.each([
		[140, '┄ 12:00     ╍╍╍╍╍╍╍┄┄┄┄┄  62%', '- 12:00     =======-----  62%'],
		[80, '┄ 12:00   ╍╍╍╍┄┄┄┄  62%', '- 12:00   ====----  62%'],
		[45, '┄ 12:00   62%', '- 12:00   62%'],
	])('dashes the bar and shows the time of details that are older than two minutes, at %i columns', (columns, expected, ascii) => {
		const rowAt = (afterMs: number): string => openScreen(listedAgain(afterMs, sized(columns, 24))).rows().find(line => line.includes('62%')) ?? '';
		expect(rowAt(121_000)).toContain(expected);
		expect(asciiText(rowAt(121_000))).toContain(ascii);
		expect(rowAt(120_000)).not.toMatch(/[┄╍]/v);
	});

	test('says in the preview and the details since when the progress is old', async () => {
		const {text, press} = openScreen(listedAgain(600_000));
		expect(text()).toContain(' not updated since 12:00:00\n');
		await press('d');
		expect(text()).toMatch(/progress +╍{12}┄{8} 62%\n updated +2026-03-01 12:00:00 \(no newer details from AWS\)/v);
		expect(openScreen(listedAgain(60_000)).text()).not.toContain('not updated');
	});

	test('calls no progress old that is polled less often', () => {
		const fixed = scanned(connected(freshModel({...sized(140, 40), intervalMs: 300_000})), fleet);
		const answered = after(fixed, detailsAnswered(1, {status: 'IMPORTING', progress: {percentage: 62}}));
		expect(row(scanned(answered, fleet, 300_000))).toMatch(/━━ +62%|─ +62%/v);
		expect(row(scanned(answered, fleet, 601_000))).toMatch(/┄ +62%/v);
	});

	test('shows that a cancellation was requested', () => {
		const cancelled = afterCommands(after(afterCommands(scanned(freshModel({...sized(140, 40), canCancel: true}), fleet), 'askToCancel'), {type: 'confirmationTyped', typed: '0001'}), 'confirmCancel');
		expect(row(cancelled)).toContain('◕ cancel sent');
	});
});

describe('the help', () => {
	test('closes to the screen that it was opened from', async () => {
		const {rows, press} = openScreen(listed());
		await press('d', '?');
		expect(rows()[0]).toContain('Help');
		await press('q');
		expect(rows()[0]).toContain('Details');
		await press('q');
		expect(rows()[0]).toContain('Neptune imports');
	});
});

describe('a change that was observed after a gap', () => {
	const seen = scanned(listed(), fleet.map(task => ({...task, status: 'CANCELLING'})), 10_000);
	const afterGap = scanned(seen, fleet.map(task => ({...task, status: 'CANCELLED'})), 1_200_000);

	test('shows a time span and an upper bound for the duration, in the changes and in the details', async () => {
		const {text, press} = openScreen(afterGap);
		expect(text()).toMatch(/12:00:10–12:20:00 {2}t-\d+ {2}cancelling → cancelled +after at most 19m 50s/v);
		await press('d');
		expect(text()).toMatch(/2026-03-01 12:00:10–2026-03-01 12:20:00 {2}cancelling → cancelled +after at most 19m 50s/v);
	});

	test('shows a lower and an upper bound for the duration if the previous change was in a gap too', () => {
		const later = scanned(afterGap, fleet.map(task => ({...task, status: 'DELETED'})), 1_205_000);
		expect(openScreen(later).text()).toMatch(/12:20:05 {2}t-\d+ {2}cancelled → deleted +after 5s to 19m 55s/v);
	});
});

describe('keys', () => {
	test('move the cursor', async () => {
		const {rows, press} = openScreen(listed());
		await press('j', 'j', 'k');
		expect(rows().find(row => row.includes('▸'))).toContain('t-0000000004');
	});

	test('take effect one by one if they arrive in one chunk', async () => {
		const {rows, store, press} = openScreen(listed());
		await press('/failed\r');
		expect(store.getModel().isEditingFilter).toBe(false);
		expect(rows().filter(row => /^[ ┃][ ▸] [◕✓✗]/v.test(row))).toHaveLength(1);
	});

	test('edit the text in the filter prompt, where list keys are plain text', async () => {
		const {store, rows, press} = openScreen(listed());
		await press('/', 'q', 'j', '\u{7F}', ' ', 'x', '\u{17}', '\u{1}', '-');
		expect(store.getModel().query.text).toBe('-q ');
		expect(rows()[2]).toContain('filter  -q');
	});

	test.each([
		['d', 'Details'],
		['\r', 'Details'],
		['e', 'Changes, newest first'],
		['?', 'Help'],
	])('open a screen with %j and go back to the list with q and Esc', async (key, title) => {
		const {rows, store, press} = openScreen(listed());
		await press(key);
		expect(rows()[0]).toContain(title);
		await press('q');
		expect(rows()[0]).toContain('Neptune imports');
		await press(key, '\u{1B}[27u');
		expect(rows()[0]).toContain('Neptune imports');
		expect(store.getModel().isQuitting).toBe(false);
	});

	test.each(['q', '\u{3}'])('quit with %j', async key => {
		const {store, press} = openScreen(listed());
		await press(key);
		expect(store.getModel().isQuitting).toBe(true);
	});

	test('scroll the help no further than its end', async () => {
		const {text, press} = openScreen(listed(sized(80, 24)));
		await press('?', 'G');
		expect(text()).toContain('the progress bar is dashed');
		const atEnd = text();
		await press('j', ']');
		expect(text()).toBe(atEnd);
		await press('g');
		expect(text()).toContain('Keys in the list');
	});
});

describe('the ASCII replacement', () => {
	const withoutGraph: ImportTask = {
		taskId: taskId(1), status: 'SUCCEEDED', source: '', format: '', roleArn: '',
	};
	const changed = fleet.map(task => task.taskId === taskId(1) ? withoutGraph : task);
	const marked = scanned(listed(), changed, 10_000);
	const gap = scanned(marked, fleet.map(task => ({...task, status: 'CANCELLED'})), 1_200_000);

	test.each<[string, Model, readonly string[]]>([
		['the list before the first scan', freshModel(), []],
		['the list with changes', marked, []],
		['the list after a gap', gap, []],
		['the changes', gap, ['e']],
		['the help', listed(sized(80, 80)), ['?']],
		['the details', gap, ['d']],
		['the filter prompt', filtering(listed(), 'is:'), []],
		['an empty group', afterCommands(scanned(freshModel(), fleet.slice(0, 1)), 'previousGroup'), []],
		['a narrow terminal', after(gap, {type: 'resized', size: {columns: 44, rows: 12}}), []],
		['a terminal that is too small', listed(sized(39, 8)), []],
	])('covers every symbol of %s and keeps its width', async (_, model, keys) => {
		const {rows, press} = openScreen(model);
		await press(...keys);

		for (const row of rows()) {
			expect(asciiText(row)).toMatch(/^[\u{7}\u{1B}\u{20}-\u{7E}]*$/v);
			expect(stringWidth(asciiText(row))).toBe(stringWidth(row));
			expect(asciiText(row).replaceAll(/[^?]/gv, '')).toBe(row.replaceAll(/[^?]/gv, ''));
		}
	});
});

describe('the details', () => {
	test('show every field, the status history, and the other imports of the graph', async () => {
		const changed = fleet.map(task => task.taskId === taskId(1) ? {...task, status: 'SUCCEEDED'} : task);
		const {text, press} = openScreen(scanned(listed(), changed, 10_000));
		await press('d');
		expect(text()).toMatch(/task +t-0000000001/v);
		expect(text()).toMatch(/status +✓ succeeded/v);
		expect(text()).toMatch(/graph +g-0000000001/v);
		expect(text()).toMatch(/source +s3:\/\/lake\/2026\/people.csv/v);
		expect(text()).toMatch(/role +arn:aws:iam::123456789012:role\/reader/v);
		expect(text()).toMatch(/account +123456789012/v);
		expect(text()).toContain('2026-03-01 12:00:10  importing → succeeded');
		expect(text()).toMatch(/Other imports of this graph\s+t-0000000003 {2}✓ succeeded/v);
	});
});
