import {
	type DetailsPlan,
	type DetailsReport,
	isSettlingDue,
	settle,
	unsettled,
} from '../domain/details-plan.ts';
import {type Failure} from '../domain/failure.ts';
import {type ImportDetails} from '../domain/import-details.ts';
import {observeProgress} from '../domain/progress.ts';
import {
	groupOf,
	type ImportTask,
	isOver,
	taskKey,
} from '../domain/task.ts';
import {type Model} from './model.ts';
import {pageTasks, selectedTask} from './selectors.ts';
import {watchedOf, withWatched} from './targets.ts';
import {type DetailsState, type KnownDetails, type Watched} from './watched.ts';

/*
A throttled answer halves the budget for so long.
*/
const throttledForMs = 300_000;

/*
Where GetImportTask is not allowed, one import is asked about again after so long: the permission may have been given.
*/
const deniedForMs = 600_000;

/*
What is known of imports that are over is let go beyond so many, the oldest first; so a watcher that runs for weeks stays as small as it is.
*/
const maxKnown = 2000;

/**
How many imports may be asked about now; 0 where details are off.
*/
export const budgetAt = ({details: {budget, halvings, throttledAt, deniedAt}}: Watched, at: number): number => {
	if (deniedAt !== undefined && budget > 0) {
		return at - deniedAt < deniedForMs ? 0 : 1;
	}

	return throttledAt !== undefined && at - throttledAt < throttledForMs ? Math.min(budget, Math.max(1, Math.floor(budget / (2 ** halvings)))) : budget;
};

const isDue = (task: ImportTask, known: KnownDetails | undefined, at: number): boolean =>
	!isOver(task.status) || isSettlingDue(known?.settling ?? unsettled, known?.askedAt, at);

/*
Imports that are under way, and those that were seen to end; of the others, those whose row or whose view has something to say.
*/
const wantedTasks = (model: Model, watched: Watched): readonly ImportTask[] => {
	const {tasks} = watched.ledger;
	const selected = selectedTask(model);
	const opened = model.screen.kind === 'details' ? tasks.get(model.screen.key) : undefined;
	const shown = [opened, selected, ...pageTasks(model)].filter(task => task !== undefined).filter(task => tasks.has(taskKey(task)));
	const shownAndTelling = shown.filter(task => task === opened || groupOf(task.status) === 'failed' || !isOver(task.status) || model.changedAt.has(taskKey(task)));
	const shownKeys = new Set(shown.map(task => taskKey(task)));
	const others = tasks.values()
		.filter(task => !shownKeys.has(taskKey(task)) && (!isOver(task.status) || model.changedAt.has(taskKey(task))))
		.toArray()
		.toSorted((one, other) => askedAt(watched, one) - askedAt(watched, other));
	return [...shownAndTelling, ...others];
};

const askedAt = ({details}: Watched, task: ImportTask): number => details.known.get(taskKey(task))?.askedAt ?? 0;

/*
Beyond the bound, lets go of imports that are no longer listed, and of those that were not asked about for longest.
*/
const bounded = (known: DetailsState['known'], tasks: Model['tasks']): DetailsState['known'] => known.size <= maxKnown
	? known
	: new Map([...known].filter(([key]) => tasks.has(key)).toSorted(([, one], [, other]) => one.askedAt - other.askedAt).slice(-maxKnown));

const withRound = (watched: Watched, keys: readonly string[], at: number): Watched => {
	if (keys.length === 0) {
		return watched;
	}

	const known = new Map(watched.details.known);

	for (const key of keys) {
		known.set(key, {...(known.get(key) ?? {settling: unsettled}), askedAt: at});
	}

	return {...watched, details: {...watched.details, known: bounded(known, watched.ledger.tasks), round: {number: watched.details.round.number + 1, keys}}};
};

/**
Begins the round that follows a scan of a target: what is selected first, then what is on the page, then the rest in turn, as many as the budget allows.
*/
export const beginRound = (model: Model, targetId: string, at: number): Model => {
	const watched = watchedOf(model, {targetId});

	if (watched === undefined) {
		return model;
	}

	const due = wantedTasks(model, watched).filter(task => isDue(task, watched.details.known.get(taskKey(task)), at));
	const keys = [...new Set(due.map(task => taskKey(task)))].slice(0, budgetAt(watched, at));
	return keys.length === 0 ? model : withWatched(model, withRound(watched, keys, at));
};

/*
What is left of the round that is under way: it must not be lost to the one that takes its place.
*/
const unansweredKeys = ({details: {known, round}}: Watched): readonly string[] => round.keys.filter(key => {
	const one = known.get(key);
	return one !== undefined && (one.answeredAt === undefined || one.answeredAt < one.askedAt);
});

/**
Begins a round for the import whose view was opened, where something may still be learnt.
*/
export const askAboutOpened = (model: Model, task: ImportTask, at: number): Model => {
	const watched = watchedOf(model, task);

	if (watched === undefined) {
		return model;
	}

	const key = taskKey(task);
	const known = watched.details.known.get(key);
	const isFresh = known?.settling.isSettled === true || (known?.askedAt !== undefined && at - known.askedAt < 1000);
	const keys = [...new Set([key, ...unansweredKeys(watched)])];
	return isFresh || budgetAt(watched, at) === 0 ? model : withWatched(model, withRound(watched, keys, at));
};

/*
What fails for any other reason is asked about again in its turn: the banner says what is wrong, if it is wrong with the list as well.
*/
const enterFailure = (watched: Watched, {kind}: Failure, at: number): Watched => {
	if (kind === 'throttled') {
		const {throttledAt, halvings} = watched.details;
		const isStillThrottled = throttledAt !== undefined && at - throttledAt < throttledForMs;
		return {...watched, details: {...watched.details, throttledAt: at, halvings: isStillThrottled ? halvings + 1 : 1}};
	}

	return kind === 'permission' ? {...watched, details: {...watched.details, deniedAt: at}} : watched;
};

const enterDetails = (watched: Watched, key: string, details: ImportDetails, at: number): Watched => {
	const before = watched.details.known.get(key);

	if (before === undefined || !watched.ledger.tasks.has(key)) {
		return watched;
	}

	const known = new Map(watched.details.known).set(key, {
		...before,
		details,
		history: observeProgress(before.history, details, at),
		settling: settle(before.settling, before.details, details),
		answeredAt: at,
	});
	return {...watched, details: {...watched.details, known, deniedAt: undefined}};
};

/**
The task key of the import that a report names by its id.
*/
export const reportedKey = ({key: taskId, targetId}: DetailsReport): string => taskKey({taskId, ...(targetId !== undefined && {targetId})});

/**
The model after an answer of GetImportTask.
*/
export const enterAnswer = (model: Model, report: DetailsReport): Model => {
	const watched = watchedOf(model, report);

	if (watched === undefined) {
		return model;
	}

	const {answer, at} = report;
	const counted = {...watched, calls: watched.calls + 1};
	return withWatched(model, answer.kind === 'failure' ? enterFailure(counted, answer.failure, at) : enterDetails(counted, reportedKey(report), answer.details, at));
};

/**
What is to be asked now of a target.
*/
export const detailsPlanOf = ({ledger: {tasks}, details: {round, budget}, isPaused}: Watched, {isQuitting}: Pick<Model, 'isQuitting'>): DetailsPlan => ({
	round: round.number,
	keys: isQuitting || isPaused ? [] : round.keys.map(key => tasks.get(key)?.taskId).filter(taskId => taskId !== undefined),
	callsPerSecond: Math.max(1, budget),
});
