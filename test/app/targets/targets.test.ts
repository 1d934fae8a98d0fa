import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {eventsOf} from '../../../source/app/effect.ts';
import {bannerLines} from '../../../source/app/banner.ts';
import {type Message} from '../../../source/app/message.ts';
import {type InitialSettings, type Model} from '../../../source/app/model.ts';
import {countsOf, shownChanges, shownImports} from '../../../source/app/list/list-view.ts';
import {statusSummaryOf} from '../../../source/app/status-summary.ts';
import {pollPlanOf, selectedImport} from '../../../source/app/selectors.ts';
import {type TargetState} from '../../../source/app/targets/target-state.ts';
import {
	failureMessages,
	findRecord,
	graphFailures,
	refOf,
	targetNamer,
} from '../../../source/app/targets/targets.ts';
import {
	after,
	afterCommands,
	effectsOf,
	filtering,
	freshModel,
	recordsOf,
	scannedIn,
	scanSteps,
	startAt,
	untilDoneOf,
} from '../../support/model.ts';
import {numbered, taskId} from '../../support/tasks.ts';

const dev = 'dev@us-east-1';
const prod = 'prod@eu-west-1';

const two = (settings: Partial<InitialSettings> = {}): Model => freshModel({
	targets: [{profile: 'dev', region: 'us-east-1'}, {profile: 'prod', region: 'eu-west-1'}],
	...settings,
});

const targetIn = (model: Model, id: string): TargetState => {
	const target = model.targets.get(id);

	if (target === undefined) {
		throw new Error(`Unknown target ${id}`);
	}

	return target;
};

/*
Returns the next poll of each target in milliseconds after `startAt`.
*/
const dueTimes = (model: Model): readonly number[] => model.targets.values().map(target => {
	const plan = pollPlanOf(target, model);
	return plan.kind === 'wait' ? plan.until - startAt : NaN;
}).toArray();

const failing = (model: Model, id: string, afterMs = 0): Model => after(...scanSteps(model, id, {
	afterMs, failure: {
		kind: 'credentials', sentence: 'The sign-in has ended.', remedy: 'Run aws sso login.', isTransient: false,
	},
}));

const read = (settings: Partial<InitialSettings> = {}): Model => scannedIn(scannedIn(two(settings), dev, [numbered(1), numbered(2)]), prod, [numbered(1)]);

