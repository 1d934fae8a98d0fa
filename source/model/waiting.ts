import {follow, resultOf} from '../domain/goal.ts';
import {type Model} from './model.ts';

/**
The model after a scan, where something is waited for: it ends when that has come about. `isWhole` says whether the scan read the whole list.
*/
export const wait = (model: Model, isWhole: boolean): Model => {
	const {goal, ledger, outcome} = model;

	if (goal === undefined || outcome !== undefined) {
		return model;
	}

	const followed = follow(model.followed, goal, ledger.tasks);
	const result = resultOf(goal, followed, isWhole);
	return {
		...model,
		followed,
		outcome: result,
		isQuitting: result !== undefined || model.isQuitting,
	};
};
