import {type ImportRecord} from '../imports/import-list.ts';
import {stalledSince} from '../imports/progress.ts';
import {isFinished} from '../imports/task.ts';
import {timeLeft} from '../imports/time-left.ts';
import {
	addEarlierImports,
	type EarlierImports,
	meanRate,
	type Usual,
	usualOf,
} from '../imports/usual.ts';
import {type Next, withoutEffects} from './effect.ts';
import {estimateEvent} from './events.ts';
import {matcherOf, shownTargets, summaryOf} from './list-view.ts';
import {memoize} from './memoize.ts';
import {type Model} from './model.ts';
import {findTarget} from './targets.ts';

/**
Adds an import that AWS reports as succeeded.
*/
export const withSucceeded = (earlier: EarlierImports, {targetId, task, changedAt, known}: ImportRecord, changes: Model['changes']): EarlierImports => {
	const {status, progress: {startedAt, elapsedMs, statementCount} = {}} = known?.details ?? {};

	if (task.status !== 'SUCCEEDED' || status !== 'SUCCEEDED' || elapsedMs === undefined) {
		return earlier;
	}

	const end = changes.find(({targetId: id, change}) => id === targetId && change.task.taskId === task.taskId);
	return addEarlierImports(earlier, [{
		task,
		endedAt: startedAt === undefined ? changedAt ?? 0 : startedAt + elapsedMs,
		durationMs: elapsedMs,
		statementsPerSecond: end && meanRate(statementCount, end),
	}]);
};

/**
How long imports like this one take, and at which rate; undefined if none of them succeeded.
*/
export const usualFor = (model: Pick<Model, 'targets'>, {targetId, task}: Pick<ImportRecord, 'targetId' | 'task'>): Usual | undefined => {
	const target = findTarget(model, targetId);
	return target && usualOf(target.earlier, task);
};

/*
Before AWS reports when an import started, INITIALIZING is its only status.
*/
const elapsedOf = ({task, changedAt, known}: ImportRecord, at: number): number | undefined =>
	known?.details?.progress?.elapsedMs ?? (task.status === 'INITIALIZING' && changedAt !== undefined ? at - changedAt : undefined);

/**
The time left and the expected end of a running import, as of the last response. So nothing redraws between polls. Undefined for a stalled import.
*/
export const estimateOf = (model: Pick<Model, 'targets'>, record: ImportRecord): {readonly leftMs: number; readonly doneAt: number} | undefined => {
	const {task, known} = record;
	const at = known?.answeredAt;

	if (at === undefined || isFinished(task.status) || (known?.history !== undefined && stalledSince(known.history, at) !== undefined)) {
		return undefined;
	}

	const leftMs = timeLeft({
		status: task.status, at, elapsedMs: elapsedOf(record, at), history: known?.history, usualMs: usualFor(model, record)?.durationMs,
	});
	return leftMs === undefined ? undefined : {leftMs, doneAt: at + leftMs};
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
	const running = shownTargets(model).flatMap(({imports}) => summaryOf(imports).active.map(position => imports.records[position])).filter(record => record !== undefined).filter(record => isMatch(record));
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
