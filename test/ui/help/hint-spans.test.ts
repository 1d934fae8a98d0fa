import {describe, expect, it} from 'vitest';
import {hintSpans} from '../../../source/ui/help/hint-spans.ts';
import {defaultKeymap} from '../../../source/app/keys/keymap.ts';
import {type Model} from '../../../source/app/model.ts';
import {
	filtering,
	freshModel,
	afterCommands,
	scanned,
} from '../../support/model.ts';
import {importTask} from '../../support/tasks.ts';

const hints = (model: Model): string => hintSpans(model, defaultKeymap).map(({text}) => text).join('').trim();
const listed = (columns: number, status = 'IMPORTING'): Model => scanned(freshModel({size: {columns, rows: 24}}), [importTask({status})]);

describe('the key hints of the list', () => {
	it.each([
		[140, 'Enter details  / filter  Tab group  s sort  e changes  T timeline  y copy ID  Y commands  o console  r refresh  p pause  ? help  q quit'],
		[100, 'Enter details  / filter  Tab group  s sort  T timeline  Y commands  p pause  ? help  q quit'],
		[80, 'Enter details  / filter  Tab group  s sort  T timeline  p pause  ? help  q quit'],
		[60, 'Enter details  / filter  Tab group  s sort  ? help  q quit'],
		[45, 'Enter details  / filter  ? help  q quit'],
	])('at %i columns are %s', (columns, expected) => {
		expect(hints(listed(columns))).toBe(expected);
	});

	it('name no key that needs an import if none is shown', () => {
		expect(hints(afterCommands(filtering(listed(140), 'nowhere'), 'keepFilter'))).toBe('/ filter  Esc clear  Tab group  s sort  e changes  T timeline  r refresh  p pause  ? help  q quit');
		expect(hints(afterCommands(scanned(freshModel({size: {columns: 140, rows: 24}}), []), 'openTimeline'))).not.toContain('details');
		expect(hints(afterCommands(listed(140), 'openChanges'))).not.toContain('details');
	});

	it('show the key that ends a pause', () => {
		expect(hints(afterCommands(listed(80), 'togglePause'))).toBe('Enter details  / filter  Tab group  s sort  p resume  ? help  q quit');
	});

	it('show the key for the commands of a failed import, and the key that clears a filter', () => {
		expect(hints(listed(80, 'FAILED'))).toBe('Enter details  / filter  Tab group  s sort  Y commands  p pause  ? help  q quit');
		expect(hints(afterCommands(filtering(listed(80, 'FAILED'), 't-'), 'keepFilter'))).toBe('Enter details  / filter  Esc clear  Tab group  Y commands  ? help  q quit');
		expect(hints(afterCommands(filtering(listed(80), 't-'), 'keepFilter'))).toBe('Enter details  / filter  Esc clear  Tab group  s sort  p pause  ? help  q quit');
	});
});

describe('the key hints of another screen', () => {
	it('end with the way back and the help, at any width', () => {
		for (const columns of [140, 80, 45]) {
			expect(hints(afterCommands(listed(columns), 'openDetails'))).toMatch(/Esc back {2}\? help$/v);
		}
	});
});
