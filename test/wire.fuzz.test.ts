import fc from 'fast-check';
import {expect, test} from 'vitest';
import {eventsOf} from '../source/app/effect.ts';
import {type Message} from '../source/app/message.ts';
import {defaultKeymap} from '../source/app/keys/keymap.ts';
import {type Model} from '../source/app/model.ts';
import {type Transition} from '../source/app/store.ts';
import {update} from '../source/app/update.ts';
import {listedImport, type HistoryEvent, isChangeEvent} from '../source/imports/event.ts';
import {observedImports} from '../source/imports/timeline/observed-imports.ts';
import {knownStatuses} from '../source/imports/task.ts';
import {type ObservedImport, timelineImport} from '../source/imports/timeline/timeline.ts';
import {detailsFromWire, taskFromWire} from '../source/neptune/from-wire.ts';
import {outcomeLines} from '../source/print/outcome-lines.ts';
import {plainLine} from '../source/print/plain-lines.ts';
import {summaryLines} from '../source/print/summary.ts';
import {csvLines, historyLines, taskTable} from '../source/print/tables.ts';
import {timelineLines as printedTimeline} from '../source/print/timeline-lines.ts';
import {
	controlling,
	jsonLine,
	textWidth,
	unprintable,
} from '../source/text/printable.ts';
import {themes} from '../source/text/themes.ts';
import {changeSpans} from '../source/ui/list/change-spans.ts';
import {columnNames} from '../source/imports/column-names.ts';
import {columnsIn, headingSpans, rowSpans} from '../source/ui/list/columns.ts';
import {groupSpans} from '../source/ui/list/group-spans.ts';
import {
	filterSpans,
	pageRows,
	positionSpans,
	messageSpans,
} from '../source/ui/list/list-spans.ts';
import {previewLines} from '../source/ui/list/preview-spans.ts';
import {detailsLines} from '../source/ui/lines/details-lines.ts';
import {visibleLines} from '../source/ui/lines/lines.ts';
import {scrolledScreenOf} from '../source/ui/lines/screen-lines.ts';
import {type Span, spansWidth} from '../source/ui/lines/span.ts';
import {
	selectedSentence,
	timelineLines,
	timelineSentences,
	timelineTitle,
} from '../source/ui/timeline/timeline-lines.ts';
import {announcementsOf, openingAnnouncements} from '../source/ui/speech/announcements.ts';
import {expectEvents} from './support/events.ts';
import {stressCount} from './support/stress.ts';
import {
	after,
	defaultId,
	freshModel,
	afterCommands,
	recordsOf,
	scanEnded,
	startAt,
} from './support/model.ts';

const dangerous = fc.constantFrom(
	'\u{1B}[8m',
	'\u{1B}]52;c;aGk=\u{7}',
	'\u{1B}]0;t\u{7}',
	'\u{9B}2J',
	'\u{202E}',
	'\u{2066}',
	'\u{200B}',
	'\u{200D}',
	'\u{FE0F}',
	'\r',
	'\n',
	'\t',
	'\0',
	'\u{D800}',
	'日本',
	'👩‍👩‍👧',
	'e\u{301}',
	'=1+1',
	'"',
	',',
	' ',
);
const texts = fc.oneof(
	fc.array(fc.oneof(dangerous, fc.string({unit: 'binary', maxLength: 4})), {maxLength: 12}).map(parts => parts.join('')),
	fc.string({unit: 'binary', maxLength: 300}),
	fc.constant('語'.repeat(1200)),
);
const numbers = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(-1, 0, 100, 1e21, 2_857_143_043, Number.MAX_VALUE));
const values = fc.oneof({weight: 5, arbitrary: texts}, {weight: 1, arbitrary: fc.jsonValue({stringUnit: 'binary'})}, {weight: 2, arbitrary: numbers});
const statuses = fc.oneof(fc.constantFrom(...knownStatuses), values);

