import {describe, expect, test} from 'vitest';
import {type Effect, eventsOf} from '../../../source/app/effect.ts';
import {detailsPlanOf} from '../../../source/app/details/details-round.ts';
import {type Message} from '../../../source/app/message.ts';
import {type Model} from '../../../source/app/model.ts';
import {pollPlanOf} from '../../../source/app/selectors.ts';
import {update} from '../../../source/app/update.ts';
import {type WatchEvent} from '../../../source/imports/event.ts';
import {parseFilter} from '../../../source/imports/filter/filter.ts';
import {type ImportDetails} from '../../../source/imports/details.ts';
import {type Failure} from '../../../source/imports/failures/failure.ts';
import {type UntilDone} from '../../../source/imports/polling/until-done.ts';
import {expectEvents} from '../../support/events.ts';
import {
	after,
	defaultId,
	detailsAnswered,
	effectsOf,
	freshModel,
	only,
	scanEnded,
	scanned,
	scannedIn,
	scanStep,
	scanSteps,
	startAt,
	untilDoneOf,
} from '../../support/model.ts';
import {
	importTasks,
	numbered,
	snapshotOf,
	taskId,
} from '../../support/tasks.ts';

const script = (settings: Parameters<typeof freshModel>[0] = {}): Model => freshModel({
	detailsBudget: 0, asksReasons: true, intervalMs: 10_000, ...settings,
});

const keysOf = (model: Model): readonly string[] => detailsPlanOf(only(model), model).keys;
const roundOf = (model: Model): number => detailsPlanOf(only(model), model).round;
const wakeAtOf = (model: Model): number | undefined => detailsPlanOf(only(model), model).wakeAt;

const failure: Failure = {kind: 'network', sentence: 'No network.', isTransient: true};

const explained: ImportDetails = {status: 'FAILED', statusReason: 'OUT_OF_MEMORY: No room.'};
const reason = {code: 'OUT_OF_MEMORY', summary: 'OUT_OF_MEMORY: No room.', statusReason: 'OUT_OF_MEMORY: No room.'};

const answered = (number: number, afterMs: number, details: ImportDetails = explained): Message => detailsAnswered(number, details, afterMs);

const refused = (number: number, afterMs: number, kind: 'permission' | 'network' = 'permission', targetId = defaultId): Message => ({
	type: 'detailsAnswered', targetId, key: taskId(number), at: startAt + afterMs, answer: {kind: 'failure', failure: {kind, sentence: 'No.', isTransient: false}},
});

const due = (afterMs: number): Message => ({type: 'detailsDue', targetId: defaultId, at: startAt + afterMs});

const eventsAfter = (model: Model, ...messages: readonly Message[]): readonly WatchEvent[] => {
	const events = eventsOf(effectsOf(model, ...messages));
	expectEvents(events);
	return events;
};

