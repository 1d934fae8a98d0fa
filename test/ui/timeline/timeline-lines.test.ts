import {describe, expect, test} from 'vitest';
import {defaultKeymap} from '../../../source/app/keys/keymap.ts';
import {type Model} from '../../../source/app/model.ts';
import {type ObservedImport, type ObservedStatus} from '../../../source/imports/timeline/timeline.ts';
import {asciiText} from '../../../source/text/ascii-text.ts';
import {textWidth} from '../../../source/text/printable.ts';
import {announcementsOf} from '../../../source/ui/speech/announcements.ts';
import {currentLine} from '../../../source/ui/speech/current-line.ts';
import {timelineLines, selectedSentence} from '../../../source/ui/timeline/timeline-lines.ts';
import {
	after,
	defaultId,
	freshModel,
	afterCommands,
	startAt,
} from '../../support/model.ts';
import {importTask, taskId} from '../../support/tasks.ts';

const minute = 60_000;

const seen = (number: number, statuses: ReadonlyArray<readonly [minutesAgo: number, status: string]>, graphId: string): ObservedImport => ({
	targetId: defaultId,
	task: importTask({taskId: taskId(number), graphId, status: statuses.at(-1)?.[1] ?? ''}),
	observed: statuses.map(([minutesAgo, status]): ObservedStatus => ({at: startAt - (minutesAgo * minute), status})),
	isFirstSeen: false,
});

const opened = (history: readonly ObservedImport[], columns = 100, rows = 12): Model =>
	after(afterCommands(freshModel({size: {columns, rows}}), 'openTimeline'), {type: 'historyRead', imports: history});

const textOf = (model: Model): readonly string[] => timelineLines(model, defaultKeymap).map(line => line.map(({text}) => text).join(''));

const night = [
	seen(1, [[170, 'INITIALIZING'], [160, 'ANALYZING_DATA'], [120, 'IMPORTING'], [60, 'SUCCEEDED']], 'g-0000000001'),
	seen(2, [[50, 'IMPORTING'], [20, 'FAILED']], 'g-0000000001'),
	seen(3, [[400, 'IMPORTING'], [15, 'CANCELLED']], 'g-0000000002'),
];

