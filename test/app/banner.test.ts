import {describe, expect, it} from 'vitest';
import {bannerLines} from '../../source/app/banner.ts';
import {createKeymap} from '../../source/app/keys/key-settings.ts';
import {type Failure} from '../../source/imports/failures/failure.ts';
import {type InitialSettings, type Model} from '../../source/app/model.ts';
import {
	after,
	afterCommands,
	defaultId,
	freshModel,
	scanEnded,
	scanned,
	startAt,
} from '../support/model.ts';
import {numbered, snapshotOf} from '../support/tasks.ts';

type Settings = Partial<Omit<InitialSettings, 'columns'>> & {readonly columns?: number; readonly rows?: number};

const failing = (failures: ReadonlyMap<string, Failure>, {columns = 100, rows = 30, ...settings}: Settings = {}): Model => {
	let model = freshModel({
		size: {columns, rows},
		targets: failures.keys().map(profile => ({profile, region: 'us-east-1'})).toArray(),
		...settings,
	});

	for (const {id, spec} of model.targets.values()) {
		model = after(model, {type: 'pollDue', at: startAt, targetId: id});
		model = after(model, {
			type: 'scanEnded',
			targetId: id,
			at: startAt,
			scanNumber: model.targets.get(id)?.scanNumber ?? 0,
			chance: 0.5,
			snapshot: snapshotOf([], false),
			failure: failures.get(spec.profile ?? ''),
		});
	}

	return model;
};

const failuresOf = (profiles: readonly string[]): ReadonlyMap<string, Failure> =>
	new Map(profiles.map(profile => [profile, {kind: 'network', sentence: `Nothing answers at ${profile}.example.`, isTransient: true}]));

const expired: Failure = {
	kind: 'credentials', sentence: 'The sign-in has expired.', remedy: 'Run: aws sso login --profile with-a-long-name', signInCommand: ['aws', 'sso', 'login'], isTransient: false,
};

describe('with several failing targets, the banner', () => {
	it('shows the earliest time and the next try of targets with the same failure', () => {
		const profiles = ['a', 'b', 'c'];
		const at = (seconds: number): number => startAt + (seconds * 1000);
		let model = freshModel({targets: profiles.map(profile => ({profile, region: 'us-east-1'}))});
		const failAt = (profile: string, seconds: number) => {
			const targetId = `${profile}@us-east-1`;
			model = after(model, {type: 'pollDue', at: at(seconds), targetId});
			model = after(model, {
				type: 'scanEnded', targetId, at: at(seconds), scanNumber: model.targets.get(targetId)?.scanNumber ?? 0, chance: 0.5, snapshot: snapshotOf([], false), failure: expired,
			});
		};

		failAt('a', 20);
		failAt('b', 10);
		failAt('c', 15);
		const whenIn = (shown: Model): string | undefined => /Since .*?\./v.exec(bannerLines(shown).join(' '))?.[0];
		const twoPaused = afterCommands(model, 'openTargets', 'togglePause', 'cursorDown', 'togglePause');
		expect([model, twoPaused, afterCommands(twoPaused, 'cursorDown', 'togglePause'), after(model, {type: 'pollDue', at: at(60), targetId: 'b@us-east-1'})].map(shown => whenIn(shown))).toEqual([
			'Since 12:00:10; next try 12:00:20.',
			'Since 12:00:10; next try 12:00:25.',
			'Since 12:00:10; paused.',
			'Since 12:00:10; trying now.',
		]);
	});

	it.each([
		[30, ['a', 'b', 'c', 'd']],
		[15, ['a', 'b']],
	])('shows a line per target if all lines fit, at %i rows', (rows, profiles) => {
		const lines = bannerLines(failing(failuresOf(profiles), {rows}));
		expect(lines.map(line => line.split(':', 1)[0])).toEqual(profiles);
	});

	it.each([
		[30, ['a', 'b', 'c', 'd', 'e'], ['a', 'b', 'c'], '2 more'],
		[15, ['a', 'b', 'c'], ['a'], '2 more'],
		[10, ['a', 'b'], ['a'], '1 more'],
		[8, ['a', 'b'], ['a'], '1 more'],
	])('counts the remaining targets on its last line, at %i rows', (rows, profiles, named, count) => {
		const lines = bannerLines(failing(failuresOf(profiles), {rows}));
		expect(lines.slice(0, -1).map(line => line.split(':', 1)[0])).toEqual(named);
		expect(lines.at(-1)).toBe(`${count} failing. Press t to see why.`);
	});

	it.each([
		['names the configured key of the targets screen', ['T'], /failing\. Press T to see why\.$/v],
		['names no key if the targets screen has none', [], /failing\.$/v],
	])('%s', (_, keys, expected) => {
		const keymap = createKeymap(new Map([['openTargets', keys]]), []);
		expect(bannerLines(failing(failuresOf(['a', 'b']), {rows: 8}), keymap)).toEqual([expect.stringMatching(/^a: /v), expect.stringMatching(expected)]);
		expect(bannerLines(failing(failuresOf(['a', 'b', 'c', 'd', 'e'])), keymap).at(-1)).toMatch(expected);
	});

	it('joins the targets that fail alike', () => {
		expect(bannerLines(failing(new Map(['a', 'b', 'c'].map(profile => [profile, expired])), {columns: 140, canSignIn: true}))).toEqual([
			'a, b, c: The sign-in has expired. Run: aws sso login --profile with-a-long-name · Since 12:00:00; next try 12:00:10.',
			'Press L to sign in.',
		]);
		expect(bannerLines(failing(new Map(['a', 'b', 'c', 'd'].map(profile => [profile, expired])), {columns: 140})).join(' ')).toMatch(/^a, b and 2 more: The sign-in has expired\./v);
	});

	it.each([[140, 40], [80, 24], [60, 15], [45, 10]])('cuts no remedy at %i×%i', (columns, rows) => {
		const text = bannerLines(failing(new Map([['a', expired], ...failuresOf(['b', 'c'])]), {columns, rows})).join(' ');
		expect(text).toContain('Run: aws sso login --profile with-a-long-name');
		expect(text).toMatch(/c: Nothing answers at c\.example\.|2 more failing\./v);
	});
});