const wireTasks = fc.record({
	taskId: fc.oneof({weight: 4, arbitrary: fc.constantFrom('t-1', 't-2', 't-3')}, {weight: 1, arbitrary: values}),
	graphId: values,
	source: fc.oneof(values, texts.map(text => `s3://bucket/${text}`)),
	format: values,
	parquetType: values,
	roleArn: values,
	status: statuses,
	novelty: values,
}, {requiredKeys: ['taskId', 'status']});

const wireDetails = fc.oneof({weight: 1, arbitrary: fc.jsonValue({stringUnit: 'binary'})}, {
	weight: 5,
	arbitrary: fc.record({
		status: statuses,
		attemptNumber: values,
		statusReason: values,
		importOptions: fc.oneof(values, fc.record({neptune: fc.dictionary(texts, values, {maxKeys: 3})})),
		importTaskDetails: fc.oneof(values, fc.record({
			status: values, startTime: values, timeElapsedSeconds: values, progressPercentage: values, errorCount: values, errorDetails: values, statementCount: values, dictionaryEntryCount: values,
		}, {requiredKeys: []})),
		novelty: values,
	}, {requiredKeys: []}),
});

const sizes = fc.constantFrom({columns: 140, rows: 40}, {columns: 80, rows: 24}, {columns: 60, rows: 15}, {columns: 45, rows: 10});
const polls = fc.array(
	fc.record({
		entries: fc.array(fc.oneof({weight: 9, arbitrary: wireTasks}, {weight: 1, arbitrary: fc.jsonValue()}), {maxLength: 4}),
		details: wireDetails,
		sentence: fc.option(texts, {nil: undefined}),
	}),
	{minLength: 1, maxLength: 3},
);

/*
Each poll lists the entries, or fails with this sentence, and then answers for the details of all imports.
*/
const messagesOf = ({entries, details: wire, sentence}: (typeof polls extends fc.Arbitrary<ReadonlyArray<infer Poll>> ? Poll : never), number: number): readonly Message[] => {
	const afterMs = number * 10_000;
	const at = startAt + afterMs;
	const tasks = entries.map(entry => taskFromWire(entry)).filter(task => task !== undefined);
	const details = detailsFromWire(wire);
	return [
		...(number === 1 ? [] : [{type: 'pollDue', targetId: defaultId, at} as const]),
		scanEnded({
			scanNumber: number, afterMs, tasks, ...(sentence !== undefined && {
				failure: {
					kind: 'service', sentence, remedy: sentence, isTransient: true,
				},
			}),
		}),
		...(details === undefined
			? []
			: tasks.map(({taskId}) => ({
				type: 'detailsAnswered', targetId: defaultId, key: taskId, at: at + 1, answer: {kind: 'details', details},
			} as const))),
	];
};

const expectText = (lines: readonly string[], columns = Infinity): void => {
	for (const line of lines) {
		expect(line.match(unprintable)).toBeNull();
		expect(textWidth(line)).toBeLessThanOrEqual(columns);
	}
};

const expectSpans = (spans: readonly Span[], columns: number): void => {
	expectText(spans.map(({text}) => text));
	expect(spansWidth(spans)).toBeLessThanOrEqual(columns);
};

