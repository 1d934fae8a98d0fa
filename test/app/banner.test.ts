import {describe, expect, it} from 'vitest';
import {bannerLines} from '../../source/app/banner.ts';
import {createKeymap} from '../../source/app/keys/key-settings.ts';
import {type Model} from '../../source/app/model.ts';
import {
	after,
	freshModel,
	obeyed,
	scanEnded,
	startAt,
} from '../support/model.ts';
import {snapshotOf} from '../support/tasks.ts';

const failing = (profiles: readonly string[], rows: number): Model => {
	let model = freshModel({
		size: {columns: 100, rows},
		targets: profiles.map(profile => ({profile, region: 'us-east-1'})),
	});

	for (const targetId of model.targets.keys()) {
		model = after(model, {type: 'pollDue', at: startAt, targetId});
		model = after(model, {
			type: 'scanEnded',
			targetId,
			at: startAt,
			scanNumber: model.targets.get(targetId)?.scanNumber ?? 0,
			chance: 0.5,
			snapshot: snapshotOf([], false),
			failure: {kind: 'network', sentence: 'Nothing answers.', isTransient: true},
		});
	}

	return model;
};

describe('with several failing targets, the banner', () => {
	it.each([
		[30, ['a', 'b', 'c', 'd']],
		[15, ['a', 'b']],
	])('shows a line per target if all lines fit, at %i rows', (rows, profiles) => {
		const lines = bannerLines(failing(profiles, rows));
		expect(lines.map(line => line.split(':', 1)[0])).toEqual(profiles);
	});

	it.each([
		[30, ['a', 'b', 'c', 'd', 'e'], ['a', 'b', 'c'], '2 more'],
		[15, ['a', 'b', 'c'], ['a'], '2 more'],
	])('counts the remaining targets on its last line, at %i rows', (rows, profiles, named, count) => {
		const lines = bannerLines(failing(profiles, rows));
		expect(lines.slice(0, -1).map(line => line.split(':', 1)[0])).toEqual(named);
		expect(lines.at(-1)).toMatch(new RegExp(`^${count} `, 'v'));
	});

	it.each([
		['names the configured key of the targets screen', ['T'], /failing\. Press T for details\.$/v],
		['names no key if the targets screen has none', [], /failing\.$/v],
	])('%s', (_, keys, expected) => {
		const keymap = createKeymap(new Map([['openTargets', keys]]), []);
		expect(bannerLines(failing(['a', 'b'], 10), keymap)).toEqual([expect.stringMatching(expected)]);
		expect(bannerLines(failing(['a', 'b', 'c', 'd', 'e'], 30), keymap).at(-1)).toMatch(expected);
	});

	it('shows only the count if there is room for one line', () => {
		expect(bannerLines(failing(['a', 'b'], 10))).toEqual([expect.stringMatching(/^2 of 2 /v)]);
	});
});

describe('with one failing target, the banner', () => {
	const failed = after(freshModel(), scanEnded({
		failure: {
			kind: 'network', sentence: 'No connection.', remedy: 'Check the network.', isTransient: true,
		},
	}));

	it.each([
		['when it tries again', failed, 'next try 12:00:10.'],
		['that it is paused', obeyed(failed, 'togglePause'), 'paused.'],
		['that it tries now', obeyed(failed, 'refresh'), 'trying now.'],
	])('says %s', (_, model, when) => {
		expect(bannerLines(model)).toEqual([`No connection. Check the network. Since 12:00:00; ${when}`]);
	});

	it.each([
		[60, 30, ['No connection. Check the network. Since 12:00:00; next', 'try 12:00:10.']],
		[60, 10, ['No connection. Check the network.']],
		[30, 12, ['No connection. Check the', 'network.']],
		[30, 20, ['No connection. Check the', 'network. Since 12:00:00;', 'next try 12:00:10.']],
		[30, 19, ['No connection. Check the', 'network.']],
		[30, 11, ['Check the network.']],
		[20, 11, ['Check the', 'network.']],
	])('at %i×%i drops the time first, then the sentence, and never cuts the remedy', (columns, rows, lines) => {
		expect(bannerLines(after(failed, {type: 'resized', size: {columns, rows}}))).toEqual(lines);
	});
});