describe('several targets', () => {
	test('have separate lists: the same ID in two targets is two imports', () => {
		const model = read();
		expect(shownImports(model).map(record => refOf(record))).toEqual([{targetId: dev, taskId: taskId(1)}, {targetId: prod, taskId: taskId(1)}, {targetId: dev, taskId: taskId(2)}]);
		expect(countsOf(model).all).toBe(3);

		const changed = scannedIn(model, prod, [numbered(1, 'FAILED')], 10_000);
		expect(changed.changes).toMatchObject([{change: {kind: 'changed', task: {taskId: taskId(1)}}, targetId: prod}]);
		expect(findRecord(changed, {targetId: dev, taskId: taskId(1)})?.task.status).toBe('IMPORTING');
	});

	test('each have a cursor position for the same ID', () => {
		const picked = after(read(), {type: 'importPicked', targetId: prod, key: taskId(1)});
		expect(selectedImport(picked)?.targetId).toBe(prod);
		const other = after(picked, {type: 'importPicked', targetId: dev, key: taskId(1)});
		expect(selectedImport(other)?.targetId).toBe(dev);
	});

	test('fail, back off and recover independently', () => {
		const model = failing(read(), prod, 10_000);
		expect(targetIn(model, dev).failure).toBeUndefined();
		expect(countsOf(model).all).toBe(3);
		expect(bannerLines(model).join(' ')).toMatch(/^prod@eu-west-1: The sign-in has ended\. Run aws sso login\. Since 12:00:10; next try/v);

		const both = failing(model, dev, 10_000);
		expect(bannerLines(both)[0]).toMatch(/^dev@us-east-1, prod@eu-west-1: The sign-in has ended\. /v);
		expect(shownImports(scannedIn(both, dev, [numbered(7)], 20_000))).toHaveLength(4);
	});

	test('spread their polls over an adaptive interval', () => {
		const profiles = ['a', 'b', 'c', 'd'];
		let model = freshModel({targets: profiles.map(profile => ({profile, region: 'us-east-1'}))});
		const ids = model.targets.keys().toArray();

		for (const [index, id] of ids.entries()) {
			model = scannedIn(model, id, [], index * 100);
		}

		for (let round = 0; round < 5; round++) {
			const due = dueTimes(model);
			expect(due.map(at => at % 30_000)).toEqual([0, 7500, 15_000, 22_500]);

			for (const [index, id] of ids.entries()) {
				model = scannedIn(model, id, [], due[index]);
			}
		}
	});

	test('match filters for profiles and regions', () => {
		const shown = (query: string): number => shownImports(filtering(read(), query)).length;
		expect([shown('profile:prod'), shown('-profile:prod'), shown('region:us-east'), shown('eu-west'), shown('region:mars')]).toEqual([1, 2, 2, 1, 0]);
	});

	test('can be paused, refreshed and hidden one by one', () => {
		const listed = afterCommands(read(), 'openTargets', 'cursorDown');
		const paused = afterCommands(listed, 'togglePause');
		expect(paused.targets.values().map(({isPaused}) => isPaused).toArray()).toEqual([false, true]);
		expect(targetIn(afterCommands(paused, 'togglePause'), prod).isPaused).toBe(false);

		const refreshing = afterCommands(listed, 'refresh');
		expect(refreshing.targets.values().map(({poll}) => poll.kind).toArray()).toEqual(['waiting', 'scanning']);

		const hidden = afterCommands(listed, 'hideTarget');
		expect(countsOf(hidden).all).toBe(2);
		expect(scannedIn(hidden, prod, [numbered(1, 'FAILED')], 10_000).changes).toHaveLength(1);
		expect(countsOf(afterCommands(hidden, 'hideTarget')).all).toBe(3);
	});

	test('record changes while they are hidden, and show them afterwards', () => {
		const listed = scannedIn(afterCommands(read(), 'openTargets', 'cursorDown', 'hideTarget'), prod, [numbered(1, 'FAILED')], 10_000);
		const hidden = afterCommands(scannedIn(listed, dev, [numbered(1), numbered(2, 'FAILED')], 20_000), 'closeScreen');
		const ofTargets = (model: Model): readonly string[] => shownChanges(model).map(({targetId}) => targetId);
		expect(hidden.changes.map(({targetId}) => targetId)).toEqual([dev, prod]);
		expect(ofTargets(hidden)).toEqual([dev]);
		expect(statusSummaryOf(hidden).title).toMatch(/· 1 failed –/v);
		expect(ofTargets(afterCommands(hidden, 'openTargets', 'cursorDown', 'hideTarget'))).toEqual([dev, prod]);

		const changes = afterCommands(hidden, 'openChanges', 'cursorLast');
		expect(changes.screen).toMatchObject({kind: 'changes', selected: undefined});
		expect(afterCommands(changes, 'openDetails').screen).toMatchObject({kind: 'details', ref: {targetId: dev, taskId: taskId(2)}});
	});

	test('can be added and removed, except the last one', () => {
		const added = afterCommands(after(afterCommands(read(), 'openProfiles'), {type: 'profilesListed', profiles: ['dev', 'prod', 'staging']}), 'cursorLast', 'toggleChoice');
		expect(added.targets.keys().toArray()).toEqual([dev, prod, 'staging@us-east-1', 'staging@eu-west-1']);

		expect(dueTimes(added).slice(2)).toEqual([0, 100]);

		const changed = scannedIn(scannedIn(added, dev, [numbered(1, 'FAILED'), numbered(2)], 10_000), prod, [numbered(1, 'FAILED')], 10_000);
		const without = afterCommands(changed, 'cursorUp', 'toggleChoice');
		expect(without.targets.keys().toArray()).toEqual([dev, 'staging@us-east-1', 'staging@eu-west-1']);
		expect(without.changes.map(({targetId}) => targetId)).toEqual([dev]);
		expect(recordsOf(without).every(({targetId}) => targetId === dev)).toBe(true);
		expect(recordsOf(scannedIn(without, dev, [numbered(1), numbered(2)], 20_000))).toHaveLength(2);

		const last = afterCommands(without, 'cursorDown', 'toggleChoice');
		expect(last.targets.keys().toArray()).toEqual([dev]);
		const kept = afterCommands(last, 'cursorFirst', 'toggleChoice');
		expect(kept.targets.keys().toArray()).toEqual([dev]);
		expect(kept.notice).toBe('Can\'t remove the last target');
	});

	test('can be chosen in the profile picker, unless the user has opened another screen or prompt', () => {
		const listed: Message = {type: 'profilesListed', profiles: ['dev', 'prod']};
		const requested = afterCommands(read(), 'openProfiles');
		expect(after(requested, listed).screen).toMatchObject({kind: 'picker', of: 'profiles'});
		expect(after(afterCommands(requested, 'cursorDown'), listed).screen).toMatchObject({kind: 'picker', of: 'profiles'});
		expect(after(afterCommands(read(), 'openTargets', 'openProfiles'), listed).screen).toMatchObject({kind: 'picker', of: 'profiles'});

		for (const command of ['openDetails', 'openHelp', 'openChanges', 'openRegions', 'openTargets', 'editFilter', 'askToCancel'] as const) {
			const elsewhere = afterCommands(afterCommands(read({canCancel: true}), 'openProfiles'), command);
			expect(after(elsewhere, listed).screen).toBe(elsewhere.screen);
		}
	});

	test('are replaced by the chosen region if they have none', () => {
		const broken = failing(freshModel({targets: [{profile: 'dev', region: undefined}, {profile: 'prod', region: 'eu-west-1'}]}), 'dev@');
		const chosen = afterCommands(broken, 'openRegions', 'cursorFirst', 'toggleChoice');
		expect(chosen.targets.keys().toArray()).toEqual([prod, dev, 'prod@us-east-1']);
		expect(afterCommands(failing(freshModel(), '@'), 'openRegions', 'cursorFirst', 'toggleChoice').targets.keys().toArray()).toEqual(['@us-east-1']);

		// Only a region replaces them.
		const profile = afterCommands(after(afterCommands(broken, 'openProfiles'), {type: 'profilesListed', profiles: ['dev', 'prod', 'staging']}), 'cursorLast', 'toggleChoice');
		expect(profile.targets.has('dev@')).toBe(true);

		// While it connects, its region may still become known.
		expect(afterCommands(freshModel(), 'openRegions', 'cursorFirst', 'toggleChoice').targets.keys().toArray()).toEqual(['@', '@us-east-1']);
	});

	test('keep the picker\'s cursor in place if the profiles arrive twice', () => {
		const listed: Message = {type: 'profilesListed', profiles: ['dev', 'prod', 'staging']};
		const chosen = afterCommands(after(afterCommands(read(), 'openProfiles', 'openProfiles'), listed), 'cursorLast');
		expect(after(chosen, listed)).toBe(chosen);
	});

	test('share the objects of unchanged imports after a scan', () => {
		const before = read({detailsBudget: 0});
		const model = scannedIn(scannedIn(before, dev, [numbered(1), numbered(2, 'FAILED')], 10_000), prod, [numbered(1)], 10_000);
		expect(targetIn(model, prod).imports).toBe(targetIn(before, prod).imports);
		expect(findRecord(model, {targetId: dev, taskId: taskId(1)})).toBe(findRecord(before, {targetId: dev, taskId: taskId(1)}));
	});

	test('are merged if they resolve to the same account and region', () => {
		const same = {profile: 'dev', region: 'us-east-1'};
		const model = after(two(), {type: 'connected', targetId: dev, target: same}, {type: 'connected', target: same, targetId: prod});
		expect(model.targets.keys().toArray()).toEqual([dev]);
		expect(model.notice).toBe('Already watching dev in us-east-1');
		expect(recordsOf(after(...scanSteps(model, dev, {tasks: [numbered(1)]})))).toHaveLength(1);
	});

	test('can\'t be changed in the demo', () => {
		for (const command of ['openProfiles', 'openRegions'] as const) {
			const model = afterCommands(freshModel({isDemo: true}), command);
			expect(model.screen.kind).toBe('list');
			expect(model.notice).toBe('The demo and replays have fixed profiles and regions');
		}
	});
});

