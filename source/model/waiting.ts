import {
	follow,
	type Goal,
	type Outcome,
	resultOf,
} from '../domain/goal.ts';
import {type Snapshot} from '../domain/snapshot.ts';
import {type Model} from './model.ts';
import {allTasks} from './targets.ts';
import {placesOf} from './places.ts';
import {type Watched} from './watched.ts';

/*
Whether the last scan read the whole list.
*/
const isWhole = ({lastComplete, lastStartedAt}: Watched): boolean => lastComplete !== undefined && lastComplete.startedAt === lastStartedAt;

/*
Once the list of a target has been read the waiting goes on, since what went well comes back.
*/
const isUnanswerable = ({isUnattended}: Goal, {failure, lastCompleteAt}: Watched): boolean =>
	isUnattended && lastCompleteAt === undefined && failure !== undefined && !failure.failure.isTransient;

/**
The model after a scan, which saw this, where something is waited for: it ends when that has come about, in all targets.
*/
export const wait = (model: Model, seen: Snapshot): Model => {
	const {goal, outcome, targets} = model;

	if (goal === undefined || outcome !== undefined) {
		return model;
	}

	const followed = follow(model.followed, goal, {listed: allTasks(model), seen: seen.tasks, placeOf: placesOf(model)});
	const all = targets.values().toArray();
	const result = resultOf(goal, followed, all.every(watched => isWhole(watched))) ?? (all.some(watched => isUnanswerable(goal, watched)) ? 'unanswered' : undefined);
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