// The styles that the program itself uses.
const withoutStyles = (lines: readonly string[]): readonly string[] => lines.map(line => line.replaceAll(/\u{1B}\[(?:0|(?:[1247]|3\d|9\d)(?:;[1247])*)m/gv, ''));

const expectPrinted = (model: Model, events: readonly HistoryEvent[]): void => {
	const {size: {columns}} = model;
	const records = recordsOf(model);
	const imports = records.map(({task, known}) => listedImport(task, {profile: 'p', region: 'r', isShown: true}, known?.details));

	for (const width of [columns, undefined]) {
		expectText(withoutStyles(taskTable(imports, {columns: width, theme: themes.default, hasDetails: true})), width);
		expectText(withoutStyles(historyLines(events, {columns: width, theme: themes.default})), width);
	}

	expect(csvLines(imports, {hasDetails: true}).join('').match(controlling)).toBeNull();
	expectText(summaryLines({
		imports: records, isRead: true, failures: [], columns, now: startAt,
	}), columns);

	const followed = records.map(({targetId, task}) => ({targetId, task, isGone: false}));

	for (const outcome of ['succeeded', 'failed', 'timedOut', 'unanswered'] as const) {
		expectText(outcomeLines(outcome, {
			followed, named: [], expected: 0, isRead: true, failures: [], graphFailures: [], nameOf: () => undefined,
		}));
	}
};

const expectDrawn = (model: Model): void => {
	const {size: {columns}} = model;

	for (const chosen of [undefined, ...columnNames.map(name => [name])]) {
		const shown = columnsIn(columns, {hasProfile: true, hasRegion: true}, chosen);
		expectSpans(headingSpans(shown, model), columns);

		for (const row of pageRows(model)) {
			expectSpans(rowSpans(shown, row), columns);
		}
	}

	for (const spans of [groupSpans(model), filterSpans(model, defaultKeymap), positionSpans(model), messageSpans(model, columns) ?? []]) {
		expectSpans(spans, columns);
	}

	for (const change of model.changes) {
		expectSpans(changeSpans(change, columns, {timeText: () => '12:00:00'}), columns);
	}

	for (const {targetId, task: {taskId}} of recordsOf(model)) {
		for (const line of visibleLines(detailsLines(model, {targetId, taskId}))) {
			// Drawing truncates them.
			expectText(line.map(({text}) => text));
		}
	}
};

/*
Checks every other screen of the last import.
*/
const expectScreens = (model: Model, history: readonly ObservedImport[]): void => {
	const {size: {columns}} = model;

	for (const command of ['openChanges', 'openTargets', 'openCommands'] as const) {
		const {title = '', lines} = scrolledScreenOf(afterCommands(model, command), defaultKeymap) ?? {};
		expectText([title, ...(lines === undefined ? [] : visibleLines(lines).flat().map(({text}) => text))]);
	}

	for (const line of previewLines(model, defaultKeymap, 4)) {
		expectSpans(line, columns);
	}

	const timeline = after(afterCommands(model, 'openTimeline'), {type: 'historyRead', imports: history});

	for (const line of timelineLines(timeline, defaultKeymap)) {
		expectSpans(line, columns);
	}

	expectText([timelineTitle(timeline), selectedSentence(timeline), ...timelineSentences(timeline, 20)]);
};

const expectTimeline = (history: readonly ObservedImport[], columns: number): void => {
	const lines = printedTimeline(history.map(one => timelineImport(one)).filter(one => one !== undefined), {
		since: startAt - 3_600_000, now: startAt + 60_000, columns, theme: themes.default, names: {target: targetId => targetId, graph: (_, graphId) => graphId}, seenUntil: () => startAt,
	});
	expectText(withoutStyles(lines));
};

test('any answer of the service is printed and drawn as text that fits', () => {
	fc.assert(fc.property(polls, sizes, (list, size) => {
		let model = after(afterCommands(freshModel({size}), 'cursorDown'), {type: 'connected', targetId: defaultId, target: {profile: 'p', region: 'us-east-1'}});
		const events: HistoryEvent[] = [];

		for (const message of list.flatMap((poll, index) => messagesOf(poll, index + 1))) {
			const [next, effects] = update(model, message);
			const transition: Transition = {
				before: model, after: next, message, effects,
			};
			const observed = eventsOf(effects);
			model = next;
			expectEvents(observed.map((event): unknown => JSON.parse(jsonLine(event))));
			expectText(observed.map(event => jsonLine(event)));
			expectText(withoutStyles(observed.map(event => plainLine(event, {theme: themes.default})?.text ?? '')));
			expectText(announcementsOf(transition));
			events.push(...observed.filter(event => event.event === 'baseline' || isChangeEvent(event)));
			expectDrawn(model);
		}

		const history = observedImports(events, () => defaultId);
		expectText(openingAnnouncements(model));
		expectPrinted(model, events);
		expectTimeline(history, model.size.columns);
		expectScreens(model, history);
	}), {numRuns: stressCount({usual: 5, full: 100})});
});
