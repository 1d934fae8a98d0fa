import {
	type DetailsPlan,
	type DetailsReport,
	isSettlingDue,
	settle,
	unsettled,
} from '../domain/details-plan.ts';
import {type Failure} from '../domain/failure.ts';
import {observeProgress} from '../domain/progress.ts';
import {
	groupOf,
	type ImportTask,
	isOver,
	taskKey,
} from '../domain/task.ts';
import {type KnownDetails, type Model} from './model.ts';
import {pageTasks, selectedTask} from './selectors.ts';

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
export const budgetAt = ({details: {budget, halvings, throttledAt, deniedAt}}: Model, at: number): number => {
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
const wantedTasks = (model: Model): readonly ImportTask[] => {
	const selected = selectedTask(model);
	const opened = model.screen.kind === 'details' ? model.ledger.tasks.get(model.screen.key) : undefined;
	const shown = [opened, selected, ...pageTasks(model)].filter(task => task !== undefined);
	const shownAndTelling = shown.filter(task => task === opened || groupOf(task.status) === 'failed' || !isOver(task.status) || model.changedAt.has(taskKey(task)));
	const shownKeys = new Set(shown.map(task => taskKey(task)));
	const others = model.ledger.tasks.values()
		.filter(task => !shownKeys.has(taskKey(task)) && (!isOver(task.status) || model.changedAt.has(taskKey(task))))
		.toArray()
		.toSorted((one, other) => askedAt(model, one) - askedAt(model, other));
	return [...shownAndTelling, ...others];
};

const askedAt = ({details}: Model, task: ImportTask): number => details.known.get(taskKey(task))?.askedAt ?? 0;

/*
Beyond the bound, lets go of imports that are no longer listed, and of those that were not asked about for longest.
*/
const bounded = (known: Model['details']['known'], tasks: Model['ledger']['tasks']): Model['details']['known'] => known.size <= maxKnown
	? known
	: new Map([...known].filter(([key]) => tasks.has(key)).toSorted(([, one], [, other]) => one.askedAt - other.askedAt).slice(-maxKnown));

const withRound = (model: Model, keys: readonly string[], at: number): Model => {
	if (keys.length === 0) {
		return model;
	}

	const known = new Map(model.details.known);

	for (const key of keys) {
		known.set(key, {...(known.get(key) ?? {settling: unsettled}), askedAt: at});
	}

	return {...model, details: {...model.details, known: bounded(known, model.ledger.tasks), round: {number: model.details.round.number + 1, keys}}};
};

/**
Begins the round that follows a scan: what is selected first, then what is on the page, then the rest in turn, as many as the budget allows.
*/
export const beginRound = (model: Model, at: number): Model => {
	const due = wantedTasks(model).filter(task => isDue(task, model.details.known.get(taskKey(task)), at));
	const keys = [...new Set(due.map(task => taskKey(task)))].slice(0, budgetAt(model, at));
	return withRound(model, keys, at);
};

/*
What is left of the round that is under way: it must not be lost to the one that takes its place.
*/
const unansweredKeys = ({details: {known, round}}: Model): readonly string[] => round.keys.filter(key => {
	const one = known.get(key);
	return one !== undefined && (one.answeredAt === undefined || one.answeredAt < one.askedAt);
});

/**
Begins a round for the import whose view was opened, where something may still be learnt.
*/
export const askAboutOpened = (model: Model, key: string, at: number): Model => {
	const known = model.details.known.get(key);
	const isFresh = known?.settling.isSettled === true || (known?.askedAt !== undefined && at - known.askedAt < 1000);
	return isFresh || budgetAt(model, at) === 0 ? model : withRound(model, [...new Set([key, ...unansweredKeys(model)])], at);
};

/*
What fails for any other reason is asked about again in its turn: the banner says what is wrong, if it is wrong with the list as well.
*/
const enterFailure = (model: Model, {kind}: Failure, at: number): Model => {
	if (kind === 'throttled') {
		const {throttledAt, halvings} = model.details;
		const isStillThrottled = throttledAt !== undefined && at - throttledAt < throttledForMs;
		return {...model, details: {...model.details, throttledAt: at, halvings: isStillThrottled ? halvings + 1 : 1}};
	}

	return kind === 'permission' ? {...model, details: {...model.details, deniedAt: at}} : model;
};

/**
The model after an answer of GetImportTask.
*/
export const enterAnswer = (model: Model, {key, at, answer}: DetailsReport): Model => {
	const before = model.details.known.get(key);

	if (before === undefined || !model.ledger.tasks.has(key)) {
		return model;
	}

	if (answer.kind === 'failure') {
		return enterFailure(model, answer.failure, at);
	}

	const {details} = answer;
	const known = new Map(model.details.known).set(key, {
		...before,
		details,
		history: observeProgress(before.history, details, at),
		settling: settle(before.settling, before.details, details),
		answeredAt: at,
	});
	return {...model, details: {...model.details, known, deniedAt: undefined}};
};

/**
What is to be asked now.
*/
export const detailsPlanOf = ({details: {round, budget}, isQuitting, isPaused}: Model): DetailsPlan => ({
	round: round.number,
	keys: isQuitting || isPaused ? [] : round.keys,
	callsPerSecond: Math.max(1, budget),
});
