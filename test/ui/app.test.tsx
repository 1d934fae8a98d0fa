import {cleanup, render} from 'ink-testing-library';
import stringWidth from 'string-width';
import {
	afterEach,
	describe,
	expect,
	test,
} from 'vitest';
import {asciiText} from '../../source/text/ascii-text.ts';
import {type ImportTask} from '../../source/imports/task.ts';
import {createTheme} from '../../source/text/themes.ts';
import {type Message} from '../../source/app/message.ts';
import {type Model, type Size} from '../../source/app/model.ts';
import {createStore, type Store} from '../../source/app/store.ts';
import {App} from '../../source/ui/app.tsx';
import {
	after,
	defaultId,
	filtering,
	freshModel,
	obeyed,
	scanEnded,
	scanned,
	startAt,
} from '../support/model.ts';
import {importTask, taskId} from '../support/tasks.ts';

const theme = createTheme({hasColor: false});

type Screen = {
	readonly store: Store;
	readonly rows: () => readonly string[];
	readonly text: () => string;

	/**
	How many frames have been drawn.
	*/
	readonly frameCount: () => number;

	/**
	Presses keys one after the other, and waits until React has drawn what came of it.
	*/
	readonly press: (...inputs: readonly string[]) => Promise<void>;
};

const open = (model: Model): Screen => {
	const store = createStore(model);
	const app = <App store={store} theme={theme} now={() => startAt} stop={async () => undefined}/>;
	const {lastFrame, frames, stdout, stdin, rerender} = render(app);

	// The terminal of the testing library is always 100 columns wide.
	Object.defineProperty(stdout, 'columns', {value: model.size.columns});
	rerender(app);
	const text = () => lastFrame() ?? '';
	return {
		store,
		text,
		frameCount: () => frames.length,
		rows: () => text().split('\n'),
		async press(...inputs) {
			for (const input of inputs) {
				stdin.write(input);
			}

			await new Promise(resolve => {
				setImmediate(resolve);
			});
		},
	};
};

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

describe('a message', () => {
	const drawn = async (model: Model, message: Message): Promise<number> => {
		const {store, frameCount, press} = open(model);
		await press();
		const before = frameCount();
		store.dispatch(message);
		await press();
		return frameCount() - before;
	};

	const due = {type: 'pollDue', targetId: defaultId, at: startAt + 10_000} as const;
	const scanning = after(listed(), due);

	test('that changes no row costs no frame', async () => {
		expect(await drawn(listed(), due)).toBe(0);
		expect(await drawn(scanning, {
			type: 'detailsAnswered', targetId: defaultId, key: taskId(3), at: startAt, answer: {kind: 'failure', failure: {kind: 'throttled', sentence: 'Too many.', isTransient: true}},
		})).toBe(0);
	});

	test('that changes a row costs a frame', async () => {
		expect(await drawn(scanning, scanEnded({scanNumber: 2, afterMs: 10_000, tasks: fleet}))).toBe(1);
	});
});

