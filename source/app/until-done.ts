import {matchesFilter} from '../imports/filter.ts';
import {
	type Followed,
	type UntilDone,
	type Outcome,
	resultOf,
} from '../imports/until-done.ts';
import {updateImports} from '../imports/import-list.ts';
import {type Snapshot} from '../imports/poll.ts';
import {type Model} from './model.ts';
import {type TargetState} from './target-state.ts';
import {placesOf, setTarget} from './targets.ts';

/**
Returns the imports that `--until-done` waits for, including those no longer listed.
*/
export const followedImports = ({targets}: Pick<Model, 'targets'>): readonly Followed[] => targets.values().flatMap(({id, imports, goneFollowed}) => [
	...imports.records.filter(({isFollowed}) => isFollowed).map(({task}): Followed => ({targetId: id, task, isGone: false})),
	...goneFollowed.map((task): Followed => ({targetId: id, task, isGone: true})),
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
	const isBack = (taskId: string): boolean => target.goneFollowed.some(task => task.taskId === taskId);
	const imports = updateImports(target.imports, tasks.keys(), record => record.isFollowed || !(matchesFilter(untilDone.filter, {task: record.task, place, details: record.known?.details}) || isBack(record.task.taskId))
		? record
		: {...record, isFollowed: true});
	return imports === target.imports ? model : setTarget(model, {...target, imports, goneFollowed: target.goneFollowed.filter(({taskId}) => !tasks.has(taskId))});
};

const isLastScanComplete = ({lastComplete, lastStartedAt}: TargetState): boolean => lastComplete !== undefined && lastComplete.startedAt === lastStartedAt;

/*
After one complete scan, a failure may be a temporary outage, so the program keeps waiting.
*/
const isUnanswerable = ({isUnattended}: UntilDone, {failure, lastCompleteAt}: TargetState): boolean =>
	isUnattended && lastCompleteAt === undefined && failure !== undefined && !failure.failure.isTransient;

export const withOutcome = (model: Model): Model => {
	const {untilDone, outcome, targets} = model;

	if (untilDone === undefined || outcome !== undefined) {
		return model;
	}

	const all = targets.values().toArray();
	const result = resultOf(untilDone, followedImports(model), all.every(target => isLastScanComplete(target))) ?? (all.some(target => isUnanswerable(untilDone, target)) ? 'unanswered' : undefined);
	return result === undefined ? model : {...model, outcome: result, isQuitting: true};
};

export const finish = (model: Model, outcome: Outcome): Model => model.isQuitting ? model : {...model, outcome, isQuitting: true};
