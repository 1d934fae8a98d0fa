import {describe, expect, test} from 'vitest';
import {type ImportDetails} from '../../../source/imports/details.ts';
import {type ObservedImport, type ObservedStatus, type TimelineImport} from '../../../source/imports/timeline/timeline.ts';
import {spanText} from '../../../source/imports/timeline/timeline-text.ts';
import {type Model} from '../../../source/app/model.ts';
import {sortedImports} from '../../../source/app/timeline/timeline-imports.ts';
import {
	after,
	afterCommands,
	defaultId,
	detailsAnswered,
	filtering,
	freshModel,
	scanned,
	startAt,
	withGraphs,
} from '../../support/model.ts';
import {numbered, taskId} from '../../support/tasks.ts';

const minute = 60_000;

const seen = (number: number, observed: readonly ObservedStatus[], fields: Partial<ObservedImport> = {}): ObservedImport => ({
	targetId: defaultId, task: numbered(number, observed.at(-1)?.status), observed, isFirstSeen: false, ...fields,
});

const withHistory = (model: Model, ...imports: readonly ObservedImport[]): Model => after(model, {type: 'historyRead', imports});

const only = (model: Model): TimelineImport | undefined => {
	const imports = sortedImports(model);
	expect(imports.length).toBeLessThanOrEqual(1);
	return imports[0];
};

/*
Statuses with their minutes since the start.
*/
const observedIn = (shown: TimelineImport | undefined): ReadonlyArray<readonly [minutes: number, status: string | undefined]> | undefined =>
	shown?.observed.map(({at, status}) => [(at - startAt) / minute, status]);

const running = scanned(freshModel(), [numbered(1)]);

test('the timeline shows the elapsed time that AWS reported, as the details do', () => {
	const details: ImportDetails = {status: 'FAILED', progress: {startedAt: startAt - minute, elapsedMs: 48_000}};
	const ended = after(scanned(running, [numbered(1, 'FAILED')], minute), detailsAnswered(1, details, minute));
	const shown = only(ended);
	expect(shown && spanText(shown, startAt + minute)).toBe('48s');
});

describe('the observed statuses of a listed import', () => {
	test('begin with the first list, which may not be the start of the import', () => {
		expect(observedIn(only(running))).toEqual([[0, 'IMPORTING']]);
		expect(only(running)?.isFirstSeen).toBe(true);
	});

	test('begin with its appearance, which is the start of the import', () => {
		const appeared = scanned(scanned(freshModel(), []), [numbered(1, 'INITIALIZING')], minute);
		expect(observedIn(only(appeared))).toEqual([[1, 'INITIALIZING']]);
		expect(only(appeared)?.isFirstSeen).toBe(false);
	});

	test('go on with each change of this run', () => {
		const ended = scanned(scanned(running, [numbered(1, 'ROLLING_BACK')], minute), [numbered(1, 'FAILED')], 3 * minute);
		expect(observedIn(only(ended))).toEqual([[0, 'IMPORTING'], [1, 'ROLLING_BACK'], [3, 'FAILED']]);
	});

	test('begin with the history, which may overlap with this run', () => {
		const history = seen(1, [{at: startAt - (9 * minute), status: 'INITIALIZING'}, {at: startAt + minute, status: 'ROLLING_BACK'}]);
		const ended = scanned(scanned(withHistory(running, history), [numbered(1, 'ROLLING_BACK')], minute), [numbered(1, 'FAILED')], 3 * minute);
		expect(observedIn(only(ended))).toEqual([[-9, 'INITIALIZING'], [1, 'ROLLING_BACK'], [3, 'FAILED']]);
		expect(only(ended)?.isFirstSeen).toBe(false);
	});

	test('have the name of the graph and the reason of the history', () => {
		const reason = {code: 'PARSING_ERROR', summary: 'PARSING_ERROR: line 3'} as const;
		const history = seen(1, [{at: startAt - (9 * minute), status: 'IMPORTING'}, {at: startAt - minute, status: 'FAILED'}], {graphName: 'people', reason});
		expect(only(withHistory(scanned(freshModel(), [numbered(1, 'FAILED')]), history))).toMatchObject({graphName: 'people', reason});
	});

	test('have the reason that AWS reports, else that of the change', () => {
		const failed = scanned(running, [numbered(1, 'FAILED')], minute);
		const explained = after(failed, detailsAnswered(1, {status: 'FAILED', statusReason: 'OUT_OF_MEMORY: No room.'}, minute));
		expect(only(failed)?.reason).toBeUndefined();
		expect(only(explained)?.reason).toMatchObject({code: 'OUT_OF_MEMORY'});
	});
});

