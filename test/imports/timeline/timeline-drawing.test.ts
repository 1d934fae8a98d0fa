import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	asSeen,
	timelineHeader,
	timelineRowSpans,
	timelineScale,
	tickSpans,
} from '../../../source/imports/timeline/timeline-drawing.ts';
import {timelineRows, type TimelineRows} from '../../../source/imports/timeline/timeline-rows.ts';
import {type TimelineSpan} from '../../../source/imports/timeline/timeline-text.ts';
import {timelineWindow} from '../../../source/imports/timeline/timeline-window.ts';
import {
	byStart,
	type ObservedStatus,
	type TimelineImport,
	type TimelineWindow,
} from '../../../source/imports/timeline/timeline.ts';
import {textWidth} from '../../../source/text/printable.ts';
import {importTask, taskId} from '../../support/tasks.ts';
import {
	at,
	noon,
	shownImport,
	textOf,
} from '../../support/timeline.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const labelWidth = 17;

// A Sunday.

// 20 cells of 5 minutes each from noon. Now is in cell 12.
const window = {startAt: noon, cellMs: 5 * minute, cells: 20};
const now = noon + hour;
const columns = labelWidth + window.cells;
const scale = timelineScale(window, now, {columns});
const names = {target: () => undefined, graph: () => undefined};

const rowOf = (shown: TimelineImport, isAlone = false) => ({kind: 'import', shown, isAlone} as const);

const cellsOf = (spans: readonly TimelineSpan[]): string => textOf(spans).slice(labelWidth).trimEnd();

const draw = (shown: TimelineImport, on = scale): string => cellsOf(timelineRowSpans(rowOf(shown), on, {names}));

const laneOf = (imports: readonly TimelineImport[]) => {
	const [newest] = imports;

	if (newest === undefined) {
		throw new Error('A lane has at least one import.');
	}

	return {kind: 'lane', group: {newest, imports}} as const;
};

/*
The style of each drawn sign.
*/
const stylesIn = (spans: readonly TimelineSpan[], signs: string): Readonly<Record<string, string | undefined>> =>
	Object.fromEntries(Array.from(signs, sign => [sign, spans.find(({text}) => text.includes(sign))?.style]));

