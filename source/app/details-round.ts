import {
	type DetailsPlan,
	type DetailsReport,
	isRecheckDue,
	nextRecheck,
	initialRecheck,
	type ImportDetails,
} from '../imports/details.ts';
import {type Failure} from '../imports/failure.ts';
import {
	findImport,
	type ImportList,
	type ImportRecord,
	updateImports,
} from '../imports/import-list.ts';
import {observeProgress} from '../imports/progress.ts';
import {groupOf, isFinished} from '../imports/task.ts';
import {progressEvents} from './events.ts';
import {type Model} from './model.ts';
import {type Next, withoutEffects} from './effect.ts';
import {pageImports, selectedImport} from './selectors.ts';
import {type TargetState} from './target-state.ts';
import {findTarget, setTarget} from './targets.ts';

const throttledForMs = 300_000;

/*
A minute after AWS denied GetImportTask, one request checks whether the permission was granted.
*/
const deniedForMs = 60_000;

/*
Bounds memory in a session of weeks. The oldest details are dropped.
*/
const maxKnown = 2000;

/**
Returns how many imports a round may request; 0 if details are off.
*/
export const budgetAt = ({details: {budget, halvings, throttledAt, deniedAt}}: TargetState, at: number): number => {
	if (deniedAt !== undefined && budget > 0) {
		return at - deniedAt < deniedForMs ? 0 : 1;
	}

	return throttledAt !== undefined && at - throttledAt < throttledForMs ? Math.min(budget, Math.max(1, Math.floor(budget / (2 ** halvings)))) : budget;
};

/**
Lets the next round check a denied permission.
*/
export const retryDenied = (target: TargetState): TargetState => target.details.deniedAt === undefined
	? target
	: {...target, details: {...target.details, deniedAt: -Infinity}};

const isDue = ({task, known}: ImportRecord, at: number): boolean =>
	!isFinished(task.status) || isRecheckDue(known?.recheck ?? initialRecheck, known?.askedAt, at);

const askedAt = ({known}: ImportRecord): number => known?.askedAt ?? 0;

/*
Returns the imports to request: active ones, ones with an observed change, and visible ones whose row or screen shows details.
*/
const wantedImports = (model: Model, {id, imports}: TargetState): readonly ImportRecord[] => {
	const {screen} = model;
	const opened = screen.kind === 'details' && screen.ref.targetId === id ? findImport(imports, screen.ref.taskId) : undefined;
	const visible = [opened, selectedImport(model), ...pageImports(model)].filter(record => record !== undefined).filter(({targetId}) => targetId === id);
	const isInteresting = ({task, changedAt}: ImportRecord): boolean => !isFinished(task.status) || changedAt !== undefined;
	const visibleIds = new Set(visible.map(({task}) => task.taskId));
	const others = imports.records
		.filter(record => isInteresting(record) && !visibleIds.has(record.task.taskId))
		.toSorted((one, other) => askedAt(one) - askedAt(other));
	return [
		...visible.filter(record => record === opened || groupOf(record.task.status) === 'failed' || isInteresting(record)),
		...others,
	];
};

const withBoundedDetails = (list: ImportList): ImportList => {
	const known = list.records.filter(record => record.known !== undefined);
	const oldest = known.length <= maxKnown ? [] : known.toSorted((one, other) => askedAt(one) - askedAt(other)).slice(0, known.length - maxKnown);
	return updateImports(list, oldest.map(({task}) => task.taskId), record => ({...record, known: undefined}));
};

const withRequestTime = (record: ImportRecord, at: number): ImportRecord => ({...record, known: {...(record.known ?? {recheck: initialRecheck}), askedAt: at}});

const withRound = (target: TargetState, taskIds: readonly string[], at: number): TargetState => taskIds.length === 0
	? target
	: {
		...target,
		imports: withBoundedDetails(updateImports(target.imports, taskIds, record => withRequestTime(record, at))),
		details: {...target.details, round: {number: target.details.round.number + 1, taskIds}},
	};