describe('an import that had ended before the first list', () => {
	const failed = scanned(freshModel(), [numbered(1, 'FAILED')]);
	const progress = (fields: ImportDetails['progress']): Model => after(failed, detailsAnswered(1, {status: 'FAILED', progress: fields}));

	test.each<[claim: string, model: Model]>([
		['without details', failed],
		['without its duration', progress({startedAt: startAt - (30 * minute)})],
		['without its start', progress({elapsedMs: 20 * minute})],
	])('is not drawn %s', (_claim, model) => {
		expect(only(model)).toBeUndefined();
	});

	test('is drawn from its start for its duration, as AWS reports them', () => {
		const shown = only(progress({startedAt: startAt - (30 * minute), elapsedMs: 20 * minute}));
		expect([shown?.startAt, observedIn(shown)]).toEqual([startAt - (30 * minute), [[-10, 'FAILED']]]);
	});

	test('has not ended later than it was listed', () => {
		expect(observedIn(only(progress({startedAt: startAt - (30 * minute), elapsedMs: 40 * minute})))).toEqual([[0, 'FAILED']]);
	});

	test('is drawn without its end and reason if it runs again', () => {
		const explained = after(failed, detailsAnswered(1, {status: 'FAILED', statusReason: 'OUT_OF_MEMORY: No room.', progress: {startedAt: startAt - (30 * minute), elapsedMs: 20 * minute}}));
		const again = only(scanned(explained, [numbered(1)], minute));
		expect([observedIn(again), again?.end, again?.reason]).toEqual([[[0, 'FAILED'], [1, 'IMPORTING']], undefined, undefined]);
	});
});

describe('a running import', () => {
	test('begins when AWS says that it started, and has its percentage', () => {
		const shown = only(after(running, detailsAnswered(1, {status: 'IMPORTING', progress: {startedAt: startAt - (30 * minute), elapsedMs: 30 * minute, percentage: 40}})));
		expect([shown?.startAt, shown?.percentage, shown?.end]).toEqual([startAt - (30 * minute), 40, undefined]);
	});
});

describe('an import of the history that is no longer listed', () => {
	const history = seen(2, [{at: startAt - (9 * minute), status: 'IMPORTING'}]);

	test('was last seen when the history says so', () => {
		expect(only(withHistory(scanned(freshModel(), []), history))?.seenUntil).toBe(startAt - (9 * minute));
	});

	test('is not drawn if its target is hidden or unknown, or if it is out of scope', () => {
		expect(only(withHistory(scanned(freshModel(), []), {...history, targetId: 'other'}))).toBeUndefined();
		expect(only(withHistory(scanned(freshModel({graphId: 'g-other'}), []), history))).toBeUndefined();
	});
});

describe('the imports of the timeline', () => {
	const base = withHistory(scanned(freshModel(), [numbered(1), numbered(2)]), seen(3, [{at: startAt - (9 * minute), status: 'IMPORTING'}, {at: startAt - minute, status: 'FAILED'}]));

	const steps: ReadonlyArray<readonly [claim: string, step: (model: Model) => Model]> = [
		['a key', model => afterCommands(model, 'cursorDown')],
		['a poll without news', model => scanned(model, [numbered(1), numbered(2)], minute)],
		['a change', model => scanned(model, [numbered(1), numbered(2, 'FAILED')], minute)],
		['an import that appears', model => scanned(model, [numbered(4, 'INITIALIZING'), numbered(1), numbered(2)], minute)],
		['a response', model => after(model, detailsAnswered(1, {status: 'IMPORTING', progress: {startedAt: startAt - minute, elapsedMs: minute, percentage: 5}}))],
		['a filter', model => filtering(model, taskId(2))],
		['a group', model => afterCommands(model, 'nextGroup', 'nextGroup')],
		['more history', model => withHistory(model, seen(5, [{at: startAt - (20 * minute), status: 'IMPORTING'}]))],
		['names of graphs', model => {
			const unnamed = filtering(model, 'graph:orders');
			expect(sortedImports(unnamed)).toEqual([]);
			return withGraphs(unnamed, [{id: 'g-0000000001', name: 'orders', status: 'AVAILABLE'}]);
		}],
	];

	test.each(steps)('after %s are those that a new program would show', (_claim, step) => {
		sortedImports(base);
		const reused = sortedImports(step(base)).map(({task, observed, percentage}) => [task.taskId, observed, percentage]);
		sortedImports(freshModel());
		expect(reused).toEqual(sortedImports(step(base)).map(({task, observed, percentage}) => [task.taskId, observed, percentage]));
	});

	test('stay the same list after a key', () => {
		expect(sortedImports(afterCommands(base, 'cursorDown'))).toBe(sortedImports(base));
	});

	test('are the same objects after a poll, as far as nothing is known to have changed', () => {
		const ended = sortedImports(base).find(({end}) => end !== undefined);
		expect(sortedImports(scanned(base, [numbered(1), numbered(2)], minute)).find(({end}) => end !== undefined)).toBe(ended);
	});

	test.each(steps.slice(2, -1))('differ after %s', (_claim, step) => {
		expect(sortedImports(step(base))).not.toEqual(sortedImports(base));
	});
});