describe('with one failing target, the banner', () => {
	const failingWith = (failure: Partial<Failure>, settings = {}): string => bannerLines(failing(new Map([['a', {...expired, ...failure}]]), {canSignIn: true, ...settings})).join(' ');

	it.each([
		['the sign-in', failingWith({}), / Press L to sign in\.$/v],
		['a poll, if the user has to act', failingWith({signInCommand: []}, {canSignIn: false}), / Press r to try now\.$/v],
		['no key, if waiting helps', failingWith({kind: 'throttled', isTransient: true}, {canSignIn: false}), /; next try \d\d:\d\d:\d\d\.$/v],
		['the regions, if none is set', failingWith({kind: 'configuration'}, {canSignIn: false, targets: [{profile: 'a', region: undefined}]}), / Press R to choose a region\.$/v],
	])('names the key for %s', (_, text, expected) => {
		expect(text).toMatch(expected);
	});

	it('names the key on the same line down to the width that the line needs', () => {
		const keymap = createKeymap(new Map([['signIn', ['ctrl+g']]]), []);
		const line = 'The sign-in has expired. Run: aws sso login --profile with-a-long-name · Since 12:00:00; next try 12:00:10. Press Ctrl+G to sign in.';
		const [exact, narrower] = [4, 3].map(margins => bannerLines(failing(new Map([['a', expired]]), {canSignIn: true, columns: line.length + margins}), keymap));
		expect(exact).toEqual([line]);
		expect(narrower).toEqual([line.slice(0, line.indexOf(' Press')), 'Press Ctrl+G to sign in.']);
	});

	it.each([[140, 40], [80, 24], [60, 15], [45, 10], [40, 9]])('cuts no remedy and names the key at %i×%i', (columns, rows) => {
		const text = failingWith({}, {columns, rows});
		expect(text).toContain('Run: aws sso login --profile with-a-long-name');
		expect(text).toMatch(/Press L to sign in\.$/v);
	});
});

it('ends with an ellipsis if not all missed changes fit', () => {
	const before = [numbered(1), numbered(2), numbered(3)];
	const changed = [numbered(1, 'FAILED'), numbered(2, 'CANCELLED'), numbered(3, 'SUCCEEDED')];
	const missed = (columns: number, rows: number): readonly string[] => bannerLines(scanned(scanned(freshModel({size: {columns, rows}}), before), changed, 3_600_000));
	expect(missed(80, 24)).toEqual(['Since 12:00: 1 succeeded, 1 failed, 1 cancelled']);
	expect(missed(40, 10)).toEqual(['Since 12:00: 1 succeeded, 1 failed,…']);
});

describe('on a network failure, the banner', () => {
	const noConnection: Failure = {
		kind: 'network', sentence: 'No connection.', remedy: 'Check the network.', isTransient: true,
	};
	const failed = after(freshModel(), scanEnded({failure: noConnection}));

	it.each([
		['when it tries again', failed, 'next try 12:00:10.'],
		['that it is paused', afterCommands(failed, 'togglePause'), 'paused.'],
		['that it tries now', afterCommands(failed, 'refresh'), 'trying now.'],
	])('says %s', (_, model, when) => {
		expect(bannerLines(model)).toEqual([`No connection. Check the network. Since 12:00:00; ${when}`]);
	});

	it('names the day of a time that is not today', () => {
		const retriedAt = (afterMs: number): readonly string[] => {
			const scanning = after(failed, {type: 'pollDue', targetId: defaultId, at: startAt + afterMs});
			return bannerLines(after(scanning, scanEnded({scanNumber: 2, afterMs, failure: noConnection})));
		};

		const hourMs = 3_600_000;
		expect(retriedAt(11 * hourMs)).toEqual(['No connection. Check the network. Since 12:00:00; next try 23:00:10.']);
		expect(retriedAt((12 * hourMs) - 5000)).toEqual(['No connection. Check the network. Since 12:00:00; next try Mon 00:00:05.']);
		expect(retriedAt(72 * hourMs)).toEqual(['No connection. Check the network. Since Sun 12:00:00; next try 12:00:10.']);
		expect(retriedAt(240 * hourMs)).toEqual(['No connection. Check the network. Since 1 Mar 12:00:00; next try 12:00:10.']);
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