describe('a script', () => {
	const failed = scanned(scanned(script(), importTasks(2)), [numbered(1, 'FAILED'), numbered(2)], 10_000);

	test('requests the reason of an import that fails, and nothing else, even if details are off', () => {
		expect(keysOf(scanned(script(), [numbered(1, 'FAILED'), numbered(2)]))).toEqual([]);
		expect(keysOf(failed)).toEqual([taskId(1)]);
	});

	test('requests it once if the response is final', () => {
		const model = scanned(after(failed, answered(1, 10_100)), [numbered(1, 'FAILED'), numbered(2)], 60_000);
		expect(roundOf(model)).toBe(roundOf(failed));
	});

	test.each<[string, ImportDetails]>([
		['has no reason', {status: 'FAILED'}],
		['says that the import is in progress', {...explained, progress: {status: 'IN_PROGRESS'}}],
		['is older than the list', {status: 'IMPORTING'}],
	])('requests it again if the response %s, without reporting a reason', (_, details) => {
		expect(eventsAfter(failed, answered(1, 10_100, details))).toEqual([]);
		const model = scanned(after(failed, answered(1, 10_100, details)), [numbered(1, 'FAILED'), numbered(2)], 20_000);
		expect(roundOf(model)).toBe(roundOf(failed) + 1);
		expect(keysOf(model)).toEqual([taskId(1)]);
	});

	test('stops requesting a reason that AWS does not give', () => {
		let model = failed;

		for (let count = 1; count <= 20; count++) {
			model = scanned(after(model, answered(1, count * 20_000, {status: 'FAILED'})), [numbered(1, 'FAILED'), numbered(2)], (count * 20_000) + 10_000);
		}

		expect(roundOf(model) - roundOf(failed)).toBe(4);
	});

	test('reports the reason once, and adds it to the change', () => {
		const model = after(failed, answered(1, 10_100));
		expect(eventsAfter(failed, answered(1, 10_100), answered(1, 10_200))).toMatchObject([{event: 'reason', task: {taskId: taskId(1), status: 'FAILED'}, reason}]);
		expect(model.changes).toMatchObject([{change: {kind: 'changed', to: 'FAILED'}, reason}]);
	});

	test('reports the reason with the change if it is known already', () => {
		const rollingBack = scanned(scanned(script({detailsBudget: 20}), importTasks(1)), importTasks(1, 'ROLLING_BACK'), 10_000);
		const {effects} = scanStep(after(rollingBack, answered(1, 10_100)), importTasks(1, 'FAILED'), 20_000);
		expect(eventsOf(effects)).toMatchObject([{event: 'changed', to: 'FAILED', reason}]);
	});

	test('requests at most five reasons at a time, and the next ones as soon as these are known', () => {
		let model = scanned(scanned(script(), importTasks(12)), importTasks(12, 'FAILED'), 10_000);
		const requested: string[] = [];

		while (new Set(requested).size < 12) {
			const keys = keysOf(model);
			expect(keys.length).toBeLessThanOrEqual(5);
			requested.push(...keys);

			for (const key of keys) {
				model = after(model, answered(Number(key.slice(2)), 10_100));
			}
		}

		expect(requested).toHaveLength(12);
		expect(model.changes.every(change => change.reason !== undefined)).toBe(true);
	});

	test('reports once that AWS denies the request, and then makes no more for a minute', () => {
		const isDenied = (effect: Effect): boolean => effect.type === 'detailsDenied';
		const effects = effectsOf(failed, refused(1, 10_100), refused(1, 10_200));
		expect(effects.filter(effect => isDenied(effect))).toHaveLength(1);
		const later = scanned(scanned(after(failed, refused(1, 10_100)), importTasks(2, 'FAILED'), 20_000), importTasks(2, 'FAILED'), 60_000);
		expect(roundOf(later)).toBe(roundOf(failed));
	});

	test('emits progress only if details are on', () => {
		expect(eventsAfter(scanned(script(), importTasks(1)), answered(1, 100, {status: 'IMPORTING', progress: {percentage: 5}}))).toEqual([]);
	});
});

test('a reason from an earlier run is not news', () => {
	const change = {
		change: {
			kind: 'changed', task: numbered(1, 'FAILED'), from: 'IMPORTING', to: 'FAILED',
		}, at: startAt - 1000,
	} as const;
	const restored = (isExplained: boolean): Model => scanned(after(freshModel(), {
		type: 'stateRestored', targetId: defaultId, savedState: {
			imports: [{task: numbered(1, 'FAILED')}],
			changes: [{
				...change,
				...(isExplained && {reason: {...reason, code: 'OUT_OF_MEMORY', remedy: 'Give the graph more memory (m-NCU), then start the import again.'}}),
			}],
			until: startAt - 1000,
		},
	}), importTasks(1, 'FAILED'));
	expect(eventsAfter(restored(true), answered(1, 100)).filter(({event}) => event === 'reason')).toEqual([]);
	expect(eventsAfter(restored(false), answered(1, 100)).filter(({event}) => event === 'reason')).toHaveLength(1);
});

