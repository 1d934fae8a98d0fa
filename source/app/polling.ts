import {
	inTurn,
	nextFixedPollAt,
	type Pace,
	paceAt,
	retryDelayMs,
} from '../imports/schedule.ts';
import {countImports} from './list-view.ts';
import {type Model} from './model.ts';
import {mapTargets} from './targets.ts';
import {type TargetState} from './target-state.ts';

const paceOf = ({fixedIntervalMs}: Model, {imports, lastChangeAt}: TargetState, at: number): Pace => paceAt({
	fixedIntervalMs,
	lastChangeAt,
	isCancelling: imports.records.some(({task}) => task.status === 'CANCELLING'),
	isRead: imports.hasBaseline,
	isActive: countImports(imports).active > 0,
}, at);

const startOf = ({poll, lastStartedAt}: TargetState): number | undefined => poll.kind === 'scanning' ? poll.startedAt : lastStartedAt;

/*
When the next scan begins. `lastStartedAt` is when the last scan began.
*/
const nextAtOf = ({targets}: Model, {id, failure}: TargetState, {intervalMs, reason}: Pace, lastStartedAt: number): number => {
	if (failure !== undefined) {
		return lastStartedAt + retryDelayMs({
			kind: failure.failure.kind,
			failures: failure.count,
			chance: failure.chance,
			intervalMs,
		});
	}

	const all = targets.values().toArray();
	const count = all.length;
	const index = all.findIndex(target => target.id === id);
	return reason === 'fixed'
		? nextFixedPollAt(lastStartedAt, {
			earlierStarts: all.slice(0, index).map(target => startOf(target)).filter(at => at !== undefined), count, intervalMs,
		})
		: inTurn(lastStartedAt + intervalMs, {index, count, intervalMs});
};

/**
The target with its pace and its next poll as they follow from it at a time, in epoch milliseconds.
*/
export const paced = (model: Model, target: TargetState, at: number): TargetState => {
	const pace = paceOf(model, target, at);

	if (target.poll.kind === 'scanning') {
		return {...target, pace};
	}

	// The clock may have been set back since the last scan began: never wait for longer than that from now. What was never asked for is due at once.
	const {lastStartedAt} = target;
	const nextAt = lastStartedAt === undefined && target.scanNumber === 0 ? target.poll.nextAt : nextAtOf(model, target, pace, Math.min(lastStartedAt ?? at, at));
	return {...target, pace, poll: {kind: 'waiting', nextAt: Math.max(at, nextAt)}};
};

/**
The target with a scan begun.
*/
export const startScan = (target: TargetState, at: number): TargetState => target.poll.kind === 'scanning'
	? target
	: {...target, poll: {kind: 'scanning', startedAt: at, isSlow: false}, scanNumber: target.scanNumber + 1};

/**
The target when polling goes on.
*/
export const resumed = (model: Model, target: TargetState, at: number): TargetState => paced(model, {...target, isPaused: false}, at);

/**
The target when polling stops.
*/
export const paused = (target: TargetState, at: number): TargetState => ({
	...target,
	isPaused: true,
	// Abandons the scan in progress; it proves nothing.
	poll: {kind: 'waiting', nextAt: at},
});

/**
Sets the interval, in milliseconds; undefined lets it follow the work.
*/
export const withInterval = (model: Model, fixedIntervalMs: number | undefined, at: number): Model => {
	const set = {...model, fixedIntervalMs};
	return mapTargets(set, target => paced(set, target, at));
};