describe('the name of a target', () => {
	const namesIn = (...targets: ReadonlyArray<readonly [profile: string, region: string]>): readonly unknown[] => {
		const model = freshModel({targets: targets.map(([profile, region]) => ({profile, region}))});
		return model.targets.keys().map(id => targetNamer(model)(id)).toArray();
	};

	test('is what differs from the other targets', () => {
		expect(namesIn(['dev', 'us-east-1'], ['prod', 'us-east-1'])).toEqual(['dev', 'prod']);
		expect(namesIn(['dev', 'us-east-1'], ['dev', 'eu-west-1'])).toEqual(['us-east-1', 'eu-west-1']);
		expect(namesIn(['dev', 'us-east-1'], ['prod', 'eu-west-1'])).toEqual(['dev@us-east-1', 'prod@eu-west-1']);
	});

	test('is not needed for a single target, and does not exist for an unknown one', () => {
		expect(namesIn(['dev', 'us-east-1'])).toEqual([undefined]);
		expect(targetNamer(two())('staging@us-east-1')).toBeUndefined();
	});

	test('precedes its failure if there are several targets', () => {
		expect(failureMessages(failing(two(), prod))).toEqual(['prod@eu-west-1: The sign-in has ended.']);
		expect(failureMessages(failing(freshModel(), '@'))).toEqual(['The sign-in has ended.']);
		expect(failureMessages(two())).toEqual([]);
	});
});