describe('--until-done', () => {
	const decided = scanned(scanned(script({untilDone: untilDoneOf()}), importTasks(2)), [numbered(1, 'FAILED'), numbered(2, 'SUCCEEDED')], 10_000);

	test('stops polling at the result, and waits for the reason', () => {
		expect(decided).toMatchObject({outcome: 'failed', isQuitting: false});
		expect(pollPlanOf(only(decided), decided)).toEqual({kind: 'rest'});
		expect(wakeAtOf(decided)).toBe(startAt + 16_000);
		expect(eventsAfter(decided, answered(1, 10_100))).toMatchObject([
			{event: 'reason', reason},
			{
				event: 'done', result: 'failed', failed: [{taskId: taskId(1), reason}], decidedBy: {taskId: taskId(1)},
			},
		]);
		expect(after(decided, answered(1, 10_100)).isQuitting).toBe(true);
	});

	test('requests the reason again until it settles, for at most 30 seconds', () => {
		let model = after(decided, answered(1, 10_100, {...explained, progress: {status: 'IN_PROGRESS'}}));
		const wokenAt: number[] = [];

		while (!model.isQuitting) {
			const at = wakeAtOf(model) ?? 0;
			wokenAt.push(at - startAt);
			const before = roundOf(model);
			model = after(model, due(at - startAt));

			if (!model.isQuitting && roundOf(model) > before) {
				model = after(model, refused(1, at - startAt, 'network'));
			}
		}

		expect(wokenAt).toEqual([16_100, 22_100, 28_100, 34_100, 40_000]);
		expect(model.outcome).toBe('failed');
	});

	test('reports the provisional reason if it does not settle in time', () => {
		expect(eventsAfter(decided, answered(1, 10_100, {...explained, progress: {status: 'IN_PROGRESS'}}), due(40_000))).toMatchObject([{event: 'done', failed: [{reason}]}]);
	});

	test('does not wait if AWS denies the request', () => {
		expect(eventsAfter(decided, refused(1, 10_100))).toMatchObject([{event: 'done', result: 'failed', failed: [{taskId: taskId(1)}]}]);
	});

	test('does not wait if the list was read only in part, because a failed scan disconnects', () => {
		const before = scanned(script({untilDone: untilDoneOf({isFailFast: true})}), importTasks(2));
		const polling = after(before, {type: 'pollDue', targetId: defaultId, at: startAt + 10_000});
		const partly = after(polling, scanEnded({
			scanNumber: 2, afterMs: 10_000, tasks: [numbered(1, 'FAILED')], failure,
		}));
		expect(partly).toMatchObject({outcome: 'failed', isQuitting: true});
		expect(only(partly).details.round.number).toBe(only(before).details.round.number);
	});

	describe('with --fail-fast and two targets, one with a failed import whose reason is unknown', () => {
		const [waiting, other] = ['dev@us-east-1', 'prod@us-east-1'] as const;
		const targets = [{profile: 'dev', region: 'us-east-1'}, {profile: 'prod', region: 'us-east-1'}];
		const untilDone = untilDoneOf({isFailFast: true, filter: parseFilter('task:t-0000000001')});
		const running = scannedIn(scannedIn(script({detailsBudget: 20, targets, untilDone}), waiting, [numbered(1)]), other, [numbered(2)]);
		const failed = scannedIn(running, other, [numbered(2, 'FAILED')], 10_000);

		test.each<[string, Model]>([
			['could not be read later', after(...scanSteps(failed, other, {afterMs: 20_000, failure}))],
			['denies the request', after(failed, refused(2, 10_100, 'permission', other))],
		])('does not wake up for a target that %s, until the wait ends', (_, unreachable) => {
			const model = scannedIn(unreachable, waiting, [numbered(1, 'FAILED')], 20_000);
			expect(model).toMatchObject({outcome: 'failed', isQuitting: false});
			expect(model.targets.values().map(target => detailsPlanOf(target, model).wakeAt).toArray()).toEqual([startAt + 26_000, startAt + 50_000]);
		});
	});

	test.each(['CANCELLED', 'DELETED', 'SUCCEEDED'])('does not wait for an import that is %s', status => {
		expect(scanned(scanned(script({untilDone: untilDoneOf()}), importTasks(1)), importTasks(1, status), 10_000).isQuitting).toBe(true);
	});

	test('keeps its result if the time is up while it waits', () => {
		expect(after(decided, {type: 'timedOut', at: startAt + 11_000})).toMatchObject({outcome: 'failed', isQuitting: true});
	});

	test('waits for the reason of an import that rolls back with --fail-fast', () => {
		const model = scanned(scanned(script({untilDone: untilDoneOf({isFailFast: true})}), importTasks(2)), [numbered(1, 'ROLLING_BACK'), numbered(2)], 10_000);
		expect(keysOf(model)).toEqual([taskId(1)]);
		expect(after(model, answered(1, 10_100, {...explained, status: 'ROLLING_BACK'})).isQuitting).toBe(true);
	});

	test('requests the reason of an import that had failed before the start while another is running', () => {
		const model = scanned(script({untilDone: untilDoneOf()}), [numbered(1, 'FAILED'), numbered(2)]);
		expect([keysOf(model), model.outcome]).toEqual([[taskId(1)], undefined]);
		expect(keysOf(scanned(script({asksReasons: false, untilDone: untilDoneOf()}), [numbered(1, 'FAILED'), numbered(2)]))).toEqual([]);
	});

	test('requests the reasons of at most 20 imports that had failed before the start', () => {
		let model = scanned(script({untilDone: untilDoneOf()}), importTasks(100, 'FAILED'));
		const requested: string[] = [];

		while (!model.isQuitting) {
			const keys = keysOf(model);
			requested.push(...keys);
			model = after(model, ...keys.map(key => answered(Number(key.slice(2)), 100)));
		}

		expect(requested).toHaveLength(20);
	});
});

