import {type ImportList} from '../imports/import-list.ts';
import {statusLabel} from '../imports/task.ts';
import {clockTime} from '../text/time-text.ts';
import {summaryOf, countsOf, shownTargets} from './list-view.ts';
import {type Model} from './model.ts';
import {isListKnown} from './selectors.ts';

/**
How the imports stand, for those who see no more than the tab of the terminal.
*/
export type StatusSummary = {
	/**
	Such as `2 importing 76% · 1 failed – Neptune imports`.
	*/
	readonly title: string;
	readonly progress: StatusProgress;
};

/**
How far what is under way is, as a taskbar shows it: `error` where the failing of an import has not been seen yet. The percentage is whole, from 0 to 100.
*/
export type StatusProgress =
	| {readonly state: 'none' | 'indeterminate'}
	| {readonly state: 'normal' | 'error'; readonly percentage: number};

const name = 'Neptune imports';

type UnderWay = {
	readonly count: number;

	/**
	The one that they all have; undefined where they differ.
	*/
	readonly status: string | undefined;

	/**
	The mean of the percentages that are known.
	*/
	readonly percentage: number | undefined;
};

/*
Loops without callbacks, since this runs for each answer.
*/
const countUnderWay = (lists: readonly ImportList[]): UnderWay => {
	const statuses = new Set<string>();
	let count = 0;
	let sum = 0;
	let known = 0;

	for (const list of lists) {
		const {active} = summaryOf(list);
		count += active.length;

		for (const record of active) {
			const percentage = record.known?.details?.progress?.percentage;
			statuses.add(record.task.status);
			sum += percentage ?? 0;
			known += percentage === undefined ? 0 : 1;
		}
	}

	const [status] = statuses;
	return {
		count,
		status: statuses.size === 1 ? status : undefined,
		percentage: known === 0 ? undefined : Math.floor(sum / known),
	};
};

const underWayText = ({count, status, percentage}: UnderWay): string =>
	`${count} ${status === undefined ? 'active' : statusLabel(status)}${percentage === undefined ? '' : ` ${percentage}%`}`;

const progressOf = ({count, percentage}: UnderWay, hasUnseenFailure: boolean): StatusProgress => {
	if (hasUnseenFailure) {
		return {state: 'error', percentage: count === 0 ? 100 : (percentage ?? 0)};
	}

	if (count === 0) {
		return {state: 'none'};
	}

	return percentage === undefined ? {state: 'indeterminate'} : {state: 'normal', percentage};
};

const stateText = (model: Model, active: UnderWay): string | undefined => {
	if (!isListKnown(model)) {
		return undefined;
	}

	if (active.count > 0) {
		return underWayText(active);
	}

	return countsOf(model).all === 0 ? 'none' : 'all over';
};

/*
What can't be read, and since when: of several targets, how many.
*/
const troubleText = ({targets}: Model): string | undefined => {
	const since = targets.values().map(({failure}) => failure?.since).filter(at => at !== undefined).toArray();

	if (since.length === 0) {
		return undefined;
	}

	return targets.size === 1 ? `not read since ${clockTime(Math.min(...since))}` : `${since.length} of ${targets.size} not read`;
};

/**
The state of the model at a glance. Failures are those that were observed and not seen yet: old ones would be there for ever.
*/
export const statusSummaryOf = (model: Model): StatusSummary => {
	const active = countUnderWay(shownTargets(model).map(({imports}) => imports));
	const failures = model.targets.values().reduce((sum, {imports}) => sum + summaryOf(imports).unseenFailureCount, 0);
	const parts = [
		troubleText(model),
		stateText(model, active),
		failures === 0 ? undefined : `${failures} failed`,
	].filter(part => part !== undefined);

	return {
		title: parts.length === 0 ? name : `${parts.join(' · ')} – ${name}`,
		progress: progressOf(active, failures > 0),
	};
};
