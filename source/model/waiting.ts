import {
	follow,
	type Goal,
	type Outcome,
	resultOf,
} from '../domain/goal.ts';
import {type Snapshot} from '../domain/snapshot.ts';
import {type Model} from './model.ts';

/*
Once the list has been read the waiting goes on, since what went well comes back.
*/
const isUnanswerable = ({isUnattended}: Goal, {failure, lastCompleteAt}: Model): boolean =>
	isUnattended && lastCompleteAt === undefined && failure !== undefined && !failure.failure.isTransient;

/**
The model after a scan, where something is waited for: it ends when that has come about.
*/
export const wait = (model: Model, snapshot: Snapshot): Model => {
	const {goal, ledger, outcome} = model;

	if (goal === undefined || outcome !== undefined) {
		return model;
	}

	const followed = follow(model.followed, goal, {listed: ledger.tasks, seen: snapshot.tasks});
	const result = resultOf(goal, followed, snapshot.isComplete) ?? (isUnanswerable(goal, model) ? 'unanswered' : undefined);
	return {
		...model,
		followed,
		outcome: result,
		isQuitting: result !== undefined || model.isQuitting,
	};
};

/**
The model where nothing more is waited for, with what has come of it; one that is about to end anyway stays as it is.
*/
export const giveUp = (model: Model, outcome: Outcome): Model => model.isQuitting ? model : {...model, outcome, isQuitting: true};
