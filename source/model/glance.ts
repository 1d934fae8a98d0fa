import {type ImportTask, isOver, statusLabel} from '../domain/task.ts';
import {clockTime} from '../domain/time-text.ts';
import {type Model} from './model.ts';
import {type Watched} from './watched.ts';
import {detailsOf, isListKnown, shownTargets} from './selectors.ts';

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

const activeTasks = (tasks: Model['tasks']): readonly ImportTask[] => {
	const active: ImportTask[] = [];

	for (const task of tasks.values()) {
		if (!isOver(task.status)) {
			active.push(task);
		}
	}

	return active;
};

const countUnderWay = (model: Model, active: readonly ImportTask[]): UnderWay => {
	const percentages = active.flatMap(task => detailsOf(model, task)?.details?.progress?.percentage ?? []);
	const statuses = new Set(active.map(({status}) => status));
	let sum = 0;

	for (const percentage of percentages) {
		sum += percentage;
	}

	return {
		count: active.length,
		status: statuses.size === 1 ? active[0]?.status : undefined,
		percentage: percentages.length === 0 ? undefined : Math.floor(sum / percentages.length),
	};
};

type Known = ReadonlyArray<Watched['details']['known']>;

type Kept = {readonly active: readonly ImportTask[]; readonly known: Known; readonly underWay: UnderWay};

const keptOfTasks = new WeakMap<Model['tasks'], Kept>();

/*
Counted once for each list and what is known of it: a key that is pressed counts nothing, and an answer about one import nothing of those that are over.
*/
const underWayOf = (model: Model): UnderWay => {
	const {tasks} = model;
	const known = shownTargets(model).map(({details}) => details.known);
	const kept = keptOfTasks.get(tasks);

	if (kept?.known.length === known.length && known.every((one, index) => one === kept.known[index])) {
		return kept.underWay;
	}

	const active = kept?.active ?? activeTasks(tasks);
	const underWay = countUnderWay(model, active);
	keptOfTasks.set(tasks, {active, known, underWay});
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

	return model.tasks.size === 0 ? 'none' : 'all over';
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
export const glanceOf = (model: Model): Glance => {
	const active = underWayOf(model);
	const failures = model.unseenFailures.size;
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
