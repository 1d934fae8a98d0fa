import {refOfChange} from '../imports/change.ts';
import {endedAt, estimatedLeftMs} from '../imports/import-facts.ts';
import {type ImportRecord} from '../imports/import-list.ts';
import {isSameRef} from '../imports/task.ts';
import {addEarlierImports, type EarlierImports, meanRate} from '../imports/progress/usual.ts';
import {type Next, withoutEffects} from './effect.ts';
import {estimateEvent} from './polling/events.ts';
import {matcherOf, shownTargets, summaryOf} from './list/list-view.ts';
import {memoize} from './memoize.ts';
import {type Model} from './model.ts';
import {staleTime} from './selectors.ts';
import {refOf, usualFor} from './targets/targets.ts';

export const withSucceeded = (earlier: EarlierImports, record: ImportRecord, changes: Model['changes']): EarlierImports => {
	const {task} = record;
	const {status, progress: {elapsedMs, statementCount} = {}} = record.known?.details ?? {};

	if (elapsedMs === undefined || status !== 'SUCCEEDED' || task.status !== 'SUCCEEDED') {
		return earlier;
	}

	const lastChange = changes.find(change => isSameRef(refOfChange(change), refOf(record)));
	return addEarlierImports(earlier, [{
		task,
		endedAt: endedAt(record) ?? 0,
		durationMs: elapsedMs,
		statementsPerSecond: lastChange && meanRate(statementCount, lastChange),
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
The running imports that match the filter. `doneAt` is their latest expected end, and `now` the time of the last response.
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

const forecastFor = memoize((targets: Model['targets']) => memoize((filter: Model['filter']) => computeForecast({targets, filter})));

/**
Undefined unless each running import that matches the filter has an estimate. Includes all groups.
*/
export const forecastOf = ({targets, filter}: ForecastInput): Forecast | undefined => forecastFor(targets)(filter);

const minEventIntervalMs = 60_000;

/**
Emits an `estimate` event, if there is a forecast and the last event was at least a minute ago. Scripts without `--details` get none.
*/
export const withEstimate = (model: Model, at: number): Next => {
	const {estimatedAt, detailsBudget} = model;

	// The clock may have been set back.
	if (detailsBudget === 0 || (estimatedAt !== undefined && Math.abs(at - estimatedAt) < minEventIntervalMs)) {
		return withoutEffects(model);
	}

	const forecast = forecastOf(model);
	return forecast === undefined
		? withoutEffects(model)
		: [{...model, estimatedAt: at}, [{type: 'eventsObserved', events: [estimateEvent(model, forecast, at)]}]];
};
