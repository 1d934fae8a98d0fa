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
The imports that the program waits for, including those that are gone.
*/
export const followedImports = ({targets}: Pick<Model, 'targets'>): readonly Followed[] => targets.values().flatMap(({id, imports, goneFollowed}) => [
	...imports.records.filter(({isFollowed}) => isFollowed).map(({task}): Followed => ({targetId: id, task, isGone: false})),
	...goneFollowed.map((task): Followed => ({targetId: id, task, isGone: true})),
]).toArray();

/**
Follows the imports that match `--until-done` among those that a scan saw. An import of an earlier run that no scan saw is not followed, since its end may never be seen.
*/
export const followImports = (model: Model, target: TargetState, {tasks}: Snapshot): Model => {
	const {untilDone} = model;

	if (untilDone === undefined || model.outcome !== undefined) {
		return model;
	}

	const place = placesOf(model)(target.id);
	const isBack = (taskId: string): boolean => target.goneFollowed.some(task => task.taskId === taskId);
	const imports = updateImports(target.imports, tasks.keys(), record => record.isFollowed || !(matchesFilter(untilDone.filter, record.task, place) || isBack(record.task.taskId))
		? record
		: {...record, isFollowed: true});
	return imports === target.imports ? model : setTarget(model, {...target, imports, goneFollowed: target.goneFollowed.filter(({taskId}) => !tasks.has(taskId))});
};

/*
Whether the last scan read the whole list.
*/
const isWhole = ({lastComplete, lastStartedAt}: TargetState): boolean => lastComplete !== undefined && lastComplete.startedAt === lastStartedAt;

/*
Once the list of a target was read, the program keeps waiting: an outage ends.
*/
const isUnanswerable = ({isUnattended}: UntilDone, {failure, lastCompleteAt}: TargetState): boolean =>
	isUnattended && lastCompleteAt === undefined && failure !== undefined && !failure.failure.isTransient;

/**
Ends the program after a scan if `--until-done` is satisfied in all targets.
*/
export const withOutcome = (model: Model): Model => {
	const {untilDone, outcome, targets} = model;

	if (untilDone === undefined || outcome !== undefined) {
		return model;
	}

	const all = targets.values().toArray();
	const result = resultOf(untilDone, followedImports(model), all.every(target => isWhole(target))) ?? (all.some(target => isUnanswerable(untilDone, target)) ? 'unanswered' : undefined);
	return result === undefined ? model : {...model, outcome: result, isQuitting: true};
};

/**
Ends the program with this outcome, unless it is quitting anyway.
*/
export const finish = (model: Model, outcome: Outcome): Model => model.isQuitting ? model : {...model, outcome, isQuitting: true};
