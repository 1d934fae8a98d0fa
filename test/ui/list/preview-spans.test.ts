import {expect, test} from 'vitest';
import {defaultKeymap} from '../../../source/app/keys/keymap.ts';
import {previewLines} from '../../../source/ui/list/preview-spans.ts';
import {freshModel, scanned, withGraphs} from '../../support/model.ts';
import {importTask} from '../../support/tasks.ts';

test.each([
	['AVAILABLE', 128, 80, 'people (128 m-NCU)'],
	['IMPORTING', 128, 80, 'people (importing, 128 m-NCU)'],
	['IMPORTING', undefined, 80, 'people (importing)'],
	['AVAILABLE', undefined, 80, 'people'],
	['IMPORTING', 128, 64, 'people (importing, 128 m-NCU)'],
	['IMPORTING', 128, 63, 'people (importing)'],
	['IMPORTING', 128, 52, 'people'],
])('the heading of the preview describes a graph with the status %s and %s m-NCU at %i columns as "%s"', (status, provisionedMemory, columns, text) => {
	const listed = scanned(freshModel({size: {columns, rows: 24}}), [importTask({status: 'SUCCEEDED'})]);
	const model = withGraphs(listed, [{
		id: 'g-0000000001', name: 'people', status, provisionedMemory,
	}]);
	const [heading = []] = previewLines(model, defaultKeymap, 4);
	expect(heading.map(span => span.text).join('').replaceAll(/^ ── | ─*$/gv, '')).toBe(`t-0000000001 · ✓ succeeded · ${text}`);
});
