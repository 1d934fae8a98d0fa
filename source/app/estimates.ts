import {endedAt, estimatedLeftMs} from '../imports/import-facts.ts';
import {type ImportRecord} from '../imports/import-list.ts';
import {addEarlierImports, type EarlierImports, meanRate} from '../imports/usual.ts';
import {type Next, withoutEffects} from './effect.ts';
import {estimateEvent} from './events.ts';
import {matcherOf, shownTargets, summaryOf} from './list-view.ts';
import {memoize} from './memoize.ts';
import {type Model} from './model.ts';
import {staleTime} from './selectors.ts';
import {usualFor} from './targets.ts';

/**
Adds an import that AWS reports as succeeded.
*/
export const withSucceeded = (earlier: EarlierImports, record: ImportRecord, changes: Model['changes']): EarlierImports => {
	const {targetId, task} = record;
	const {status, progress: {elapsedMs, statementCount} = {}} = record.known?.details ?? {};

	if (task.status !== 'SUCCEEDED' || status !== 'SUCCEEDED' || elapsedMs === undefined) {
		return earlier;
	}

	const end = changes.find(({targetId: id, change}) => id === targetId && change.task.taskId === task.taskId);
	return addEarlierImports(earlier, [{
		task,
		endedAt: endedAt(record) ?? 0,
		durationMs: elapsedMs,
		statementsPerSecond: end && meanRate(statementCount, end),
	}]);
};

/**
The time left and the expected end of a running import, as of the last response. Undefined if that response is stale.
*/
export const estimateOf = (model: Pick<Model, 'targets'>, record: ImportRecord): {readonly leftMs: number; readonly doneAt: number} | undefined => {
	const leftMs = staleTime(model, record) === undefined ? estimatedLeftMs(record, usualFor(model, record)?.durationMs) : undefined;
	const at = record.known?.answeredAt;
	return at === undefined || leftMs === undefined ? undefined : {leftMs, doneAt: at + leftMs};
};

/**
The running imports that match the filter, in any group. `doneAt` is undefined unless each of them has an estimate that has not passed. `now` is the time of the last response.
*/
export type Forecast = {
	readonly running: number;
	readonly statuses: ReadonlySet<string>;
	readonly now: number;
	readonly doneAt: number | undefined;
};

/**
When all running imports are expected to be done.
*/
export const forecastOf = memoize((model: Model): Forecast => {
	const isMatch = matcherOf({targets: model.targets, group: 'all'}, model.filter);
	const running = shownTargets(model)
		.flatMap(({imports}) => summaryOf(imports).active.map(position => imports.records[position]))
		.filter(record => record !== undefined && isMatch(record));
	const now = Math.max(0, ...running.map(({known}) => known?.answeredAt ?? 0));
	const ends = running.map(record => estimateOf(model, record)?.doneAt ?? Infinity);
	const doneAt = Math.max(...ends);
	return {
		running: running.length,
		statuses: new Set(running.map(({task}) => task.status)),
		now,
		doneAt: running.length > 0 && doneAt < Infinity && doneAt > now ? doneAt : undefined,
	};
});

const minEventIntervalMs = 60_000;

/**
Emits an `estimate` event, if there is an estimate and the last event was at least a minute ago. Scripts that did not ask for details get none.
*/
export const withEstimate = (model: Model, at: number): Next => {
	const {estimatedAt, detailsBudget} = model;

	// A clock that was set back does not delay the event.
	if (detailsBudget === 0 || (estimatedAt !== undefined && Math.abs(at - estimatedAt) < minEventIntervalMs)) {
		return withoutEffects(model);
	}

	const {running, doneAt} = forecastOf(model);
	return doneAt === undefined
		? withoutEffects(model)
		: [{...model, estimatedAt: at}, [{type: 'eventsObserved', events: [estimateEvent(model, {running, doneAt}, at)]}]];
};
