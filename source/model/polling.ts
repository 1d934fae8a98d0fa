import {
	type Pace,
	paceAt,
	retryDelayMs,
} from '../domain/schedule.ts';
import {type Model} from './model.ts';
import {countsOf} from './selectors.ts';

const paceOf = ({fixedIntervalMs, ledger, changes}: Pick<Model, 'fixedIntervalMs' | 'ledger' | 'changes'>, at: number): Pace => paceAt({
	fixedIntervalMs,
	lastChangeAt: changes[0]?.at,
	isCancelling: ledger.tasks.values().some(task => task.status === 'CANCELLING'),
	isRead: ledger.hasBaseline,
	isActive: countsOf({ledger}).active > 0,
}, at);

/*
From the beginning of the last scan to the beginning of the next.
*/
const delayMsOf = (failure: Model['failure'], {intervalMs}: Pace): number => failure === undefined
	? intervalMs
	: retryDelayMs({
		kind: failure.failure.kind,
		failures: failure.count,
		chance: failure.chance,
		intervalMs,
	});

/**
The model with the pace and the next poll as they follow from it at a time, in epoch milliseconds.
*/
export const withPace = (model: Model, at: number): Model => {
	const pace = paceOf(model, at);

	if (model.poll.kind === 'scanning') {
		return {...model, pace};
	}

	// The clock may have been set back since the last scan began: never wait for longer than that from now.
	const lastStartedAt = Math.min(model.lastStartedAt ?? at, at);
	return {...model, pace, poll: {kind: 'waiting', nextAt: Math.max(at, lastStartedAt + delayMsOf(model.failure, pace))}};
};

/**
Begins a scan.
*/
export const startScan = (model: Model, at: number): Model => ({
	...model,
	poll: {kind: 'scanning', startedAt: at, isSlow: false},
	scanNumber: model.scanNumber + 1,
});

/**
Sets the interval, in milliseconds; undefined lets it follow the work.
*/
export const withInterval = (model: Model, fixedIntervalMs: number | undefined, at: number): Model =>
	withPace({...model, fixedIntervalMs}, at);

/**
Goes on polling.
*/
export const resume = (model: Model, at: number): Model => withPace({...model, isPaused: false}, at);

/**
Stops polling.
*/
export const pause = (model: Model, at: number): Model => ({
	...model,
	isPaused: true,
	// What is under way is given up; it proves nothing.
	poll: {kind: 'waiting', nextAt: at},
});
