import {matchesFilter} from '../imports/filter.ts';
import {
	type Followed,
	type UntilDone,
	type Outcome,
	resultOf,
} from '../imports/until-done.ts';
import {type ImportRecord, updateImports} from '../imports/import-list.ts';
import {type Snapshot} from '../imports/poll.ts';
import {reasonOf} from '../imports/reason.ts';
import {type Model} from './model.ts';
import {hasMissingReasons, settleForMs} from './reasons.ts';
import {type TargetState} from './target-state.ts';
import {placesOf, setTarget} from './targets.ts';

const followedOf = ({targetId, task, changedAt, known}: ImportRecord, isGone: boolean): Followed => ({
	targetId, task, isGone, changedAt, reason: reasonOf(task, known?.details),
});

/**
Returns the imports that `--until-done` waits for, including those no longer listed.
*/
export const followedImports = ({targets}: Pick<Model, 'targets'>): readonly Followed[] => targets.values().flatMap(({imports, goneFollowed}) => [
	...imports.records.filter(({isFollowed}) => isFollowed).map(record => followedOf(record, false)),
	...goneFollowed.map(record => followedOf(record, true)),
]).toArray();

/**
Follows the imports in a scan that match `--until-done`. Skips imports known only from an earlier run: they may have been deleted, so their end may never be observed.
*/
export const followImports = (model: Model, target: TargetState, {tasks}: Snapshot): Model => {
	const {untilDone} = model;

	if (untilDone === undefined || model.outcome !== undefined) {
		return model;
	}

	const place = placesOf(model)(target.id);
	const isBack = (taskId: string): boolean => target.goneFollowed.some(({task}) => task.taskId === taskId);
	const isOld = (taskId: string): boolean => untilDone.isNewOnly === true && target.baselineIds?.has(taskId) !== false;
	const isWanted = ({task, known}: ImportRecord): boolean => isBack(task.taskId) || (!isOld(task.taskId) && matchesFilter(untilDone.filter, {task, place, details: known?.details}));
	const imports = updateImports(target.imports, tasks.keys(), record => record.isFollowed || !isWanted(record) ? record : {...record, isFollowed: true});
	return imports === target.imports ? model : setTarget(model, {...target, imports, goneFollowed: target.goneFollowed.filter(({task}) => !tasks.has(task.taskId))});
};

const isLastScanComplete = ({lastComplete, lastStartedAt}: TargetState): boolean => lastComplete !== undefined && lastComplete.startedAt === lastStartedAt;

/*
After one complete scan, a failure may be a temporary outage, so the program keeps waiting.
*/
const isUnanswerable = ({isUnattended}: UntilDone, {failure, lastCompleteAt}: TargetState): boolean =>
	isUnattended && lastCompleteAt === undefined && failure !== undefined && !failure.failure.isTransient;

/**
Quits if `--until-done` has its outcome, and waiting longer reveals no reason.
*/
export const settle = (model: Model, at: number): Model => model.settleUntil !== undefined && !model.isQuitting
	&& (at >= model.settleUntil || !model.targets.values().some(target => hasMissingReasons(model, target, at)))
	? {...model, isQuitting: true}
	: model;

export const withOutcome = (model: Model, at: number): Model => {
	const {untilDone, outcome, targets} = model;

	if (untilDone === undefined || outcome !== undefined) {
		return model;
	}

	const all = targets.values().toArray();
	const result = resultOf(untilDone, followedImports(model), all.every(target => isLastScanComplete(target))) ?? (all.some(target => isUnanswerable(untilDone, target)) ? 'unanswered' : undefined);
	return result === undefined ? model : {...model, outcome: result, settleUntil: at + settleForMs};
};

/**
Quits with this outcome, unless there is one already.
*/
export const finish = (model: Model, outcome: Outcome): Model => model.isQuitting ? model : {...model, outcome: model.outcome ?? outcome, isQuitting: true};