describe('the row of an import', () => {
	test.each<[claim: string, observed: readonly ObservedStatus[], cells: string]>([
		['has round(duration / cell) cells, and the end sign in the next cell', [at(6, 'IMPORTING'), at(29, 'SUCCEEDED')], '█████✓ 23m 00s'],
		['rounds the duration down, and ends in the cell of the end', [at(6, 'IMPORTING'), at(28, 'SUCCEEDED')], ' ████✓ 22m 00s'],
		['is the sign alone if the duration is less than half a cell', [at(6, 'IMPORTING'), at(8, 'SUCCEEDED')], ' ✓ 2m 00s   │'],
		['shows in each cell the phase that fills most of it', [at(0, 'INITIALIZING'), at(7, 'ANALYZING_DATA'), at(12, 'IMPORTING'), at(20, 'SUCCEEDED')], '░▒██✓ 20m 00s'],
		['shows exporting and resizing as waiting', [at(0, 'EXPORTING'), at(5, 'IMPORTING'), at(10, 'REPROVISIONING'), at(15, 'SUCCEEDED')], '░█░✓ 15m 00s│'],
		['shows a rollback as undoing', [at(0, 'IMPORTING'), at(5, 'ROLLING_BACK'), at(15, 'FAILED')], '█▓▓✗ 15m 00s│'],
		['shows a cancellation as undoing', [at(0, 'IMPORTING'), at(5, 'CANCELLING'), at(15, 'CANCELLED')], '█▓▓⊘ 15m 00s│'],
		['shows an unknown status as a question mark', [at(0, 'PONDERING'), at(10, 'IMPORTING'), at(15, 'DELETED')], '??█⊗ 15m 00s│'],
		['shows a gap in observation', [at(0, 'INITIALIZING'), at(15, 'IMPORTING', 5), at(20, 'SUCCEEDED')], '░┄┄█✓ 20m 00s'],
		['shows the bound of a duration whose end was not observed', [at(0, 'IMPORTING'), at(20, 'SUCCEEDED', 10)], '██┄┄✓ ≤20m 00s'],
		['ends with a question mark if the import is no longer listed', [at(0, 'IMPORTING'), at(10, undefined)], '██? 10m 00s │'],
		['marks a bar that began before the window', [at(-30, 'IMPORTING'), at(10, 'SUCCEEDED')], '◄█✓ 40m 00s │'],
		['shows only the sign at the edge if the bar lies before the window', [at(-30, 'IMPORTING'), at(2, 'SUCCEEDED')], '✓ 32m 00s   │'],
		['draws nothing for an import that ended before the window', [at(-30, 'IMPORTING'), at(-1, 'SUCCEEDED')], '            │'],
		['draws nothing for an import that starts after the window', [at(120, 'IMPORTING'), at(130, 'SUCCEEDED')], '            │'],
		['ends at now while the import is running', [at(45, 'IMPORTING')], '         ███►'],
		['leaves out a text that does not fit', [at(80, 'IMPORTING'), at(90, 'SUCCEEDED')], '            │   ██✓'],
		['keeps a text that just fits', [at(50, 'IMPORTING'), at(59, 'SUCCEEDED')], '         ██✓ 9m 00s'],
	])('%s', (_, observed, cells) => {
		expect(draw(shownImport(observed))).toBe(cells);
	});

	test('shows the percentage of a running import after now', () => {
		expect(draw(shownImport([at(50, 'IMPORTING')], {percentage: 42}))).toBe('          ██► 42%');
		expect(draw(shownImport([at(50, 'IMPORTING')], {percentage: 100}))).toBe('          ██► 100%');
	});

	test('shows the code of a failure and its duration, or as much as fits', () => {
		const reason = {code: 'OUT_OF_MEMORY', summary: 'OUT_OF_MEMORY: 128 m-NCU'} as const;
		const failedAt = (minutes: number) => draw(shownImport([at(minutes, 'IMPORTING'), at(minutes + 4, 'FAILED')], {reason}), timelineScale({...window, cells: 26}, now, {columns}));
		expect([failedAt(4), failedAt(50), failedAt(80)]).toEqual([
			'█✗ OUT_OF_MEMORY 4m 00s',
			'         █✗ OUT_OF_MEMORY',
			'            │  █✗ 4m 00s',
		]);
	});

	test('fills the last cell of the window with the text of the end', () => {
		const failed = shownImport([at(0, 'IMPORTING'), at(60, 'SUCCEEDED')]);
		expect(draw(failed, timelineScale({...window, cells: 20}, now, {columns}))).toBe('████████████✓ 1h 00m');
		expect(draw(failed, timelineScale({...window, cells: 19}, now, {columns}))).toBe('████████████✓');
	});

	test('has no end sign if the import ended after the window', () => {
		expect(draw(shownImport([at(10, 'IMPORTING'), at(60, 'SUCCEEDED')]), timelineScale({...window, cells: 6}, now, {columns}))).toBe('  ████');
	});

	test('has a line at midnight and at now, below the bar', () => {
		const midnight = noon + (12 * hour);
		const evening = timelineScale({startAt: midnight - (10 * 5 * minute), cellMs: 5 * minute, cells: 20}, midnight + (30 * minute), {columns});
		const bar = (from: number, to: number) => draw(shownImport([{at: midnight + (from * minute), status: 'IMPORTING'}, {at: midnight + (to * minute), status: 'SUCCEEDED'}]), evening);
		expect([bar(-40, -30), bar(-15, 10), bar(10, 20)]).toEqual(['  ██✓ 10m 00s   │', '       █████✓   │', '          ┊ ██✓ │']);
	});

	test('gives each sign its style', () => {
		const spans = timelineRowSpans(rowOf(shownImport([at(0, 'INITIALIZING'), at(10, 'IMPORTING', 5), at(15, 'PONDERING'), at(20, 'FAILED')])), scale, {names});
		expect(textOf(spans).slice(labelWidth)).toBe('░┄█?✗ 20m 00s       ');
		expect(stylesIn(spans, '░┄█?✗2')).toEqual({
			'░': 'active', '┄': 'muted', '█': 'active', '?': 'unknown', '✗': 'failed', 2: 'plain',
		});
		expect(stylesIn(timelineRowSpans(rowOf(shownImport([at(-10, 'ANALYZING_DATA')])), scale, {names}), '◄▒►')).toEqual({'◄': 'active', '▒': 'active', '►': 'active'});
		expect(stylesIn(timelineRowSpans(rowOf(shownImport([at(0, 'IMPORTING'), at(1, 'SUCCEEDED')])), scale, {names}), '✓│')).toEqual({'✓': 'succeeded', '│': 'muted'});
	});

	test('begins with the task ID, or with the graph if the import is alone in it', () => {
		const shown = shownImport([at(0, 'IMPORTING')]);
		const label = (isAlone: boolean, isSelected?: boolean) => timelineRowSpans(rowOf(shown, isAlone), scale, {names, ...(isSelected !== undefined && {isSelected})})[0];
		expect([label(false), label(false, true), label(true), label(true, true)]).toEqual([
			{text: '   t-0000000001  ', style: 'plain'},
			{text: ' ▸ t-0000000001  ', style: 'title'},
			{text: ' g-0000000001    ', style: 'plain'},
			{text: '▸g-0000000001    ', style: 'title'},
		]);
	});
});

