import {type Remembered} from '../domain/remembered.ts';
import {type Model} from './model.ts';

/**
The model with what was observed before this run: the first scan is compared with that, and what it finds is news. The list stands at once, as old as it is; nothing counts as read.

Where the whole list was never seen, nothing is listed, since what turns up is no news. Once a scan has ended it is too late to remember.
*/
export const remember = (model: Model, {tasks, firstSeen, changedAt, changedAfter, changes, until}: Remembered): Model => {
	if (model.lastStartedAt !== undefined) {
		return model;
	}

	const known = {
		...model, firstSeen, changedAt, changedAfter, changes,
	};
	return until === undefined
		? known
		: {
			...known,
			ledger: {tasks, missing: new Set(), hasBaseline: true},
			lastComplete: {startedAt: until, tookMs: 0},
			rememberedUntil: until,
		};
};
