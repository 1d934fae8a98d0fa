import {refOfChange} from '../../imports/change.ts';
import {isReasonSettled} from '../../imports/details.ts';
import {type ImportRecord} from '../../imports/import-list.ts';
import {
	isFailureStatus,
	isSameReason,
	type Reason,
	reasonOf,
} from '../../imports/failures/reason.ts';
import {isSameRef} from '../../imports/task.ts';
import {type Model} from '../model.ts';
import {type TargetState} from '../targets/target-state.ts';
import {refOf} from '../targets/targets.ts';
import {budgetAt} from './details-budget.ts';

/**
The most GetImportTask requests for reasons at a time, and per second.
*/
export const maxReasonCalls = 5;

/**
How long `--until-done` waits for reasons after its result is known.
*/
export const settleForMs = 30_000;

// Between two requests about an import. Five requests fit in the time that `--until-done` waits.
const recheckMs = 6000;

// Imports that failed before the program started, whose reasons the outcome shows.
const maxEarlierFailures = 20;

type Waiting = Pick<Model, 'asksReasons' | 'settleUntil' | 'untilDone'>;

const requiresReason = ({untilDone}: Waiting, {task: {status}, isFollowed}: ImportRecord): boolean =>
	status === 'FAILED' || (status === 'ROLLING_BACK' && isFollowed && untilDone?.isFailFast === true);

const isKnown = ({task, known}: ImportRecord): boolean => {
	if (known === undefined || known.recheck.isSettled) {
		return known !== undefined;
	}

	const {details} = known;
	// A failed import may have details from before its failure.
	return details !== undefined && (details.status === 'FAILED' || task.status !== 'FAILED') && isReasonSettled(details);
};

/*
Scripts request the reasons of imports that failed while they ran, and of those that `--until-done` waits for. On a screen, `--until-done` requests them when it has its result.
*/
const missingReasons = (model: Waiting, {imports: {records}}: TargetState): readonly ImportRecord[] => {
	const isEnding = model.settleUntil !== undefined;

	if (!isEnding && !model.asksReasons) {
		return [];
	}

	const failing = records.filter(record => requiresReason(model, record));
	const observed = failing.filter(({changedAt, isFollowed}) => changedAt !== undefined && (model.asksReasons || isFollowed));
	const earlier = failing.filter(({changedAt, isFollowed}) => changedAt === undefined && isFollowed).slice(0, maxEarlierFailures);
	return [...observed, ...earlier].filter(record => !isKnown(record));
};

const dueAt = ({known}: ImportRecord): number => known === undefined ? 0 : Math.max(known.askedAt, known.answeredAt ?? 0) + recheckMs;

/**
Returns the imports whose reason to request now, within the budget.
*/
export const dueReasons = (model: Waiting, target: TargetState, at: number): readonly ImportRecord[] => {
	const budget = budgetAt(target, at, maxReasonCalls);
	return budget === 0 ? [] : missingReasons(model, target).filter(record => dueAt(record) <= at).slice(0, budget);
};

/**
Whether waiting longer may reveal a reason.
*/
export const hasMissingReasons = (model: Waiting, target: TargetState, at: number): boolean =>
	!target.isPaused && budgetAt(target, at, maxReasonCalls) > 0 && missingReasons(model, target).length > 0;

/**
Returns when to request reasons again or stop waiting; undefined if `--until-done` has no result yet.
*/
export const nextReasonAt = (model: Waiting, target: TargetState): number | undefined => {
	if (model.settleUntil === undefined) {
		return undefined;
	}

	const canAsk = target.failure === undefined && target.details.deniedAt === undefined;
	const asked = canAsk ? missingReasons(model, target).filter(({known}) => known !== undefined) : [];
	return Math.min(model.settleUntil, ...asked.map(record => dueAt(record)));
};

/**
Adds the reason of a failed import to its last change. Returns undefined if that change is not a failure, or has this reason already.
*/
export const explainChange = (model: Model, record: ImportRecord): {readonly changes: Model['changes']; readonly reason: Reason} | undefined => {
	const {details, recheck} = record.known ?? {};
	const reason = reasonOf(record.task, details);
	const isFinal = recheck?.isSettled === true || (details !== undefined && isReasonSettled(details));

	if (reason === undefined || !isFinal) {
		return undefined;
	}

	const index = model.changes.findIndex(change => isSameRef(refOfChange(change), refOf(record)));
	const found = model.changes[index];
	return found === undefined || found.change.kind === 'gone' || !isFailureStatus(found.change.task.status) || (found.reason !== undefined && isSameReason(found.reason, reason))
		? undefined
		: {changes: model.changes.with(index, {...found, reason}), reason};
};
