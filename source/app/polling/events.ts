import {type TargetChange} from '../../imports/change.ts';
import {
	changeEvent,
	detailsFacts,
	type DetailsFacts,
	type EstimateEvent,
	eventHead,
	type FailureEvent,
	type FollowedEntry,
	placedImport,
	type ProgressEvent,
	type ReasonEvent,
	type RecoveredEvent,
	type WatchEvent,
} from '../../imports/event.ts';
import {graphFacts} from '../../imports/graph.ts';
import {
	deciderOf,
	type Followed,
	isDone,
	isFailure,
} from '../../imports/polling/until-done.ts';
import {type Reason} from '../../imports/failures/reason.ts';
import {type ImportDetails} from '../../imports/details.ts';
import {isSlowerThanUsual, recentRate} from '../../imports/progress/rate.ts';
import {usualOf} from '../../imports/progress/usual.ts';
import {type ImportRecord} from '../../imports/import-list.ts';
import {type ListedPlace, type Target} from '../../imports/target.ts';
import {groupOf, type ImportTask, isFinished} from '../../imports/task.ts';
import {type Effect} from '../effect.ts';
import {type Model} from '../model.ts';
import {type TargetState} from '../targets/target-state.ts';
import {placesOf} from '../targets/targets.ts';
import {followedImports} from './until-done.ts';

/*
Uses the environment's profile and region until the target is resolved.
*/
const targetOf = ({resolved, spec}: TargetState, {environmentTarget}: Model): Target => resolved ?? {
	profile: spec.profile === undefined || spec.profile === '' ? environmentTarget.profile : spec.profile,
	region: spec.region === undefined || spec.region === '' ? environmentTarget.region : spec.region,
};

const failureEvents = (before: TargetState, after: TargetState, model: Model, at: number): ReadonlyArray<FailureEvent | RecoveredEvent> => {
	const head = eventHead(targetOf(after, model), at);

	if (after.failure === undefined) {
		return before.failure === undefined ? [] : [{...head, event: 'recovered', since: new Date(before.failure.since).toISOString()}];
	}

	const {kind, sentence, remedy} = after.failure.failure;

	return before.failure?.failure.kind === kind && before.failure.failure.sentence === sentence
		? []
		: [{
			...head,
			event: 'failure',
			kind,
			sentence,
			...(remedy !== undefined && {remedy}),
			...(after.poll.kind === 'waiting' && !model.isQuitting && {nextTryAt: new Date(after.poll.nextAt).toISOString()}),
		}];
};

/**
Returns the events of a scan: changes, a baseline event per unchanged import after the first complete scan, and failure or recovery. `model` is the model after the scan.
*/
export const scanEvents = (before: TargetState, after: TargetState, {model, changes, at}: {
	readonly model: Model;
	readonly changes: readonly TargetChange[];
	readonly at: number;
}): readonly WatchEvent[] => {
	const target = targetOf(after, model);
	const isBaseline = before.lastCompleteAt === undefined && after.lastCompleteAt !== undefined;
	const changedIds = new Set(changes.map(({change}) => change.task.taskId));
	const head = eventHead(target, at);

	return [
		...changes.map((change): WatchEvent => ({...changeEvent(change, target), ...graphFacts(after.graphs.byId, change.change.task.graphId)})),
		...(isBaseline
			? after.imports.records
				.filter(({task}) => !changedIds.has(task.taskId))
				.map(({task}): WatchEvent => ({
					...head, event: 'baseline', task, ...graphFacts(after.graphs.byId, task.graphId),
				}))
			: []),
		...failureEvents(before, after, model, at),
	];
};

/*
Joins the names of all targets, for events about all of them.
*/
const joinedTarget = (model: Model): Target => {
	const all = model.targets.values().map(target => targetOf(target, model)).toArray();
	const [only, another] = all;

	if (only !== undefined && another === undefined) {
		return only;
	}

	const joined = (name: 'profile' | 'region'): string => [...new Set(all.map(target => target[name]))].join(',');
	return {profile: joined('profile'), region: joined('region')};
};

/**
Returns the event of a GetImportTask response; none if it repeats the last response.
*/
export const progressEvents = (before: ImportRecord, {task, known}: ImportRecord, {target, model, at}: {
	readonly target: TargetState;
	readonly model: Model;
	readonly at: number;
}): readonly ProgressEvent[] => {
	const factsOf = (details: ImportDetails | undefined): DetailsFacts | undefined => details && detailsFacts(details);
	const facts = factsOf(known?.details);
	const rate = known?.history && recentRate(known.history);
	return JSON.stringify(factsOf(before.known?.details)) === JSON.stringify(facts)
		? []
		: [{
			...eventHead(targetOf(target, model), at),
			event: 'progress',
			task,
			...graphFacts(target.graphs.byId, task.graphId),
			...facts,
			...(rate !== undefined && {statementsPerSecond: Math.round(rate)}),
			...(isSlowerThanUsual(rate, usualOf(target.earlier, task)) && {isSlowerThanUsual: true}),
		}];
};

export const estimateEvent = (model: Model, {running, doneAt}: {readonly running: number; readonly doneAt: number}, at: number): EstimateEvent =>
	({
		...eventHead(joinedTarget(model), at), event: 'estimate', running, doneAt: new Date(doneAt).toISOString(),
	});

export const reasonEvent = (task: ImportTask, reason: Reason, {target, model, at}: {
	readonly target: TargetState;
	readonly model: Model;
	readonly at: number;
}): ReasonEvent => ({
	...eventHead(targetOf(target, model), at), event: 'reason', task, ...graphFacts(target.graphs.byId, task.graphId), reason,
});

const followedEntry = ({targetId, task, graphStatus, isGone}: Followed, placeOf: (targetId: string) => ListedPlace): FollowedEntry => ({
	...placedImport(task, placeOf(targetId)),
	...(graphStatus !== undefined && task.status === 'SUCCEEDED' && {graphStatus}),
	...(isGone && {isGone}),
});

const doneEvents = (model: Model, at: number): readonly WatchEvent[] => {
	if (model.outcome === undefined) {
		return [];
	}

	const followed = followedImports(model);
	const counts = {
		active: 0, failed: 0, succeeded: 0, cancelled: 0, gone: 0,
	};

	for (const one of followed) {
		counts[one.isGone && !isFinished(one.task.status) ? 'gone' : groupOf(one.task.status)]++;
	}

	const placeOf = placesOf(model);
	const decider = deciderOf(model.outcome, followed);
	return [{
		...eventHead(joinedTarget(model), at),
		event: 'done',
		result: model.outcome,
		counts,
		unfinished: followed.filter(one => !isDone(one)).map(one => followedEntry(one, placeOf)),
		failed: followed.filter(one => isFailure(one)).map(one => ({...followedEntry(one, placeOf), ...(one.reason !== undefined && {reason: one.reason})})),
		...(decider !== undefined && {decidedBy: followedEntry(decider, placeOf)}),
	}];
};

/**
Returns the `done` event if the program ends between these two models.
*/
export const doneEffects = (before: Model, after: Model, at: number): readonly Effect[] => after.isQuitting && !before.isQuitting && after.outcome !== undefined
	? [{type: 'eventsObserved', events: doneEvents(after, at)}]
	: [];