describe('the list screen', () => {
	test('shows target, pace, times, counts, imports and keys at 140×40', () => {
		const {rows} = open(listed());
		expect(rows()[0]).toMatch(/^ Neptune imports {2}default · us-east-1 .*every 10 s \(under way\) · last 12:00:00 · next 12:00:10/v);
		expect(rows()[1]).toContain('[5 imports] 2 active  1 failed  1 succeeded  1 cancelled');
		expect(rows().slice(4, 10).map(row => row.trimEnd())).toEqual([
			'   TASK          GRAPH         STATUS            PROGRESS             TIME      LEFT               CHANGED    SOURCE',
			' ▸ t-0000000001  g-0000000001  ◐ importing                                                                    s3://lake/2026/people.csv',
			'   t-0000000004  g-0000000001  ◔ analyzing data                                                               s3://lake/2026/people.csv',
			'   t-0000000002  g-0000000002  ✖ failed                                                                       s3://lake/2026/people.csv',
			'   t-0000000005  g-0000000001  ⊘ cancelled                                                                    s3://lake/2026/people.csv',
			'   t-0000000003  g-0000000001  ✔ succeeded                                                                    s3://archive/places.nt',
		]);
		expect(rows().at(-1)).toContain('? help  q quit');
	});

	test.each([
		[160, 40, 'TASK          GRAPH         STATUS            PROGRESS             TIME      LEFT               CHANGED    FORMAT       SOURCE'],
		[140, 40, 'TASK          GRAPH         STATUS            PROGRESS             TIME      LEFT               CHANGED    SOURCE'],
		[100, 30, 'TASK          GRAPH         STATUS            PROGRESS             SOURCE'],
		[80, 24, 'TASK          STATUS            PROGRESS             SOURCE'],
		[60, 15, 'TASK          STATUS            PROGRESS'],
		[40, 8, 'TASK          STATUS'],
	])('at %i×%i is exactly as high, no wider, and has the columns %s', (columns, height, heading) => {
		const {rows} = open(listed(sized(columns, height)));
		expect(rows()).toHaveLength(height);
		expect(Math.max(...rows().map(row => stringWidth(row)))).toBeLessThanOrEqual(columns);
		expect(rows().find(row => row.includes('TASK'))?.trim()).toBe(heading);
		expect(rows().some(row => row.includes('t-0000000001'))).toBe(true);
	});

	test('marks a change with a sign and words, and lists it', () => {
		const changed = fleet.map(task => task.taskId === taskId(1) ? {...task, status: 'FAILED'} : task);
		const {rows} = open(scanned(listed(), changed, 10_000));
		expect(rows().find(row => row.startsWith('┃'))).toMatch(/┃▸ t-0000000001 .*✖ failed {10}from importing .*12:00:10/v);
		expect(rows().find(row => row.startsWith(' 12:00:10'))).toMatch(/t-0000000001 {2}importing → failed/v);
	});

	test('shows a status, format and field that this version does not know as they came', async () => {
		const odd = importTask({status: 'PONDERING', format: 'TURTLE_STAR', extra: {newField: {depth: 3}}});
		const {text, press} = open(scanned(freshModel(sized(160, 40)), [odd]));
		expect(text()).toMatch(/\? PONDERING .*turtle star/v);
		await press('d');
		expect(text()).toMatch(/newField +\{"depth":3\}/v);
	});

	test('says in one line that the terminal is too small', () => {
		const {text} = open(listed(sized(39, 8)));
		expect(text().trim()).toBe('Needs 40×8, has 39×8. q quits.');
	});

	test('says what failed, what to do, and when the next try is, and keeps the list', () => {
		const {text} = open(after(
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
		expect(text()).toContain('✖ The sign-in has expired. Run aws sso login. Since 12:00:10; next try 12:00:20.');
		expect(text()).toContain('t-0000000001');
	});

	test('says that the list is only partly fresh, and since when', () => {
		const {rows} = open(after(
			listed(),
			{type: 'pollDue', targetId: defaultId, at: startAt + 10_000},
			scanEnded({
				scanNumber: 2,
				afterMs: 10_000,
				tasks: fleet.slice(0, 2),
				failure: {kind: 'network', sentence: 'The connection was lost.', isTransient: true},
			}),
		));
		expect(rows()[0]).toContain('partly fresh since 12:00:00 · next 12:00:20');
	});

	test.each([
		['nothing was read yet', freshModel(), 'The list of imports is being read.'],
		['there are none', scanned(freshModel(), []), 'There are no imports here yet.'],
		['all of it is hidden', obeyed(scanned(freshModel(), fleet), 'openTargets', 'hideTarget', 'closeScreen'), 'All targets are hidden. t lists them.'],
		['the filter matches none', filtering(scanned(freshModel(), fleet), 'nowhere'), 'No import matches the filter.'],
		['the group has none', obeyed(scanned(freshModel(), fleet.slice(0, 1)), 'previousGroup'), 'No import is in the group “cancelled”.'],
	])('says why it is empty: %s', (_, model, sentence) => {
		expect(open(model).text()).toContain(sentence);
	});

	test('says that it is a demo', () => {
		expect(open(freshModel({isDemo: true})).rows()[0]).toContain('demo, no AWS account');
	});

	test('draws no byte of the service as a control sequence', async () => {
		const hostile = importTask({
			taskId: 't-\u{1B}[31mred', graphId: '\u{202E}g', source: 's3://\u{1B}]0;title\u{7}\u{9B}2J', status: 'X\u{1B}[2J', format: '\n\r', roleArn: 'arn:\u{0}',
		});
		const {text, press} = open(scanned(freshModel(sized(140, 40)), [hostile]));
		const controls = /[^\P{Control}\n]|\u{202E}/v;
		expect(text()).not.toMatch(controls);
		await press('d');
		expect(text()).not.toMatch(controls);
	});
});

test('a field with a long name keeps it apart from its value, in every row, on a narrow terminal too', async () => {
	const odd = importTask({extra: {preserveDefaultVertexLabelsOfOldGraphs: 'x'.repeat(60)}});
	const {rows, press} = open(scanned(freshModel(sized(60, 24)), [odd]));
	await press('d');
	const from = rows().findIndex(row => row.includes('preserveDefault'));
	expect(rows().slice(from, from + 4).map(row => row.trimEnd())).toEqual([
		` preserveDefaultVertexLabelsOfOldGraphs  ${'x'.repeat(18)}`,
		`${' '.repeat(41)}${'x'.repeat(18)}`,
		`${' '.repeat(41)}${'x'.repeat(18)}`,
		`${' '.repeat(41)}${'x'.repeat(6)}`,
	]);
});

describe('an import that loads', () => {
	/*
	A list that is polled every ten seconds, and says so much per cent each time.
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

	const row = (model: Model): string | undefined => open(model).rows().find(line => line.includes(taskId(1)));

	test.each([
		[160, '✖ failed          from importing: Line 7 has a column too many.'],
		[100, '✖ failed          Line 7 has a colum…'],
	])('says why it failed, at %i columns, what it was before where there is room, and when as the other rows do', (columns, said) => {
		const model = after(scanned(listed(sized(columns, 40)), fleet.map(task => task.taskId === taskId(1) ? {...task, status: 'FAILED'} : task), 10_000), {
			type: 'detailsAnswered', targetId: defaultId, key: taskId(1), at: startAt + 10_000, answer: {kind: 'details', details: {status: 'FAILED', statusReason: 'Line 7 has a column too many.'}},
		});
		const failed = row(model) ?? '';
		expect(failed).toContain(said);

		const heading = open(model).rows().find(line => line.includes('CHANGED'))?.indexOf('CHANGED') ?? -1;
		expect(failed.indexOf('12:00:10')).toBe(heading);
	});

	test('says what it was before in place of the bar, where that is new, and still how far it is', () => {
		const analyzed = scanned(freshModel(sized(140, 40)), [importTask({taskId: taskId(1), status: 'ANALYZING_DATA'})]);
		const begun = scanned(analyzed, [importTask({taskId: taskId(1), status: 'IMPORTING'})], 10_000);
		const answered = after(begun, {
			type: 'detailsAnswered', targetId: defaultId, key: taskId(1), at: startAt + 10_000, answer: {kind: 'details', details: {status: 'IMPORTING', progress: {percentage: 6, elapsedMs: 10_000}}},
		});
		expect(row(answered)).toMatch(/┃▸ t-0000000001 .*◐ importing {7}from analyzin… {3}6% {2}10s/v);
	});

	test('shows a bar with eighths of a cell, the per cent, and how long it has run', () => {
		expect(row(loading([76]))).toMatch(/◐ importing {7}██████████▋ {5}76% {2}10s/v);
	});

	test('shows how long is left once a steady rate has been seen, and nothing before', () => {
		expect(row(loading([2, 4]))).not.toContain('left');
		expect(row(loading(Array.from({length: 20}, (_, index) => (index + 1) * 2)))).toMatch(/40% +3m 20s +~ 5 min left/v);
	});

	test('shows since when nothing has moved', () => {
		expect(row(loading([...Array.from({length: 20}, (_, index) => (index + 1) * 2), ...Array.from({length: 120}, () => 40)]))).toMatch(/stalled 12:03:20/v);
	});

	test('shows that the service was asked to cancel it', () => {
		const asked = obeyed(after(obeyed(scanned(freshModel({...sized(140, 40), canCancel: true}), fleet), 'askToCancel'), {type: 'confirmationTyped', typed: '0001'}), 'confirmCancel');
		expect(row(asked)).toContain('◐ cancel asked');
	});
});

describe('the help', () => {
	test('gives way to the screen that it was called from', async () => {
		const {rows, press} = open(listed());
		await press('d', '?');
		expect(rows()[0]).toContain('Help');
		await press('q');
		expect(rows()[0]).toContain('Details');
		await press('q');
		expect(rows()[0]).toContain('Neptune imports');
	});
});

describe('a change that was found after a gap', () => {
	const seen = scanned(listed(), fleet.map(task => ({...task, status: 'CANCELLING'})), 10_000);
	const afterGap = scanned(seen, fleet.map(task => ({...task, status: 'CANCELLED'})), 1_200_000);

	test('has a span for its time and a range for its duration, in the list of changes and in the details', async () => {
		const {text, press} = open(afterGap);
		expect(text()).toMatch(/12:00:10–12:20:00 {2}t-\d+ {2}cancelling → cancelled +after at most 19m 50s/v);
		await press('d');
		expect(text()).toMatch(/2026-03-01 12:00:10–2026-03-01 12:20:00 {2}cancelling → cancelled +after at most 19m 50s/v);
	});

	test('has a duration between two bounds where it began after an earlier gap', () => {
		const later = scanned(afterGap, fleet.map(task => ({...task, status: 'DELETED'})), 1_205_000);
		expect(open(later).text()).toMatch(/12:20:05 {2}t-\d+ {2}cancelled → deleted +after 5s to 19m 55s/v);
	});
});

describe('keys', () => {
	test('move the cursor', async () => {
		const {rows, press} = open(listed());
		await press('j', 'j', 'k');
		expect(rows().find(row => row.includes('▸'))).toContain('t-0000000004');
	});

	test('that arrive together act one after the other', async () => {
		const {rows, store, press} = open(listed());
		await press('/failed\r');
		expect(store.getModel().isEditingFilter).toBe(false);
		expect(rows().filter(row => row.includes('t-000'))).toHaveLength(1);
	});

	test('of the list are text while the filter is written, and readline\'s keys edit it', async () => {
		const {store, rows, press} = open(listed());
		await press('/', 'q', 'j', '\u{7F}', ' ', 'x', '\u{17}', '\u{1}', '-');
		expect(store.getModel().query.text).toBe('-q ');
		expect(rows()[2]).toContain('filter  -q');
	});

	test.each([
		['d', 'Details'],
		['\r', 'Details'],
		['e', 'Changes seen'],
		['?', 'Help'],
	])('%j opens a screen, and q and Esc go back to the list', async (key, title) => {
		const {rows, store, press} = open(listed());
		await press(key);
		expect(rows()[0]).toContain(title);
		await press('q');
		expect(rows()[0]).toContain('Neptune imports');
		await press(key, '\u{1B}[27u');
		expect(rows()[0]).toContain('Neptune imports');
		expect(store.getModel().isQuitting).toBe(false);
	});

	test.each(['q', '\u{3}'])('%j quits', async key => {
		const {store, press} = open(listed());
		await press(key);
		expect(store.getModel().isQuitting).toBe(true);
	});

	test('scroll the help to its end and no further', async () => {
		const {text, press} = open(listed(sized(80, 24)));
		await press('?', 'G');
		expect(text()).toContain('the selected import');
		const atEnd = text();
		await press('j', ']');
		expect(text()).toBe(atEnd);
		await press('g');
		expect(text()).toContain('Keys in the list');
	});
});

describe('in plain characters', () => {
	const withoutGraph: ImportTask = {
		taskId: taskId(1), status: 'SUCCEEDED', source: '', format: '', roleArn: '',
	};
	const changed = fleet.map(task => task.taskId === taskId(1) ? withoutGraph : task);
	const marked = scanned(listed(), changed, 10_000);
	const gap = scanned(marked, fleet.map(task => ({...task, status: 'CANCELLED'})), 1_200_000);

	test.each<[string, Model, readonly string[]]>([
		['before anything is known', freshModel(), []],
		['with changes', marked, []],
		['after a gap', gap, []],
		['with all changes', gap, ['e']],
		['with the help', listed(sized(80, 80)), ['?']],
		['with details', gap, ['d']],
		['while the filter is written', filtering(listed(), 'is:'), []],
		['of an empty group', obeyed(scanned(freshModel(), fleet.slice(0, 1)), 'previousGroup'), []],
		['where it is narrow', after(gap, {type: 'resized', size: {columns: 44, rows: 12}}), []],
		['where it is too small', listed(sized(39, 8)), []],
	])('every sign of the screen %s has a stand-in, as wide', async (_, model, keys) => {
		const {rows, press} = open(model);
		await press(...keys);

		for (const row of rows()) {
			expect(asciiText(row)).toMatch(/^[\u{7}\u{1B}\u{20}-\u{7E}]*$/v);
			expect(stringWidth(asciiText(row))).toBe(stringWidth(row));
			expect(asciiText(row).replaceAll(/[^?]/gv, '')).toBe(row.replaceAll(/[^?]/gv, ''));
		}
	});
});

describe('the details', () => {
	test('show every field, what was seen of the import, and the other imports of its graph', async () => {
		const changed = fleet.map(task => task.taskId === taskId(1) ? {...task, status: 'SUCCEEDED'} : task);
		const {text, press} = open(scanned(listed(), changed, 10_000));
		await press('d');
		expect(text()).toMatch(/task +t-0000000001/v);
		expect(text()).toMatch(/status +✔ succeeded/v);
		expect(text()).toMatch(/graph +g-0000000001/v);
		expect(text()).toMatch(/source +s3:\/\/lake\/2026\/people.csv/v);
		expect(text()).toMatch(/role +arn:aws:iam::123456789012:role\/reader/v);
		expect(text()).toMatch(/account +123456789012/v);
		expect(text()).toContain('2026-03-01 12:00:10  importing → succeeded');
		expect(text()).toMatch(/Other imports of this graph\s+t-0000000003 {2}✔ succeeded/v);
	});
});