describe('the time since the last poll of a target', () => {
	const running = shownImport([at(40, 'IMPORTING')]);
	const stale = timelineScale(window, now, {columns, seenUntil: targetId => targetId === '@' ? noon + (50 * minute) : undefined});

	test('is drawn as not observed', () => {
		expect(draw(running, stale)).toBe('        ██┄┄►');
		expect(cellsOf(timelineRowSpans(laneOf([running, running]), stale, {names}))).toBe('        ██┄┄►');
	});

	test('changes neither a finished import nor one with a known last time nor that of another target', () => {
		const ended = shownImport([at(40, 'IMPORTING'), at(55, 'SUCCEEDED')]);
		const known = shownImport([at(40, 'IMPORTING')], {seenUntil: noon + (45 * minute)});
		const other = shownImport([at(40, 'IMPORTING')], {targetId: 'other'});
		expect([asSeen(ended, stale), asSeen(known, stale)]).toEqual([ended, known]);
		expect([asSeen(running, stale).seenUntil, asSeen(other, stale).seenUntil, asSeen(running, scale).seenUntil]).toEqual([noon + (50 * minute), undefined, undefined]);
	});
});

describe('a lane', () => {
	const endingAs = (status: string | undefined) => shownImport([at(10, 'IMPORTING'), at(11, status)]);
	const running = shownImport([at(10, 'IMPORTING')]);
	const lane = (...imports: readonly TimelineImport[]): string => cellsOf(timelineRowSpans(laneOf(imports), scale, {names}));

	test.each([
		[['SUCCEEDED', 'FAILED', 'SUCCEEDED'], '✗'],
		[['FAILED', 'CANCELLED', 'SUCCEEDED'], '✗'],
		[['SUCCEEDED', 'CANCELLED', 'SUCCEEDED'], '⊘'],
		[['SUCCEEDED', 'DELETED'], '⊗'],
		[[undefined, 'SUCCEEDED'], '?'],
		[[undefined, 'FAILED'], '✗'],
		[['SUCCEEDED', 'SUCCEEDED'], '✓'],
	])('of imports that end in one cell as %j shows %s', (statuses, sign) => {
		const imports = statuses.map(status => endingAs(status));
		expect([lane(...imports), lane(...imports.toReversed())]).toEqual([`  ${sign}         │`, `  ${sign}         │`]);
	});

	test('shows the first of two equally bad signs', () => {
		expect([lane(endingAs('CANCELLED'), endingAs('DELETED')), lane(endingAs('DELETED'), endingAs('CANCELLED'))]).toEqual(['  ⊘         │', '  ⊗         │']);
	});

	test('shows a running import before a success, but after a failure', () => {
		const endingNow = (status: string) => shownImport([at(59, 'IMPORTING'), at(60, status)]);
		expect([lane(running, endingNow('SUCCEEDED')), lane(endingNow('SUCCEEDED'), running)]).toEqual(['  ██████████►', '  ██████████►']);
		expect([lane(running, endingNow('CANCELLED')), lane(endingNow('FAILED'), running)]).toEqual(['  ██████████⊘', '  ██████████✗']);
	});

	test('shows an end sign before a phase, and the first of two phases', () => {
		const waiting = shownImport([at(0, 'INITIALIZING'), at(20, 'SUCCEEDED')]);
		const failed = shownImport([at(5, 'IMPORTING'), at(15, 'FAILED')]);
		expect([lane(waiting, failed), lane(failed, waiting)]).toEqual(['░░░✗✓       │', '░██✗✓       │']);
	});

	test('shows no texts, and only what is in the window', () => {
		const before = shownImport([at(-10, 'IMPORTING'), at(-5, 'FAILED')]);
		const after = shownImport([at(95, 'IMPORTING'), at(300, 'FAILED')], {percentage: 50});
		expect(lane(before, after, shownImport([at(50, 'IMPORTING')], {percentage: 42}))).toBe('          ██►      █');
	});

	test('begins with the name of the graph, and gives each sign its style', () => {
		const row = laneOf([endingAs('FAILED'), shownImport([at(20, 'INITIALIZING'), at(30, 'CANCELLED')])]);
		const spans = timelineRowSpans(row, scale, {isSelected: true, names: {...names, graph: () => 'fraud-eu'}});
		expect(spans[0]).toEqual({text: '▸fraud-eu        ', style: 'title'});
		expect(stylesIn(spans, '✗░⊘│')).toEqual({
			'✗': 'failed', '░': 'active', '⊘': 'cancelled', '│': 'muted',
		});
	});
});