/**
Starts a round of GetImportTask requests after a scan, within the budget. Order: open or selected import, visible imports, then those requested longest ago.
*/
export const beginRound = (model: Model, targetId: string, at: number): Model => {
	const target = findTarget(model, targetId);

	if (target === undefined) {
		return model;
	}

	const due = wantedImports(model, target).filter(record => isDue(record, at));
	const taskIds = [...new Set(due.map(({task}) => task.taskId))].slice(0, budgetAt(target, at));
	return taskIds.length === 0 ? model : setTarget(model, withRound(target, taskIds, at));
};

/*
The next round repeats these requests, since a new round replaces the current one.
*/
const unansweredIds = ({imports, details: {round}}: TargetState): readonly string[] => round.taskIds.filter(taskId => {
	const known = findImport(imports, taskId)?.known;
	return known !== undefined && (known.answeredAt === undefined || known.answeredAt < known.askedAt);
});

export const requestOpened = (model: Model, {targetId, task: {taskId}, known}: ImportRecord, at: number): Model => {
	const target = findTarget(model, targetId);
	const isFresh = known?.recheck.isSettled === true || (known !== undefined && at - known.askedAt < 1000);

	if (target === undefined || isFresh || budgetAt(target, at) === 0) {
		return model;
	}

	const taskIds = new Set([taskId, ...unansweredIds(target)]);
	return setTarget(model, withRound(target, [...taskIds], at));
};

/*
Other failures need no action: a later round requests the import again. If the list fails as well, the banner shows why.
*/
const applyFailure = (target: TargetState, {kind}: Failure, at: number): TargetState => {
	if (kind === 'throttled') {
		const {throttledAt, halvings} = target.details;
		const isStillThrottled = throttledAt !== undefined && at - throttledAt < throttledForMs;
		return {...target, details: {...target.details, throttledAt: at, halvings: isStillThrottled ? halvings + 1 : 1}};
	}

	return kind === 'permission' ? {...target, details: {...target.details, deniedAt: at}} : target;
};

const withDetails = (target: TargetState, taskId: string, details: ImportDetails, at: number): TargetState => ({
	...target,
	imports: updateImports(target.imports, [taskId], record => record.known === undefined
		? record
		: {
			...record,
			known: {
				...record.known,
				details,
				history: observeProgress(record.known.history, details, at),
				recheck: nextRecheck(record.known.recheck, record.known.details, details),
				answeredAt: at,
			},
		}),
	details: {...target.details, deniedAt: undefined},
});

export const applyDetailsAnswer = (model: Model, target: TargetState, {key: taskId, answer, at}: DetailsReport): Next => {
	const counted = {...target, calls: target.calls + 1};

	if (answer.kind === 'failure') {
		return withoutEffects(setTarget(model, applyFailure(counted, answer.failure, at)));
	}

	const {details} = answer;
	const record = findImport(target.imports, taskId);

	if (record?.known === undefined) {
		return withoutEffects(setTarget(model, counted));
	}

	const events = progressEvents(record, details, {target, model, at});
	const reason = details.statusReason;
	const isNewReason = reason !== undefined && record.changedAt !== undefined && reason !== record.known.details?.statusReason;
	return [setTarget(model, withDetails(counted, taskId, details, at)), [
		...(events.length === 0 ? [] : [{type: 'eventsObserved', events} as const]),
		...(isNewReason ? [{type: 'reasonLearned', taskId, reason} as const] : []),
	]];
};

export const detailsPlanOf = ({imports, details: {round, budget}, isPaused}: TargetState, {isQuitting}: Pick<Model, 'isQuitting'>): DetailsPlan => ({
	round: round.number,
	keys: isQuitting || isPaused ? [] : round.taskIds.filter(taskId => imports.positions.has(taskId)),
	callsPerSecond: Math.max(1, budget),
});
