import {loadedPercentage} from '../imports/import-facts.ts';
import {type ImportList} from '../imports/import-list.ts';
import {type StatusSummary} from '../imports/status-summary.ts';
import {statusLabel} from '../imports/task.ts';
import {joinParts} from '../text/join-parts.ts';
import {clockTime, countText, expectedTime} from '../text/time-text.ts';
import {forecastOf} from './estimates.ts';
import {summaryOf, countsOf, shownTargets} from './list/list-view.ts';
import {type Model} from './model.ts';
import {isListKnown} from './selectors.ts';
import {lastScanAt} from './targets/targets.ts';

const name = 'Neptune imports';

type ActiveSummary = {
	readonly count: number;
	readonly statuses: ReadonlySet<string>;
	readonly percentage: number | undefined;
};

/*
Runs for each GetImportTask response, so it visits only active imports.
*/
const summarizeActive = (lists: readonly ImportList[]): ActiveSummary => {
	const statuses = new Set(lists.flatMap(list => [...summaryOf(list).activeStatuses]));
	let count = 0;
	let sum = 0;
	let known = 0;

	for (const list of lists) {
		const {active} = summaryOf(list);
		count += active.length;

		for (const position of active) {
			const record = list.records[position];
			const percentage = record && loadedPercentage(record);
			sum += percentage ?? 0;
			known += percentage === undefined ? 0 : 1;
		}
	}

	return {
		count,
		statuses,
		percentage: known === 0 ? undefined : Math.floor(sum / known),
	};
};

/**
For example `2 importing`, or `3 running` if their statuses differ.
*/
export const runningText = (count: number, statuses: ReadonlySet<string>): string => {
	const [status = ''] = statuses;
	return `${countText(count)} ${statuses.size === 1 ? statusLabel(status) : 'running'}`;
};

const activeText = ({count, statuses, percentage}: ActiveSummary): string => `${runningText(count, statuses)}${percentage === undefined ? '' : ` ${percentage}%`}`;

const doneText = (model: Model): string | undefined => {
	const forecast = forecastOf(model);
	return forecast && `done ${expectedTime(forecast.doneAt, forecast.now)}`;
};

const progressOf = ({count, percentage}: ActiveSummary, hasUnseenFailure: boolean): StatusSummary['progress'] => {
	if (hasUnseenFailure) {
		return {state: 'error', percentage: count === 0 ? 100 : (percentage ?? 0)};
	}

	if (count === 0) {
		return {state: 'none'};
	}

	return percentage === undefined ? {state: 'indeterminate'} : {state: 'normal', percentage};
};

const stateText = (model: Model, active: ActiveSummary): string | undefined => {
	if (!isListKnown(model)) {
		return undefined;
	}

	if (active.count > 0) {
		return activeText(active);
	}

	return countsOf(model).all === 0 ? 'no imports' : 'all finished';
};

const failureText = (model: Model): string | undefined => {
	const {targets} = model;
	const since = targets.values().map(({failure}) => failure?.since).filter(at => at !== undefined).toArray();

	if (since.length === 0) {
		return undefined;
	}

	return targets.size === 1 ? `failing since ${clockTime(Math.min(...since), lastScanAt(model))}` : `${since.length} of ${targets.size} targets failing`;
};

/**
Summarizes the state of the imports. Counts only failures that the user has not seen, so that old ones do not stay in the title forever.
*/
export const statusSummaryOf = (model: Model): StatusSummary => {
	const active = summarizeActive(shownTargets(model).map(({imports}) => imports));
	const failures = shownTargets(model).reduce((sum, {imports}) => sum + summaryOf(imports).counts.unseenFailures, 0);
	const state = joinParts([
		failureText(model),
		stateText(model, active),
		doneText(model),
		failures === 0 ? undefined : `${countText(failures)} failed`,
	], ' · ');

	return {
		title: state === '' ? name : `${state} – ${name}`,
		progress: progressOf(active, failures > 0),
	};
};
