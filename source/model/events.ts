import {changeEvent, eventHead, type WatchEvent} from '../domain/event.ts';
import {isFinished} from '../domain/goal.ts';
import {type ImportDetails} from '../domain/import-details.ts';
import {type Target} from '../domain/target.ts';
import {groupOf, isOver, taskKey} from '../domain/task.ts';
import {type Message} from './message.ts';
import {type Model} from './model.ts';

/**
One step of the program: a message, and the models before and after it.
*/
export type Step = {
	readonly before: Model;
	readonly after: Model;
	readonly message: Message;
};

const scanEvents = ({before, after}: Step, target: Target, at: number): readonly WatchEvent[] => {
	const news = after.news === before.news ? [] : after.news;
	const isBaseline = before.lastCompleteAt === undefined && after.lastCompleteAt !== undefined;
	const told = new Set(news.map(({change}) => taskKey(change.task)));
	const head = eventHead(target, at);

	return [
		...news.map(change => changeEvent(change, target)),
		...(isBaseline
			? after.ledger.tasks.entries()
				.filter(([key]) => !told.has(key))
				.map(([, task]): WatchEvent => ({...head, event: 'baseline', task}))
			: []),
	];
};

const failureEvents = ({before, after}: Step, target: Target, at: number): readonly WatchEvent[] => {
	if (after.failure === undefined) {
		return before.failure === undefined ? [] : [{...eventHead(target, at), event: 'recovered', since: new Date(before.failure.since).toISOString()}];
	}

	const {kind, sentence, remedy} = after.failure.failure;

	return before.failure?.failure.kind === kind && before.failure.failure.sentence === sentence
		? []
		: [{
			...eventHead(target, at),
			event: 'failure',
			kind,
			sentence,
			...(remedy !== undefined && {remedy}),
			...(after.poll.kind === 'waiting' && !after.isQuitting && {nextTryAt: new Date(after.poll.nextAt).toISOString()}),
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

const progressEvents = ({before, after}: Step, target: Target, key: string, at: number): readonly WatchEvent[] => {
	const task = after.ledger.tasks.get(key);
	const details = after.details.known.get(key)?.details;
	const detailsBefore = before.details.known.get(key)?.details;

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

const doneEvents = ({before, after}: Step, target: Target, at: number): readonly WatchEvent[] => {
	if (after.outcome === undefined || after.outcome === before.outcome) {
		return [];
	}

	const followed = after.followed.values().toArray();
	const counts = {
		active: 0, failed: 0, succeeded: 0, cancelled: 0,
	};

	for (const one of followed) {
		// One that went before it was over was deleted.
		counts[groupOf(one.isGone && !isOver(one.task.status) ? 'DELETED' : one.task.status)]++;
	}

	return [{
		...eventHead(target, at),
		event: 'done',
		result: after.outcome,
		counts,
		unfinished: followed.filter(one => !isFinished(one)).map(({task}) => task),
	}];
};

/**
What a step has to tell beyond the screen, in the order in which it happened. `named` is what is to be asked, as far as it is known before the settings have been resolved.
*/
export const eventsOf = (step: Step, named: Target): readonly WatchEvent[] => {
	const {after, message} = step;
	const target = after.target ?? named;

	if (message.type === 'scanEnded') {
		return [...scanEvents(step, target, message.at), ...failureEvents(step, target, message.at), ...doneEvents(step, target, message.at)];
	}

	if (message.type === 'timedOut' || message.type === 'sourceEnded') {
		return doneEvents(step, target, message.at);
	}

	return message.type === 'detailsAnswered' ? progressEvents(step, target, message.key, message.at) : [];
};