describe('the drawing', () => {
	test('has a row for each import, under its graph', () => {
		const lines = textOf(afterCommands(opened(night), 'zoomIn'));
		expect(lines[0]).toMatch(/^ Timeline {2}last 3 h .*░ waiting {2}▒ analyzing {2}█ importing/v);
		expect(lines[2]).toMatch(/^▸g-0000000002 {11}◄█+⊘ 6h 25m/v);
		expect(lines[3]).toMatch(/^ g-0000000001 +│ *$/v);
		expect(lines[4]).toMatch(/^ {3}t-0000000002 +█+\S 30m 00s/v);
		expect(lines[5]).toMatch(/^ {3}t-0000000001 +░+▒+█+\S 1h 50m/v);
		expect(lines.at(-1)).toMatch(/^ t-0000000003 {2}cancelled {2}.*6h 25m {2}lake\/2026\/people\.csv +1–4 of 4 $/v);
	});

	test('has the region of each row with several targets, folded and unfolded', () => {
		const regions = ['us-east-1', 'us-west-2'];
		const history = regions.flatMap(region => [...night.slice(0, 2), seen(4, [[30, 'IMPORTING'], [10, 'SUCCEEDED']], 'g-0000000004')].map(one => ({
			...one, targetId: `dev@${region}`, graphName: one.task.graphId === 'g-0000000001' ? 'security-graph' : 'orders',
		})));
		const labelsIn = (columns: number) => {
			const two = freshModel({size: {columns, rows: 14}, targets: regions.map(region => ({profile: 'dev', region}))});
			const unfolded = after(afterCommands(two, 'openTimeline'), {type: 'historyRead', imports: history});
			return [unfolded, afterCommands(unfolded, 'toggleFold')].map(model => textOf(model).slice(2, -1).map(line => line.slice(1, columns < 100 ? 25 : 32).trim()).filter(label => label !== ''));
		};

		expect(labelsIn(100)).toEqual([
			['orders · us-east-1', 'orders · us-west-2', 'security-graph · us-east-1', 't-0000000002', 't-0000000001', 'security-graph · us-west-2', 't-0000000002', 't-0000000001'],
			['orders · us-east-1', 'orders · us-west-2', 'security-graph · us-east-1', 'security-graph · us-west-2'],
		]);
		expect(labelsIn(80)[1]).toEqual(['orders · us-east-1', 'orders · us-west-2', 'securi…graph us-east-1', 'securi…graph us-west-2']);
	});

	test('names graphs, in headings, in lanes and at single imports', () => {
		const named = night.map(one => ({...one, graphName: one.task.graphId === 'g-0000000001' ? 'fraud-eu' : 'devices-of-all-regions'}));
		const model = afterCommands(opened(named), 'zoomIn');
		expect(textOf(model).slice(2, 4)).toEqual([expect.stringMatching(/^▸devices-of-all-regio… {2}◄/v), expect.stringMatching(/^ fraud-eu {2}/v)]);
		expect(selectedSentence(model)).toMatch(/^1 of 3: t-0000000003, cancelled, graph devices-of-all-regions, /v);
		const folded = afterCommands(model, 'toggleFold', 'cursorDown');
		expect(textOf(folded)[3]).toMatch(/^▸fraud-eu {15}/v);
		expect(textOf(folded).at(-1)).toMatch(/^ fraud-eu {2}2 imports: 1 failed · 1 succeeded/v);
		expect(selectedSentence(folded)).toBe('2 of 2: graph fraud-eu, 2 imports: 1 failed, 1 succeeded');
	});

	test('leaves more room for the drawing in a narrow terminal', () => {
		const named = night.map(one => ({...one, graphName: 'devices-of-all-regions'}));
		expect(textOf(opened(named, 80)).find(line => line.includes('devices'))).toMatch(/^.devices-of-al… {2}/v);
	});

	test('shows the code of a failure and its duration, not dimmed', () => {
		const failed = {...seen(2, [[50, 'IMPORTING'], [20, 'FAILED']], 'g-0000000001'), reason: {code: 'PARSING_ERROR', summary: 'PARSING_ERROR: line 3'}} as const;
		const model = opened([failed]);
		const spans = timelineLines(model, defaultKeymap)[2] ?? [];
		expect(spans.find(({text}) => text.includes('PARSING_ERROR 30m 00s'))?.style).toBe('plain');
		expect(textOf(model).at(-1)).toMatch(/^ t-0000000002 {2}failed {2}PARSING_ERROR {2}/v);
		expect(selectedSentence(model)).toMatch(/^1 of 1: t-0000000002, failed, PARSING_ERROR, graph g-0000000001, /v);
	});

	test('has dates without weekdays if the window is longer than a week', () => {
		const ticks = (...commands: ReadonlyArray<'zoomOut'>): string | undefined => textOf(afterCommands(opened([seen(3, [[400, 'IMPORTING'], [15, 'CANCELLED']], 'g-1')], 140), ...commands))[1];
		expect(ticks('zoomOut', 'zoomOut', 'zoomOut')).toMatch(/[A-Z][a-z]{2} \d+ /v);
		expect(ticks('zoomOut', 'zoomOut', 'zoomOut', 'zoomOut', 'zoomOut')).toMatch(/ \d+ [A-Z][a-z]{2} +\d+ [A-Z][a-z]{2} /v);
	});

	test('fits every width, also in ASCII', () => {
		for (const columns of [40, 45, 60, 80, 140]) {
			for (const line of textOf(opened(night, columns))) {
				expect(textWidth(line)).toBeLessThanOrEqual(columns);
				expect(asciiText(line)).toMatch(/^\p{ASCII}*$/v);
				expect(asciiText(line)).toHaveLength(textWidth(line));
			}
		}
	});

	test('folds a graph to a lane in which the worst end wins a cell', () => {
		const lines = textOf(afterCommands(opened([
			seen(1, [[30, 'IMPORTING'], [29.9, 'SUCCEEDED']], 'g-0000000001'),
			seen(2, [[30, 'IMPORTING'], [29.9, 'FAILED']], 'g-0000000001'),
			seen(3, [[30, 'IMPORTING'], [29.9, 'SUCCEEDED']], 'g-0000000001'),
		])));
		expect(lines[2]).toMatch(/^▸g-0000000001 +✗ +│ *$/v);
		expect(lines.at(-1)).toMatch(/^ g-0000000001 {2}3 imports: 1 failed · 2 succeeded/v);
	});

	test('is one sentence per import for a screen reader', () => {
		expect(selectedSentence(opened(night))).toMatch(/^1 of 3: t-0000000003, cancelled, graph g-0000000002, from \S+, to \S+, importing 6h 25m, s3:\/\/lake\/2026\/people\.csv$/v);
	});

	test('is announced when it opens and when the history was read', () => {
		const before = freshModel();
		const open = afterCommands(before, 'openTimeline');
		const read = opened(night);
		expect(announcementsOf({before, after: open, effects: []})).toEqual(['Timeline, last 15 min, 0 graphs, 0 imports']);
		expect(announcementsOf({before: open, after: read, effects: []})).toMatchObject([
			'Timeline, last 6 h, 2 graphs, 3 imports',
			/^t-0000000003, cancelled/v,
			/^t-0000000002, failed/v,
			/^t-0000000001, succeeded/v,
		].map(text => typeof text === 'string' ? text : expect.stringMatching(text) as string));
		expect(announcementsOf({before: read, after: afterCommands(read, 'cursorDown'), effects: []})).toEqual([]);
		expect(currentLine(read).text).toMatch(/^1 of 3: t-0000000003, cancelled/v);
	});

	test('says so if nothing was observed', () => {
		expect(textOf(opened([]))[2]).toContain('Loading imports');
	});
});

test('a key builds only the visible rows of 10,000 imports over 90 days', () => {
	let reads = 0;
	const history = Array.from({length: 10_000}, (_, index): ObservedImport => {
		const at = startAt - (index * 13 * minute);
		const observed = ['INITIALIZING', 'ANALYZING_DATA', 'REPROVISIONING', 'IMPORTING', 'SUCCEEDED'].map((status, step) => ({at: at - ((5 - step) * 4 * minute), status}));
		return {
			targetId: defaultId,
			task: importTask({taskId: taskId(index), graphId: `g-${index % 50}`, status: 'SUCCEEDED'}),
			observed: new Proxy(observed, {
				get(target, key, receiver) {
					reads += key === 'entries' || key === 'find' ? 1 : 0;
					return Reflect.get(target, key, receiver) as unknown;
				},
			}),
			isFirstSeen: false,
		};
	});
	const model = afterCommands(opened(history, 140, 40), 'zoomOut', 'zoomOut', 'zoomOut', 'zoomOut', 'zoomOut', 'toggleFold');
	timelineLines(model, defaultKeymap);

	for (const command of ['cursorDown', 'pageForward', 'timelineBack', 'zoomIn', 'cursorLast'] as const) {
		reads = 0;
		timelineLines(afterCommands(model, command), defaultKeymap);
		expect(reads).toBeLessThanOrEqual(36);
	}
});