describe('the heading of a graph', () => {
	const group = {newest: shownImport([at(0, 'IMPORTING')]), imports: []};
	const heading = (graph: string, target?: string) => timelineRowSpans({kind: 'heading', group}, scale, {names: {target: () => target, graph: () => graph}});

	test('has the name of the graph, and the line of now', () => {
		expect(heading('fraud-eu')).toEqual([
			{text: ' fraud-eu        ', style: 'heading'},
			{text: ' '.repeat(12), style: 'plain'},
			{text: `│${' '.repeat(7)}`, style: 'muted'},
		]);
	});

	test('covers cells with a long name, and has the target if there are several', () => {
		expect(textOf(heading('fraud-eu', 'prod us-east-1'))).toBe(' fraud-eu · prod us-east-1   │       ');
		expect(textOf(heading('a-long-name-that-covers-now', 'prod'))).toBe(' a-long-name-that-covers-now · prod  ');
		expect(textOf(heading('a-long-name-that-covers-now-and-more', 'prod'))).toBe(' a-long-name-that-covers-now-and-mo… ');
	});
});

describe('the line of times', () => {
	const ticks = (drawn: TimelineWindow, currentAt: number, width = columns): string => textOf(tickSpans(timelineScale(drawn, currentAt, {columns: width})));

	test('has local times at least 8 cells apart, 11 from 100 columns, and now', () => {
		const wide = {startAt: noon, cellMs: 6 * minute, cells: 60};
		expect(ticks(wide, noon + (5 * hour), 99).trim()).toBe('12:00     13:00     14:00     15:00     16:00     now');
		expect(ticks(wide, noon + (5 * hour), 100).trim()).toBe('12:00               14:00               16:00     now');
	});

	test('begins after the labels, and fills the line', () => {
		expect(ticks(window, now)).toBe(`${' '.repeat(labelWidth)}12:00       now     `);
	});

	test.each([
		[6, '12:00 now'],
		[5, '     now'],
		[2, '  now'],
		[0, 'now'],
	])('hides a label that touches now in cell %i', (cell, expected) => {
		expect(ticks(window, noon + (cell * window.cellMs)).slice(labelWidth).trimEnd()).toBe(expected);
	});

	test('has no times in the future', () => {
		expect(ticks({startAt: noon, cellMs: 5 * minute, cells: 50}, noon + hour).trim()).toBe('12:00       now');
	});

	test('leaves out what does not fit in the last cells', () => {
		const cut = (cells: number) => ticks({startAt: noon, cellMs: 5 * minute, cells}, noon + (9 * hour)).slice(labelWidth).trimEnd();
		expect([cut(17), cut(16)]).toEqual(['12:00       13:00', '12:00']);
		const withNow = (cells: number) => ticks({startAt: noon, cellMs: 5 * minute, cells}, now).slice(labelWidth).trimEnd();
		expect([withNow(15), withNow(14)]).toEqual(['12:00       now', '12:00']);
		expect(ticks({startAt: now + hour, cellMs: 5 * minute, cells: 20}, now).trim()).toBe('');
	});

	test('has a bold day at midnight, without a weekday if the window is longer than six days', () => {
		const midnight = noon + (12 * hour);
		const evening = tickSpans(timelineScale({startAt: midnight - (10 * 5 * minute), cellMs: 5 * minute, cells: 45}, midnight + (160 * minute), {columns}));
		expect(textOf(evening).trim()).toBe('Mon 2       01:00       02:00   now');
		expect(stylesIn(evening, 'M1n')).toEqual({M: 'title', 1: 'plain', n: 'title'});
		expect(ticks({startAt: midnight, cellMs: hour, cells: 144}, midnight + (30 * day), 200).trim()).toMatch(/^Mon 2 .* Tue 3 /v);
		expect(ticks({startAt: midnight, cellMs: hour, cells: 145}, midnight + (30 * day), 200).trim()).toMatch(/^2 Mar .* 3 Mar /v);
	});
});

