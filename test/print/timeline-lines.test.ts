import {expect, it} from 'vitest';
import {observedImports} from '../../source/imports/timeline/observed-imports.ts';
import {type HistoryEvent} from '../../source/imports/event.ts';
import {timelineImport} from '../../source/imports/timeline/timeline.ts';
import {timelineLines} from '../../source/print/timeline-lines.ts';
import {createTheme} from '../../source/text/themes.ts';
import {importTask, taskId} from '../support/tasks.ts';

const now = new Date(2026, 2, 1, 12).getTime();
const minute = 60_000;

type Fields = {readonly event: 'baseline' | 'appeared'} | {readonly event: 'changed'; readonly from: string; readonly to: string};

const event = (minutesAgo: number, fields: Fields, status: string): HistoryEvent => ({
	version: 1, at: new Date(now - (minutesAgo * minute)).toISOString(), profile: 'prod', region: 'us-east-1', task: importTask({taskId: taskId(1), status}), ...fields,
});

const events: readonly HistoryEvent[] = [
	event(90, {event: 'appeared'}, 'INITIALIZING'),
	event(60, {event: 'changed', from: 'INITIALIZING', to: 'IMPORTING'}, 'IMPORTING'),
	event(30, {event: 'changed', from: 'IMPORTING', to: 'SUCCEEDED'}, 'SUCCEEDED'),
];

const importsIn = (drawn: readonly HistoryEvent[]) => observedImports(drawn, () => 'prod@us-east-1').map(seen => timelineImport(seen)).filter(one => one !== undefined);

const draw = (drawn: readonly HistoryEvent[], hasTheme = false): readonly string[] => timelineLines(importsIn(drawn), {
	since: now - (120 * minute),
	now,
	columns: 80,
	theme: hasTheme ? createTheme({hasColor: true}) : undefined,
	names: {target: () => undefined, graph: () => undefined},
	seenUntil: () => now - (10 * minute),
});

it('draws the recorded imports as on the screen', () => {
	const lines = draw(events);
	expect(lines).toHaveLength(3);
	expect(lines[0]).toMatch(/^ Timeline {2}last 2 h/v);
	expect(lines[1]).toMatch(/^ {17}10:00 .*11:00 .*now$/v);
	expect(lines[2]).toMatch(/^ g-0000000001 {5,}░+█+\S 1h 00m +│$/v);
});

it('draws the time since the last scan as not observed', () => {
	expect(draw(events.slice(0, 2))[2]).toMatch(/ ░+█+┄+►$/v);
});

it('colors lines only with a theme', () => {
	expect(draw(events, true)[2]).toContain('\u{1B}[36m');
	expect(draw(events).join('')).not.toContain('\u{1B}');
});

it('leaves out an import that had ended when it was first seen', () => {
	expect(draw([event(90, {event: 'baseline'}, 'SUCCEEDED')])).toHaveLength(2);
});
