import {missingStatus} from '../../imports/graph.ts';
import {type Filter, matchesFilter} from '../../imports/filter/filter.ts';
import {
	type Followed,
	type UntilDone,
	type Outcome,
	resultOf,
} from '../../imports/polling/until-done.ts';
import {type ImportRecord, updateImports} from '../../imports/import-list.ts';
import {type Snapshot} from '../../imports/polling/poll.ts';
import {reasonOf} from '../../imports/failures/reason.ts';
import {type ImportTask} from '../../imports/task.ts';
import {type Model} from '../model.ts';
import {hasMissingReasons, settleForMs} from '../details/reasons.ts';
import {type TargetState} from '../targets/target-state.ts';
import {placesOf, setTarget} from '../targets/targets.ts';

/*
The status of the import's graph, if it was read after the import's last change.
*/
const graphStatusOf = ({graphs: {byId, askedAt, isAsking, failure}}: TargetState, {task: {graphId = ''}, changedAt = -Infinity}: ImportRecord): string => {
	const isKnown = byId.has(graphId) && !isAsking && failure === undefined && askedAt !== undefined && askedAt >= changedAt;
	return isKnown ? byId.get(graphId)?.status ?? missingStatus : 'UNKNOWN';
};

const followedFacts = ({targetId, task, changedAt, known}: ImportRecord): Omit<Followed, 'isGone'> => ({
	targetId, task, changedAt, reason: reasonOf(task, known?.details),
});

/**
Returns the imports of a target that `--until-done` waits for, including those no longer listed.
*/
export const followedOf = (target: TargetState, untilDone: UntilDone | undefined): readonly Followed[] => [
	...target.imports.records.filter(({isFollowed}) => isFollowed).map((record): Followed => ({
		...followedFacts(record), isGone: false, ...(untilDone?.isUsable === true && {graphStatus: graphStatusOf(target, record)}),
	})),
	...target.goneFollowed.map((record): Followed => ({...followedFacts(record), isGone: true})),
];

export const followedImports = ({targets, untilDone}: Pick<Model, 'targets' | 'untilDone'>): readonly Followed[] =>
	targets.values().flatMap(target => followedOf(target, untilDone)).toArray();

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
	const isOld = (taskId: string): boolean => untilDone.isNewOnly && target.baselineIds?.has(taskId) !== false;
	const isWanted = ({task, known}: ImportRecord): boolean => isBack(task.taskId) || (!isOld(task.taskId) && matchesFilter(untilDone.filter, {task, place, details: known?.details}));
	const imports = updateImports(target.imports, tasks.keys(), record => record.isFollowed || !isWanted(record) ? record : {...record, isFollowed: true});
	return imports === target.imports ? model : setTarget(model, {...target, imports, goneFollowed: target.goneFollowed.filter(({task}) => !tasks.has(task.taskId))});
};

/**
False if the filter may need the name of the import's graph, and the first answer about that graph is pending.
*/
export const isFilterDecided = ({usesGraphs}: Filter, {graphs: {byId, request, isAsking}}: TargetState, {graphId}: ImportTask): boolean =>
	!usesGraphs || graphId === undefined || byId.has(graphId) || (request > 0 && !isAsking);

const isLastScanComplete = ({lastComplete, lastStartedAt}: TargetState): boolean => lastComplete !== undefined && lastComplete.startedAt === lastStartedAt;

/**
Follows the listed imports that match now that the names of the graphs are known.
*/
export const followListed = (model: Model, target: TargetState): Model => model.untilDone?.filter.usesGraphs === true && isLastScanComplete(target)
	? followImports(model, target, {
		tasks: new Map(target.imports.records.filter(({missingSince}) => missingSince === undefined).map(({task}) => [task.taskId, task])),
		isComplete: true,
	})
	: model;

/*
After one complete scan, a failure may be a temporary outage, so the program keeps waiting.
*/
const isUnanswerable = ({isUnattended, isUsable}: UntilDone, {failure, lastCompleteAt, graphs}: TargetState): boolean =>
	isUnattended && ((lastCompleteAt === undefined && failure !== undefined && !failure.failure.isTransient) || (isUsable && graphs.failure?.kind === 'permission'));

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
	const isWhole = all.every(target => isLastScanComplete(target) && target.imports.records.every(({task}) => isFilterDecided(untilDone.filter, target, task)));
	const result = resultOf(untilDone, followedImports(model), isWhole) ?? (all.some(target => isUnanswerable(untilDone, target)) ? 'unanswered' : undefined);
	return result === undefined ? model : {...model, outcome: result, settleUntil: at + settleForMs};
};

/**
Quits with this outcome, unless there is one already.
*/
export const finish = (model: Model, outcome: Outcome): Model => model.isQuitting ? model : {...model, outcome: model.outcome ?? outcome, isQuitting: true};