describe('the title', () => {
	const counts = (graphCount: number, importCount: number): TimelineRows => ({
		rows: [], choices: [], isFolded: false, graphCount, importCount,
	});
	const title = (width: number, fields: {readonly spanMs?: number; readonly endAt?: number; readonly note?: string} = {}, rows = counts(10, 1058)): string =>
		textOf(timelineHeader(rows, {
			spanMs: 6 * hour, endAt: undefined, now, columns: width, ...fields,
		}));

	test.each([
		[140, ' Timeline  last 6 h  10 graphs · 1,058 imports       ░ waiting  ▒ analyzing  █ importing  ┄ not observed  ▓ undoing  ✓ ✗ ⊘ ended  ► running'],
		[100, ' Timeline  last 6 h  10 graphs · 1,058 imports  ░ waiting  ▒ analyzing  █ importing  ┄ not observed'],
		[99, ' Timeline  last 6 h  10 graphs · 1,058 imports                 ░ waiting  ▒ analyzing  █ importing'],
		[80, ' Timeline  last 6 h         ░ waiting  ▒ analyzing  █ importing  ┄ not observed'],
		[60, ' Timeline  last 6 h     ░ waiting  ▒ analyzing  █ importing'],
		[45, ' Timeline  last 6 h   ░ waiting  ▒ analyzing'],
	])('has the counts and as much of the legend as fits %i columns', (width, expected) => {
		expect(title(width)).toBe(expected);
	});

	test('counts no graph for imports that have none yet', () => {
		const {graphId: _, ...task} = importTask();
		const shown = [1, 2, 3].map(number => shownImport([at(0, 'IMPORTING')], {task: {...task, taskId: taskId(number)}}));
		const {graphCount, importCount} = timelineRows([...shown, shownImport([at(0, 'IMPORTING')])], {window: {startAt: noon, cellMs: 5 * 60_000, cells: 20}, now});
		expect([graphCount, importCount]).toEqual([1, 4]);
	});

	test('counts one graph and one import', () => {
		expect(title(140, {}, counts(1, 1))).toContain(' 1 graph · 1 import  ');
	});

	test('names the end of a window that ended earlier', () => {
		expect(title(100, {endAt: noon - hour, spanMs: 3 * day})).toMatch(/^ Timeline {2}3 days to 11:00 {2}10 graphs/v);
		expect(title(100, {endAt: noon - (24 * hour)})).toMatch(/^ Timeline {2}6 h to Sat 12:00 {2}10 graphs/v);
	});

	test('shows the filter rather than the legend, and cuts a long one', () => {
		expect(title(70, {note: 'filter is:failed'})).toBe(' Timeline  last 6 h  filter is:failed  10 graphs · 1,058 imports     ');
		expect(title(45, {note: 'filter is:failed graph:g-0000000001'})).toBe(' Timeline  last 6 h  filter is:failed graph…');
	});

	test('gives each part its style', () => {
		const spans = timelineHeader(counts(10, 58), {
			spanMs: 6 * hour, endAt: undefined, now, columns: 140,
		});
		expect([spans[0], stylesIn(spans, '░▒█┄✓✗⊘►6')]).toEqual([{text: ' Timeline', style: 'title'}, {
			'░': 'active', '▒': 'active', '█': 'active', '┄': 'muted', '✓': 'succeeded', '✗': 'failed', '⊘': 'cancelled', '►': 'active', 6: undefined,
		}]);
	});
});

