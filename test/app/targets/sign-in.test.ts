import {describe, expect, test} from 'vitest';
import {bannerLines} from '../../../source/app/banner.ts';
import {createKeymap} from '../../../source/app/keys/key-settings.ts';
import {defaultKeymap} from '../../../source/app/keys/keymap.ts';
import {type InitialSettings, type Model} from '../../../source/app/model.ts';
import {type Failure} from '../../../source/imports/failures/failure.ts';
import {hintSpans} from '../../../source/ui/help/hint-spans.ts';
import {
	after,
	defaultId,
	freshModel,
	afterCommands,
	only,
	planOf,
	scanEnded,
	startAt,
} from '../../support/model.ts';
import {snapshotOf} from '../../support/tasks.ts';

const signInCommand = ['aws', 'sso', 'login', '--profile', 'dev'];
const expired: Failure = {
	kind: 'credentials', sentence: 'The sign-in of profile dev has expired.', remedy: 'Run aws sso login --profile dev.', signInCommand, isTransient: false,
};
const failing = (settings: Partial<InitialSettings> = {}, failure = expired): Model =>
	after(freshModel({canSignIn: true, size: {columns: 140, rows: 30}, ...settings}), scanEnded({failure}));
const warned = (leftMs: number, canSignIn = true): Model => after(freshModel({canSignIn}), {
	type: 'scanEnded',
	targetId: defaultId,
	at: startAt,
	scanNumber: 1,
	chance: 0.5,
	snapshot: snapshotOf([]),
	signIn: {endsAt: startAt + leftMs, renewal: 'aws sso login --profile dev', command: signInCommand},
});
const hints = (model: Model): string => hintSpans(model, defaultKeymap).map(({text}) => text).join('');

describe('L', () => {
	test('gives the terminal to the command that the banner names', () => {
		expect(afterCommands(failing(), 'signIn').suspension).toEqual({kind: 'signIn', command: signInCommand});
		expect(afterCommands(warned(600_000), 'signIn').suspension).toEqual({kind: 'signIn', command: signInCommand});
	});

	test.each([
		['a failure that a sign-in does not fix', failing({}, {kind: 'network', sentence: 'No connection.', isTransient: true}), 'No target needs a sign-in with aws sso login or aws login'],
		['a sign-in that ends in an hour', warned(3_600_000), 'No target needs a sign-in with aws sso login or aws login'],
		['a demo, a replay or --no-sign-in if no target needs a sign-in', warned(3_600_000, false), 'No target needs a sign-in with aws sso login or aws login'],
		['--no-sign-in if a target needs a sign-in', failing({canSignIn: false}), 'Signing in from here is disabled'],
	])('does nothing with %s', (_, model, notice) => {
		const pressed = afterCommands(model, 'signIn');
		expect(pressed.suspension).toBeUndefined();
		expect(pressed.notice).toBe(notice);
		expect(hints(model)).not.toContain('sign in');
		expect(bannerLines(model).join(' ')).not.toContain('to sign in');
	});

	test.each([
		[900_000, ['Sign-in expires at 12:15:00. To renew: aws sso login --profile dev · Press L to sign in.']],
		[900_001, []],
	])('is named by the banner at most 15 minutes before the end, here %i ms', (leftMs, lines) => {
		expect(bannerLines(warned(leftMs))).toEqual(lines);
	});

	test('has a line of its own in the banner if it does not fit into the last', () => {
		expect(bannerLines(after(warned(600_000), {type: 'resized', size: {columns: 74, rows: 30}})))
			.toEqual(['Sign-in expires at 12:10:00. To renew: aws sso login --profile dev', 'Press L to sign in.']);
	});

	test('is named by the banner and by the first hint', () => {
		expect(bannerLines(failing()).at(-1)).toMatch(/ Press L to sign in\.$/v);
		expect(hints(failing())).toMatch(/^ L sign in /v);
		expect(hints(failing({size: {columns: 45, rows: 10}}))).toMatch(/^ L sign in /v);
	});

	test.each([40, 60, 70, 80, 100, 140])('needs as many lines in the banner, whatever the key, at %i columns', columns => {
		const model = failing({size: {columns, rows: 30}});
		const longKey = createKeymap(new Map([['signIn', ['ctrl+right']]]), []);
		const noKey = createKeymap(new Map([['signIn', []]]), []);
		expect(bannerLines(model, longKey)).toHaveLength(bannerLines(model).length);
		expect(bannerLines(model, noKey)).toHaveLength(bannerLines(model).length);
		expect(Math.max(...bannerLines(model, longKey).map(line => line.length))).toBeLessThanOrEqual(columns - 4);
	});

	test('signs in to the selected target on the targets screen', () => {
		const other = {...expired, signInCommand: ['aws', 'login']};
		const two = freshModel({canSignIn: true, targets: [{profile: 'dev', region: 'us-east-1'}, {profile: 'prod', region: 'us-east-1'}]});
		const ended = (targetId: string, failure: Failure) => ({...scanEnded({failure}), targetId});
		const model = after(two, ended('dev@us-east-1', expired), {type: 'pollDue', targetId: 'prod@us-east-1', at: startAt}, ended('prod@us-east-1', other));
		expect(afterCommands(model, 'signIn').suspension).toMatchObject({command: signInCommand});
		expect(afterCommands(model, 'openTargets', 'cursorDown', 'signIn').suspension).toMatchObject({command: ['aws', 'login']});
	});
});

describe('after the command', () => {
	const signingIn = afterCommands(failing(), 'signIn');

	test('the program polls at once', () => {
		const model = after(signingIn, {type: 'continued', at: startAt + 5000});
		expect(model.suspension).toBeUndefined();
		expect(only(model).poll).toMatchObject({kind: 'scanning', startedAt: startAt + 5000});
		expect(model.notice).toBe('aws sso login --profile dev finished. Polling…');
	});

	test('a scan that ran meanwhile starts again, because it may use the old credentials', () => {
		const scanning = after(signingIn, {type: 'pollDue', targetId: defaultId, at: startAt + 1000});
		const before = planOf(scanning);
		expect(planOf(after(scanning, {type: 'continued', at: startAt + 5000}))).not.toEqual(before);
	});

	test('a failure is shown', () => {
		expect(after(signingIn, {type: 'continued', at: startAt, failure: 'It failed.'}).notice).toBe('It failed.');
	});
});

test('Ctrl+Z alone polls nothing when the program continues', () => {
	const stopped = afterCommands(failing(), 'suspend');
	expect(after(stopped, {type: 'continued', at: startAt})).toEqual({...stopped, suspension: undefined});
});
