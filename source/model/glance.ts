import {isOver, statusLabel} from '../domain/task.ts';
import {clockTime} from '../domain/time-text.ts';
import {type Model} from './model.ts';
import {isListKnown} from './selectors.ts';

/**
How the imports stand, for those who see no more than the tab of the terminal.
*/
export type Glance = {
	/**
	Such as `2 importing 76% · 1 failed – Neptune imports`.
	*/
	readonly title: string;
	readonly progress: GlanceProgress;
};

/**
How far what is under way is, as a taskbar shows it: `error` where the failing of an import has not been seen yet. The percentage is whole, from 0 to 100.
*/
export type GlanceProgress =
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

const countUnderWay = ({ledger, details}: Model): UnderWay => {
	const active = ledger.tasks.entries().filter(([, {status}]) => !isOver(status)).toArray();
	const percentages = active.flatMap(([key]) => details.known.get(key)?.details?.progress?.percentage ?? []);
	const statuses = new Set(active.map(([, {status}]) => status));
	let sum = 0;

	for (const percentage of percentages) {
		sum += percentage;
	}

	return {
		count: active.length,
		status: statuses.size === 1 ? active[0]?.[1].status : undefined,
		percentage: percentages.length === 0 ? undefined : Math.floor(sum / percentages.length),
	};
};

type Kept = {readonly known: Model['details']['known']; readonly underWay: UnderWay};

const keptOfTasks = new WeakMap<Model['ledger']['tasks'], Kept>();

/*
Counted once for each list and what is known of it: a key that is pressed counts nothing.
*/
const underWayOf = (model: Model): UnderWay => {
	const {ledger: {tasks}, details: {known}} = model;
	const kept = keptOfTasks.get(tasks);

	if (kept?.known === known) {
		return kept.underWay;
	}

	const underWay = countUnderWay(model);
	keptOfTasks.set(tasks, {known, underWay});
	return underWay;
};

const underWayText = ({count, status, percentage}: UnderWay): string =>
	`${count} ${status === undefined ? 'active' : statusLabel(status)}${percentage === undefined ? '' : ` ${percentage}%`}`;

const progressOf = ({count, percentage}: UnderWay, hasUnseenFailure: boolean): GlanceProgress => {
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

	return model.ledger.tasks.size === 0 ? 'none' : 'all over';
};

/**
The state of the model at a glance. Failures are those that were observed and not seen yet: old ones would be there for ever.
*/
export const glanceOf = (model: Model): Glance => {
	const active = underWayOf(model);
	const failures = model.unseenFailures.size;
	const parts = [
		model.failure === undefined ? undefined : `not read since ${clockTime(model.failure.since)}`,
		stateText(model, active),
		failures === 0 ? undefined : `${failures} failed`,
	].filter(part => part !== undefined);

	return {
		title: parts.length === 0 ? name : `${parts.join(' · ')} – ${name}`,
		progress: progressOf(active, failures > 0),
	};
};
