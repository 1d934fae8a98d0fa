import {expect, it} from 'vitest';
import {type Model} from '../../../source/app/model.ts';
import {headerSpans} from '../../../source/ui/list/header-spans.ts';
import {
	after,
	afterCommands,
	defaultId,
	freshModel,
	scanned,
	startAt,
} from '../../support/model.ts';
import {importTask, snapshotOf} from '../../support/tasks.ts';

const read = (model: Model, targetId: string, afterMs: number): Model => {
	const at = startAt + afterMs;
	const scanning = after(model, {type: 'pollDue', at, targetId});
	return after(scanning, {
		type: 'scanEnded',
		targetId,
		at,
		scanNumber: scanning.targets.get(targetId)?.scanNumber ?? 0,
		chance: 0.5,
		snapshot: snapshotOf([]),
		failure: undefined,
	});
};

const headerText = (model: Model): string => [...headerSpans(model).before, ...headerSpans(model).after].map(({text}) => text).join('');

it('shows the oldest of the last reads of several targets', () => {
	const model = freshModel({targets: [{profile: 'dev', region: 'us-east-1'}, {profile: 'prod', region: 'us-east-1'}]});
	const [dev = '', prod = ''] = model.targets.keys();
	const devFirst = read(read(model, dev, 0), prod, 300_000);
	const prodFirst = read(read(model, prod, 0), dev, 300_000);

	expect(headerText(devFirst)).toContain('all read since 12:00');
	expect(headerText(prodFirst)).toContain('all read since 12:00');
	expect(headerText(read(devFirst, dev, 600_000))).toContain('all read since 12:05');
});

const dayMs = 86_400_000;

it('names the day of the last read if it is not today', () => {
	const targets = ['dev', 'prod'].map(profile => ({profile, region: 'us-east-1'}));
	const [one, several] = [freshModel({size: {columns: 140, rows: 20}}), freshModel({size: {columns: 140, rows: 20}, targets})];
	const [dev = '', prod = ''] = several.targets.keys();

	expect(headerText(after(read(one, defaultId, 0), {type: 'pollDue', at: startAt + (3 * dayMs), targetId: defaultId}))).toMatch(/ · updated Sun 12:00:00$/v);
	expect(headerText(read(read(several, dev, 0), prod, 3 * dayMs))).toMatch(/ · all read since Sun 12:00$/v);
});

it('counts hidden targets, at any width', () => {
	const targets = ['dev', 'staging', 'prod'].map(profile => ({profile, region: 'us-east-1'}));
	const hiddenIn = (columns: number) => {
		let model = freshModel({size: {columns, rows: 20}, targets});

		for (const id of model.targets.keys()) {
			model = read(model, id, 0);
		}

		const one = afterCommands(model, 'openTargets', 'hideTarget');
		return [model, one, afterCommands(one, 'cursorDown', 'hideTarget'), afterCommands(one, 'cursorDown', 'togglePause')].map(shown => headerText(shown).replace(/^.* (?=live)/v, ''));
	};

	expect(hiddenIn(140)).toEqual([
		'live · every 30 s · all read since 12:00',
		'live · 1 hidden · every 30 s · all read since 12:00',
		'live · 2 hidden · every 30 s · all read since 12:00',
		'live, 1 paused · 1 hidden · every 30 s · all read since 12:00',
	]);
	expect(hiddenIn(45)).toEqual(['live', 'live · 1 hidden', 'live · 2 hidden', 'live, 1 paused · 1 hidden']);
});

it.each([
	[60, ' prod (123456789012) · us-east-1', '5 s · 12:00:10'],
	[45, ' prod · us-east-1', ' · 12:00:10'],
	[40, ' prod · us-east-1', ' · 12:00:10'],
])('names the profile, the region and the time of the last read at %i columns', (columns, start, end) => {
	const connected = after(freshModel({size: {columns, rows: 10}}), {type: 'connected', targetId: defaultId, target: {profile: 'prod', region: 'us-east-1'}});
	const text = headerText(scanned(scanned(connected, [importTask()]), [importTask({status: 'SUCCEEDED'})], 10_000));
	expect(text.startsWith(start)).toBe(true);
	expect(text.endsWith(end)).toBe(true);
});