test('each reason why graphs could not be read is listed once', () => {
	const denied = (model: Model, targetId: string): Model => after(model, {
		type: 'graphsAnswered', targetId, at: startAt, answer: {
			kind: 'failure', calls: 1, failure: {kind: 'permission', sentence: 'No permission for ListGraphs.', isTransient: false},
		},
	});
	expect(graphFailures(read())).toEqual([]);
	expect(graphFailures(denied(read(), dev))).toEqual(['No permission for ListGraphs.']);
	expect(graphFailures(denied(denied(read(), dev), prod))).toEqual(['No permission for ListGraphs.']);
});

describe('--until-done with several targets', () => {
	const untilDone = untilDoneOf({expected: 1, isUnattended: false});

	test('ends when every target was read and all imports have finished', () => {
		const one = scannedIn(two({untilDone}), dev, [numbered(1, 'SUCCEEDED')]);
		expect(one.outcome).toBeUndefined();

		const unread = failing(one, prod, 100);
		expect(scannedIn(unread, dev, [numbered(1, 'SUCCEEDED')], 10_000).outcome).toBeUndefined();

		const active = scannedIn(unread, prod, [numbered(1)], 60_000);
		expect(active.outcome).toBeUndefined();
		const finished = scannedIn(active, prod, [numbered(1, 'SUCCEEDED')], 70_000);
		expect(finished.outcome).toBe('succeeded');
		expect(finished.isQuitting).toBe(true);
	});

	test('reports the target of each unfinished import', () => {
		const active = scannedIn(scannedIn(two({untilDone}), dev, [numbered(1, 'SUCCEEDED')]), prod, [numbered(1)]);
		const message = {type: 'timedOut', at: startAt + 60_000} as const;
		expect(eventsOf(effectsOf(active, message))).toMatchObject([{
			event: 'done', profile: 'dev,prod', region: 'us-east-1,eu-west-1', unfinished: [{taskId: taskId(1), profile: 'prod', region: 'eu-west-1'}],
		}]);
	});
});

test('events contain the profile and region of their target, but no internal ID', () => {
	const events = eventsOf(effectsOf(...scanSteps(read(), prod, {tasks: [numbered(1, 'FAILED'), numbered(2)], afterMs: 10_000})));
	expect(events).toMatchObject([{event: 'changed', profile: 'prod', region: 'eu-west-1'}, {event: 'appeared', profile: 'prod', region: 'eu-west-1'}]);
	expect(JSON.stringify(events)).not.toContain('targetId');
});

test('scans of one target never affect another, in any order', () => {
	const scans = fc.array(fc.record({isProd: fc.boolean(), numbers: fc.uniqueArray(fc.integer({min: 1, max: 5})), isFailing: fc.boolean()}), {maxLength: 12});

	fc.assert(fc.property(scans, steps => {
		let together = two();
		let alone = freshModel({targets: [{profile: 'dev', region: 'us-east-1'}]});

		for (const [index, {isProd, numbers, isFailing}] of steps.entries()) {
			const afterMs = index * 10_000;
			const step = (model: Model, id: string): Model => isFailing ? failing(model, id, afterMs) : scannedIn(model, id, numbers.map(number => numbered(number)), afterMs);
			together = step(together, isProd ? prod : dev);
			alone = isProd ? alone : step(alone, dev);
		}

		expect(targetIn(together, dev).imports).toEqual(targetIn(alone, dev).imports);
		expect(together.changes.filter(({targetId}) => targetId === dev)).toEqual(alone.changes);
	}));
});
