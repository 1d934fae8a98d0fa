import {
	inTurn,
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

/*
When the next scan begins, `lastStartedAt` being when the last one did. After a failure, as late as the failure asks for; else in the target's own turn.
*/
const nextAtOf = ({targets}: Model, {id, failure}: TargetState, {intervalMs}: Pace, lastStartedAt: number): number => {
	if (failure !== undefined) {
		return lastStartedAt + retryDelayMs({
			kind: failure.failure.kind,
			failures: failure.count,
			chance: failure.chance,
			intervalMs,
		});
	}

	return inTurn(lastStartedAt + intervalMs, {index: targets.keys().toArray().indexOf(id), count: targets.size, intervalMs});
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
	// What is under way is given up; it proves nothing.
	poll: {kind: 'waiting', nextAt: at},
});

/**
Sets the interval, in milliseconds; undefined lets it follow the work.
*/
export const withInterval = (model: Model, fixedIntervalMs: number | undefined, at: number): Model => {
	const set = {...model, fixedIntervalMs};
	return mapTargets(set, target => paced(set, target, at));
};
