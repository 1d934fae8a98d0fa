import {emptyLedger} from '../domain/ledger.ts';
import {type Remembered} from '../domain/remembered.ts';
import {type Target} from '../domain/target.ts';
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

/*
Whether it is the same list, on whatever way it is read.
*/
const isSameList = (one: Target, other: Target): boolean => one.profile === other.profile && one.region === other.region;

/**
The model when it is known what is asked. Where that is another profile or region than before, since the configuration was changed meanwhile, nothing is known of it, and what comes is no news.
*/
export const connect = (model: Model, target: Target): Model => {
	const before = model.target;

	if (before === undefined) {
		return {...model, target};
	}

	if (isSameList(before, target)) {
		return before.endpointUrl === target.endpointUrl ? model : {...model, target};
	}

	return {
		...model,
		target,
		ledger: emptyLedger,
		rememberedUntil: undefined,
		firstSeen: new Map(),
		changedAt: new Map(),
		changedAfter: new Map(),
		changes: [],
		missed: undefined,
		marks: new Map(),
		unseenFailures: new Set(),
		lastStartedAt: undefined,
		lastCompleteAt: undefined,
		lastComplete: undefined,
		reached: new Map(),
		missedSince: new Map(),
		details: {...model.details, known: new Map(), round: {number: model.details.round.number + 1, keys: []}},
		followed: new Map(),
	};
};