describe('--new', () => {
	const waiting = (fields: Partial<UntilDone> = {}): Model => script({untilDone: untilDoneOf({isNewOnly: true, expected: 1, ...fields})});

	test('ignores imports of the first complete list, whatever becomes of them', () => {
		const model = scanned(scanned(waiting(), [numbered(1, 'SUCCEEDED'), numbered(2)]), [numbered(1, 'SUCCEEDED'), numbered(2, 'FAILED')], 10_000);
		expect(model.outcome).toBeUndefined();
	});

	test('waits for an import that appears later', () => {
		const started = scanned(scanned(waiting(), importTasks(1)), importTasks(2), 10_000);
		expect(started.outcome).toBeUndefined();
		const [model, effects] = update(after(started, {type: 'pollDue', targetId: defaultId, at: startAt + 20_000}), {
			type: 'scanEnded', targetId: defaultId, at: startAt + 20_000, scanNumber: 3, chance: 0, snapshot: snapshotOf([numbered(1), numbered(2, 'SUCCEEDED')]),
		});
		expect(model).toMatchObject({outcome: 'succeeded', isQuitting: true});
		expect(eventsOf(effects).at(-1)).toMatchObject({event: 'done', decidedBy: {taskId: taskId(2)}, counts: {succeeded: 1, active: 0}});
	});

	test('counts no import as new before a list was complete', () => {
		const model = scanned(scanned(scanned(waiting(), importTasks(1, 'SUCCEEDED'), 0, false), importTasks(2, 'SUCCEEDED'), 10_000), importTasks(2, 'SUCCEEDED'), 20_000);
		expect(model.outcome).toBeUndefined();
	});

	test('ignores an old import that disappears and comes back', () => {
		let back = waiting();

		for (const [index, count] of [2, 1, 1, 2].entries()) {
			back = scanned(back, importTasks(count, 'SUCCEEDED'), index * 10_000);
		}

		expect(back.outcome).toBeUndefined();
	});
});
