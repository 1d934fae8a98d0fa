import {
	changeEvent,
	eventHead,
	placedImport,
	type WatchEvent,
} from '../domain/event.ts';
import {isFinished} from '../domain/goal.ts';
import {type ImportDetails} from '../domain/import-details.ts';
import {findImport} from '../domain/import-list.ts';
import {type Target, type TargetSpec} from '../domain/target.ts';
import {groupOf, isOver} from '../domain/task.ts';
import {type Message} from './message.ts';
import {type Model} from './model.ts';
import {type TargetState} from './target-state.ts';
import {findTarget, placesOf} from './targets.ts';
import {followedImports} from './until-done.ts';

/**
One step of the program: a message, and the models before and after it.
*/
export type Step = {
	readonly before: Model;
	readonly after: Model;
	readonly message: Message;
};

/**
Gives the name of a target as it was asked for.
*/
export type NameOf = (spec: TargetSpec) => Target;

/*
What a target is, or what is to be asked, as far as that is known before the settings have been resolved.
*/
const targetOf = ({resolved, spec}: TargetState, nameOf: NameOf): Target => resolved ?? nameOf(spec);

/*
A target before and after a step.
*/
type TargetStep = {readonly before: TargetState | undefined; readonly after: TargetState; readonly target: Target};

const scanEvents = ({before: modelBefore, after: modelAfter}: Step, {before, after, target}: TargetStep, at: number): readonly WatchEvent[] => {
	const news = modelAfter.news === modelBefore.news ? [] : modelAfter.news;
	const isBaseline = before?.lastCompleteAt === undefined && after.lastCompleteAt !== undefined;
	const told = new Set(news.map(({change}) => change.task.taskId));
	const head = eventHead(target, at);

	return [
		...news.map(change => changeEvent(change, target)),
		...(isBaseline
			? after.imports.records
				.filter(({task}) => !told.has(task.taskId))
				.map(({task}): WatchEvent => ({...head, event: 'baseline', task}))
			: []),
	];
};

const failureEvents = ({before, after, target}: TargetStep, {isQuitting}: Model, at: number): readonly WatchEvent[] => {
	if (after.failure === undefined) {
		return before?.failure === undefined ? [] : [{...eventHead(target, at), event: 'recovered', since: new Date(before.failure.since).toISOString()}];
	}

	const {kind, sentence, remedy} = after.failure.failure;

	return before?.failure?.failure.kind === kind && before.failure.failure.sentence === sentence
		? []
		: [{
			...eventHead(target, at),
			event: 'failure',
			kind,
			sentence,
			...(remedy !== undefined && {remedy}),
			...(after.poll.kind === 'waiting' && !isQuitting && {nextTryAt: new Date(after.poll.nextAt).toISOString()}),
		}];
};

const progressFacts = ({attemptNumber, statusReason, progress}: ImportDetails): Pick<Extract<WatchEvent, {event: 'progress'}>, 'attemptNumber' | 'statusReason' | 'progress'> => {
	const {startedAt, elapsedMs, ...counts} = progress ?? {};

	return {
		...(attemptNumber !== undefined && {attemptNumber}),
		...(statusReason !== undefined && {statusReason}),
		...(progress !== undefined && {
			progress: {
				...counts,
				...(startedAt !== undefined && {startedAt: new Date(startedAt).toISOString()}),
				...(elapsedMs !== undefined && {elapsedSeconds: elapsedMs / 1000}),
			},
		}),
	};
};

const progressEvents = ({before, after, target}: TargetStep, key: string, at: number): readonly WatchEvent[] => {
	const {task, known} = findImport(after.imports, key) ?? {};
	const details = known?.details;
	const detailsBefore = before && findImport(before.imports, key)?.known?.details;

	if (task === undefined || details === undefined || details === detailsBefore) {
		return [];
	}

	const facts = progressFacts(details);
	return detailsBefore !== undefined && JSON.stringify(progressFacts(detailsBefore)) === JSON.stringify(facts)
		? []
		: [{
			...eventHead(target, at), event: 'progress', task, ...facts,
		}];
};

/*
The names of all targets, as the one event is told that is about all of them.
*/
const allTargets = ({targets}: Model, nameOf: NameOf): Target => {
	const all = targets.values().map(target => targetOf(target, nameOf)).toArray();
	const [only, another] = all;

	if (only !== undefined && another === undefined) {
		return only;
	}

	const together = (name: 'profile' | 'region'): string => [...new Set(all.map(target => target[name]))].join(',');
	return {profile: together('profile'), region: together('region')};
};

const doneEvents = ({before, after}: Step, nameOf: NameOf, at: number): readonly WatchEvent[] => {
	if (after.outcome === undefined || after.outcome === before.outcome) {
		return [];
	}

	const followed = followedImports(after);
	const counts = {
		active: 0, failed: 0, succeeded: 0, cancelled: 0,
	};

	for (const one of followed) {
		// One that went before it was over was deleted.
		counts[groupOf(one.isGone && !isOver(one.task.status) ? 'DELETED' : one.task.status)]++;
	}

	const placeOf = placesOf(after);
	return [{
		...eventHead(allTargets(after, nameOf), at),
		event: 'done',
		result: after.outcome,
		counts,
		unfinished: followed.filter(one => !isFinished(one)).map(({targetId, task}) => placedImport(task, placeOf(targetId))),
	}];
};

/*
The target that a message is about, before and after it; undefined where it is no longer watched.
*/
const targetStepOf = ({before, after}: Step, targetId: string, nameOf: NameOf): TargetStep | undefined => {
	const target = findTarget(after, targetId);
	return target && {before: before.targets.get(target.id), after: target, target: targetOf(target, nameOf)};
};

/**
What a step has to tell beyond the screen, in the order in which it happened. `nameOf` gives what a target is called before its settings have been resolved.
*/
export const eventsOf = (step: Step, nameOf: NameOf): readonly WatchEvent[] => {
	const {message} = step;

	if (message.type === 'timedOut' || message.type === 'sourceEnded') {
		return doneEvents(step, nameOf, message.at);
	}

	if (message.type === 'scanEnded') {
		const targetStep = targetStepOf(step, message.targetId, nameOf);
		const ofTarget = targetStep === undefined ? [] : [...scanEvents(step, targetStep, message.at), ...failureEvents(targetStep, step.after, message.at)];
		return [...ofTarget, ...doneEvents(step, nameOf, message.at)];
	}

	if (message.type === 'detailsAnswered') {
		const targetStep = targetStepOf(step, message.targetId, nameOf);
		return targetStep === undefined ? [] : progressEvents(targetStep, message.key, message.at);
	}

	return [];
};
