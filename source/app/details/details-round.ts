import {
	type DetailsPlan,
	type DetailsReport,
	isRecheckDue,
	nextRecheck,
	initialRecheck,
	type ImportDetails,
} from '../../imports/details.ts';
import {type Failure} from '../../imports/failures/failure.ts';
import {
	findImport,
	type ImportList,
	type ImportRecord,
	updateImports,
} from '../../imports/import-list.ts';
import {observeProgress} from '../../imports/progress/progress.ts';
import {groupOf, isFinished} from '../../imports/task.ts';
import {doneEffects, progressEvents, reasonEvent} from '../polling/events.ts';
import {withEstimate, withSucceeded} from '../estimates.ts';
import {type Model} from '../model.ts';
import {type Effect, type Next, withoutEffects} from '../effect.ts';
import {pageImports, selectedImport} from '../selectors.ts';
import {type TargetState} from '../targets/target-state.ts';
import {findTarget, setTarget, targetNamer} from '../targets/targets.ts';
import {settle} from '../polling/until-done.ts';
import {
	dueReasons,
	explainChange,
	maxReasonCalls,
	nextReasonAt,
} from './reasons.ts';
import {applyFailure, budgetAt} from './details-budget.ts';

/*
Bounds memory in a session of weeks. The oldest details are dropped.
*/
const maxKnown = 2000;

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

/*
Starts a round of GetImportTask requests after a scan, within the budget. Order: open or selected import, visible imports, then those requested longest ago.
*/
const beginRound = (model: Model, targetId: string, at: number): Model => {
	const target = findTarget(model, targetId);

	if (target === undefined) {
		return model;
	}

	const reasons = dueReasons(model, target, at);
	const budget = budgetAt(target, at);
	const due = budget === 0 ? [] : wantedImports(model, target).filter(record => isDue(record, at));
	const taskIds = [...new Set([...reasons, ...due].map(({task}) => task.taskId))].slice(0, Math.max(budget, reasons.length));
	return taskIds.length === 0 ? model : setTarget(model, withRound(target, taskIds, at));
};

/**
Starts a round of this target. Once `--until-done` has its outcome, polling stops, so this is the last chance to request reasons from the other targets.
*/
export const beginRounds = (model: Model, targetId: string, at: number): Model => {
	let current = model;

	for (const id of model.settleUntil === undefined ? [targetId] : model.targets.keys()) {
		current = beginRound(current, id, at);
	}

	return current;
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
Requests the next reasons once the current round has been answered.
*/
const requestReasons = (model: Model, targetId: string, at: number): Model => {
	const target = findTarget(model, targetId);

	if (target === undefined || unansweredIds(target).length > 0) {
		return model;
	}

	const taskIds = dueReasons(model, target, at).map(({task}) => task.taskId);
	return taskIds.length === 0 ? model : setTarget(model, withRound(target, taskIds, at));
};

const withDetails = (record: ImportRecord, details: ImportDetails, at: number): ImportRecord => {
	const known = record.known ?? {askedAt: at, recheck: initialRecheck};
	return {
		...record,
		known: {
			...known,
			details,
			history: observeProgress(known.history, details, at),
			recheck: nextRecheck(known.recheck, known.details, details),
			answeredAt: at,
		},
	};
};

/*
Repeated with each response, because the list may show the success later than the first one.
*/
const countedEffects = ({targetId, task, changedAt}: ImportRecord, {status, progress}: ImportDetails, at: number): readonly Effect[] => {
	const {statementCount} = progress ?? {};
	return changedAt !== undefined && statementCount !== undefined && status === 'SUCCEEDED' && task.status === 'SUCCEEDED'
		? [{
			type: 'statementsCounted', targetId, at, fact: {event: 'counted', task, statementCount},
		}]
		: [];
};

const applyDetails = (model: Model, target: TargetState, before: ImportRecord, {details, at}: {readonly details: ImportDetails; readonly at: number}): Next => {
	const record = withDetails(before, details, at);
	const applied = setTarget(model, {
		...target,
		earlier: withSucceeded(target.earlier, record, model.changes),
		imports: updateImports(target.imports, [record.task.taskId], () => record),
		details: {...target.details, deniedAt: undefined},
	});

	// A script requests reasons even without --details, but then prints no progress.
	const events = target.details.budget === 0 ? [] : progressEvents(before, record, {target, model, at});
	const explained = explainChange(applied, record);
	const effects: readonly Effect[] = [...(events.length === 0 ? [] : [{type: 'eventsObserved', events} as const]), ...countedEffects(record, details, at)];
	return explained === undefined
		? [applied, effects]
		: [{...applied, changes: explained.changes}, [...effects, {
			type: 'reasonLearned', targetId: target.id, taskId: record.task.taskId, reason: explained.reason, at, events: [reasonEvent(record.task, explained.reason, {target, model, at})],
		}]];
};

const applyRefusal = (model: Model, target: TargetState, failure: Failure, at: number): Next => {
	const refused = setTarget(model, applyFailure(target, failure, at));
	return failure.kind === 'permission' && target.details.deniedAt === undefined
		? [refused, [{type: 'detailsDenied', name: targetNamer(model)(target.id), failure}]]
		: withoutEffects(refused);
};

const settled = ([model, effects]: Next, at: number): Next => {
	const ended = settle(model, at);
	return [ended, [...effects, ...doneEffects(model, ended, at)]];
};

export const applyDetailsAnswer = (model: Model, target: TargetState, {key: taskId, answer, at}: Extract<DetailsReport, {type: 'detailsAnswered'}>): Next => {
	const counted = {...target, calls: target.calls + 1};

	if (answer.kind === 'failure') {
		return settled(applyRefusal(model, counted, answer.failure, at), at);
	}

	const record = findImport(target.imports, taskId);

	if (record === undefined) {
		return withoutEffects(setTarget(model, counted));
	}

	const [applied, effects] = applyDetails(model, counted, record, {details: answer.details, at});
	const [requested, estimated] = withEstimate(requestReasons(applied, target.id, at), at);
	return settled([requested, [...effects, ...estimated]], at);
};

/**
Requests missing reasons again, or ends waiting for them.
*/
export const recheckReasons = (model: Model, {id}: TargetState, {at}: {readonly at: number}): Next => {
	const target = findTarget(model, id);
	const taskIds = target === undefined ? [] : dueReasons(model, target, at).map(({task}) => task.taskId);
	return settled([target === undefined || taskIds.length === 0 ? model : setTarget(model, withRound(target, taskIds, at)), []], at);
};

export const detailsPlanOf = (target: TargetState, model: Model): DetailsPlan => {
	const {imports, details: {round, budget}, isPaused} = target;
	const isResting = model.isQuitting || isPaused;
	return {
		round: round.number,
		keys: isResting ? [] : round.taskIds.filter(taskId => imports.positions.has(taskId)),
		callsPerSecond: Math.max(1, budget, model.asksReasons || model.settleUntil !== undefined ? maxReasonCalls : 0),
		wakeAt: isResting ? undefined : nextReasonAt(model, target),
	};
};
