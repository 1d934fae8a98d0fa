import {endedAt, estimatedLeftMs} from '../imports/import-facts.ts';
import {type ImportRecord} from '../imports/import-list.ts';
import {addEarlierImports, type EarlierImports, meanRate} from '../imports/usual.ts';
import {type Next, withoutEffects} from './effect.ts';
import {estimateEvent} from './events.ts';
import {matcherOf, shownTargets, summaryOf} from './list-view.ts';
import {type Model} from './model.ts';
import {staleTime} from './selectors.ts';
import {usualFor} from './targets.ts';

/**
Adds an import that AWS reports as succeeded.
*/
export const withSucceeded = (earlier: EarlierImports, record: ImportRecord, changes: Model['changes']): EarlierImports => {
	const {targetId, task} = record;
	const {status, progress: {elapsedMs, statementCount} = {}} = record.known?.details ?? {};

	if (elapsedMs === undefined || status !== 'SUCCEEDED' || task.status !== 'SUCCEEDED') {
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

/*
When all running imports that match the filter are expected to be done. `now` is the time of the last response.
*/
type Forecast = {
	readonly running: number;
	readonly statuses: ReadonlySet<string>;
	readonly doneAt: number;
	readonly now: number;
};

type ForecastInput = Pick<Model, 'targets' | 'filter'>;

const computeForecast = (input: ForecastInput): Forecast | undefined => {
	const isMatch = matcherOf({targets: input.targets, group: 'all'}, input.filter);
	const running = shownTargets(input)
		.flatMap(({imports}) => summaryOf(imports).active.map(position => imports.records[position]))
		.filter(record => record !== undefined)
		.filter(record => isMatch(record));
	let [now, doneAt] = [0, 0];

	for (const record of running) {
		const estimate = estimateOf(input, record);

		if (estimate === undefined) {
			return undefined;
		}

		now = Math.max(now, record.known?.answeredAt ?? 0);
		doneAt = Math.max(doneAt, estimate.doneAt);
	}

	return doneAt > now
		? {
			running: running.length, statuses: new Set(running.map(({task}) => task.status)), doneAt, now,
		}
		: undefined;
};

const forecasts = new WeakMap<Model['targets'], {readonly filter: Model['filter']; readonly forecast: Forecast | undefined}>();

/**
Undefined unless each running import that matches the filter has an estimate, in any group. A key that leaves the targets and the filter alone computes nothing.
*/
export const forecastOf = (input: ForecastInput): Forecast | undefined => {
	const {targets, filter} = input;
	const known = forecasts.get(targets);

	if (known?.filter === filter) {
		return known.forecast;
	}

	const forecast = computeForecast(input);
	forecasts.set(targets, {filter, forecast});
	return forecast;
};

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

	const forecast = forecastOf(model);
	return forecast === undefined
		? withoutEffects(model)
		: [{...model, estimatedAt: at}, [{type: 'eventsObserved', events: [estimateEvent(model, forecast, at)]}]];
};