const histories = fc.record({
	number: fc.nat({max: 5}),
	graph: fc.nat({max: 2}),
	fromMs: fc.integer({min: -5 * hour, max: 5 * hour}),
	durationMs: fc.option(fc.nat({max: 3 * hour}), {nil: undefined}),
	status: fc.constantFrom('SUCCEEDED', 'FAILED', 'CANCELLED', 'DELETED', undefined),
});

test('lines are exactly as wide as the terminal, at any size and zoom, folded or not', () => {
	fc.assert(fc.property(fc.array(histories, {maxLength: 12}), fc.integer({min: 40, max: 200}), fc.integer({min: minute, max: 20 * day}), fc.boolean(), (imports, width, spanMs, isFolded) => {
		const drawn = timelineWindow(width, spanMs, {now});
		const on = timelineScale(drawn, now, {columns: width});
		const shown = imports.map(({number, graph, fromMs, durationMs, status}) => shownImport([
			{at: noon + fromMs, status: 'IMPORTING'},
			...(durationMs === undefined ? [] : [{at: noon + fromMs + durationMs, status}]),
		], {task: importTask({taskId: taskId(number), graphId: `g-${graph}`})}));
		const rows = timelineRows(byStart(shown), {window: drawn, now, isFolded});
		expect(textWidth(textOf(timelineHeader(rows, {
			spanMs, endAt: undefined, now, columns: width,
		})))).toBeLessThan(width);
		const lines = [
			tickSpans(on),
			...rows.rows.map(row => timelineRowSpans(row, on, {names: {target: () => undefined, graph: () => 'an-example-of-a-long-name'}})),
		];

		expect(lines.map(spans => textWidth(textOf(spans)))).toEqual(lines.map(() => width));
	}));
});

test('an import never fills more cells than round(duration / cell), and has at most one end sign', () => {
	fc.assert(fc.property(histories, fc.integer({min: minute, max: hour}), fc.integer({min: 1, max: 60}), ({fromMs, durationMs, status}, cellMs, cells) => {
		const shown = shownImport([{at: noon + fromMs, status: 'IMPORTING'}, ...(durationMs === undefined ? [] : [{at: noon + fromMs + durationMs, status}])]);
		const drawn = textOf(timelineRowSpans(rowOf(shown), timelineScale({startAt: noon, cellMs, cells}, now, {columns}), {names})).slice(labelWidth);
		expect(drawn).toHaveLength(cells);
		const lengthMs = Math.max(0, (shown.end?.at ?? now) - shown.startAt);
		expect(drawn.match(/[█◄]/gv)?.length ?? 0).toBeLessThanOrEqual(Math.round(lengthMs / cellMs));
		expect(drawn.match(/[?⊗⊘►✓✗]/gv)?.length ?? 0).toBeLessThanOrEqual(1);
	}));
});
