import {expect, test} from 'vitest';
import {defaultKeymap} from '../../../source/app/keys/keymap.ts';
import {previewLines} from '../../../source/ui/list/preview-spans.ts';
import {messageSpans} from '../../../source/ui/list/list-spans.ts';
import {type Model} from '../../../source/app/model.ts';
import {
	after,
	afterCommands,
	detailsAnswered,
	freshModel,
	scanned,
	startAt,
	withGraphs,
} from '../../support/model.ts';
import {importTask, snapshotOf} from '../../support/tasks.ts';

/*
Targets with these profiles. The first one lists an import.
*/
const listed = (columns: number, profiles: readonly string[]): Model => after(
	freshModel({size: {columns, rows: 24}, canCancel: true, targets: profiles.map(profile => ({profile, region: 'us-east-1', id: profile}))}),
	{type: 'pollDue', targetId: 'dev', at: startAt},
	{
		type: 'scanEnded', targetId: 'dev', at: startAt, chance: 0.5, scanNumber: 1, snapshot: snapshotOf([importTask()]), failure: undefined,
	},
);

test.each([
	['AVAILABLE', 128, 80, 'people (128 m-NCU)'],
	['IMPORTING', 128, 80, 'people (importing, 128 m-NCU)'],
	['IMPORTING', undefined, 80, 'people (importing)'],
	['AVAILABLE', undefined, 80, 'people'],
	['IMPORTING', 128, 64, 'people (importing, 128 m-NCU)'],
	['IMPORTING', 128, 63, 'people (importing)'],
	['IMPORTING', 128, 52, 'people'],
])('the heading of the preview describes a graph with the status %s and %s m-NCU at %i columns as "%s"', (status, provisionedMemory, columns, text) => {
	const plain = scanned(freshModel({size: {columns, rows: 24}}), [importTask({status: 'SUCCEEDED'})]);
	const model = withGraphs(plain, [{
		id: 'g-0000000001', name: 'people', status, provisionedMemory,
	}]);
	const [heading = []] = previewLines(model, defaultKeymap, 4);
	expect(heading.map(span => span.text).join('').replaceAll(/^ ── | ─*$/gv, '')).toBe(`t-0000000001 · ✓ succeeded · ${text}`);
});

test('the preview advises to start an import again in a new graph if its graph does not exist', () => {
	const task = importTask({status: 'FAILED'});
	const failed = after(scanned(freshModel({size: {columns: 140, rows: 24}}), [task]), detailsAnswered(1, {status: 'FAILED', statusReason: 'OUT_OF_MEMORY'}));
	const adviceIn = (model: Model): string => previewLines(model, defaultKeymap, 4).flat().map(span => span.text).join('');
	const known = withGraphs(failed, [{id: 'g-0000000001', name: 'people', status: 'AVAILABLE'}]);
	expect(adviceIn(known)).toContain('→ Give the graph more memory (m-NCU), then start the import again.');
	expect(adviceIn(withGraphs(known, []))).toContain('→ Start the import again in a new graph with more memory (m-NCU).');
});

test.each([52, 80])('the heading of the preview names the target if there are several, at %i columns', columns => {
	const alone = listed(columns, ['dev']);
	const several = listed(columns, ['dev', 'staging']);
	const headingIn = (model: Model): string => previewLines(model, defaultKeymap, 4)[0]?.map(span => span.text).join('') ?? '';
	expect(headingIn(alone)).toContain('t-0000000001 · ◕ importing');
	expect(headingIn(several)).toContain('t-0000000001 · dev · ◕ importing');
});

test.each([
	[140, ' Cancel t-0000000001 (dev, graph g-0000000001, importing)? Type 0001: '],
	[80, ' Cancel t-0000000001 (dev, graph g-0000000001, importing)? Type 0001: '],
	[60, ' Cancel t-0000000001 (dev, importing)? Type 0001: '],
	[45, ' Cancel t-0000000001 (dev)? Type 0001: '],
])('the question before a cancellation names the target if there are several, at %i columns', (columns, text) => {
	const asking = afterCommands(listed(columns, ['dev', 'staging']), 'askToCancel');
	expect(messageSpans(asking, columns - 1)?.map(span => span.text).join('').trimEnd()).toBe(text.trimEnd());
});
