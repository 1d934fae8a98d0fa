import {
	inTurn,
	type Pace,
	paceAt,
	retryDelayMs,
} from '../domain/schedule.ts';
import {countTasks} from './counts.ts';
import {type Model} from './model.ts';
import {withEachTarget} from './targets.ts';
import {type Watched} from './watched.ts';

const paceOf = ({fixedIntervalMs}: Model, {ledger, lastChangeAt}: Watched, at: number): Pace => paceAt({
	fixedIntervalMs,
	lastChangeAt,
	isCancelling: ledger.tasks.values().some(task => task.status === 'CANCELLING'),
	isRead: ledger.hasBaseline,
	isActive: countTasks(ledger.tasks).active > 0,
}, at);

/*
When the next scan begins, `lastStartedAt` being when the last one did. After a failure, as late as the failure asks for; else in the target's own turn.
*/
const nextAtOf = ({targets}: Model, {id, failure}: Watched, {intervalMs}: Pace, lastStartedAt: number): number => {
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
export const paced = (model: Model, watched: Watched, at: number): Watched => {
	const pace = paceOf(model, watched, at);

	if (watched.poll.kind === 'scanning') {
		return {...watched, pace};
	}

	// The clock may have been set back since the last scan began: never wait for longer than that from now. What was never asked for is due at once.
	const {lastStartedAt} = watched;
	const nextAt = lastStartedAt === undefined && watched.scanNumber === 0 ? watched.poll.nextAt : nextAtOf(model, watched, pace, Math.min(lastStartedAt ?? at, at));
	return {...watched, pace, poll: {kind: 'waiting', nextAt: Math.max(at, nextAt)}};
};

/**
The target with a scan begun.
*/
export const startScan = (watched: Watched, at: number): Watched => watched.poll.kind === 'scanning'
	? watched
	: {...watched, poll: {kind: 'scanning', startedAt: at, isSlow: false}, scanNumber: watched.scanNumber + 1};

/**
The target when polling goes on.
*/
export const resumed = (model: Model, watched: Watched, at: number): Watched => paced(model, {...watched, isPaused: false}, at);

/**
The target when polling stops.
*/
export const paused = (watched: Watched, at: number): Watched => ({
	...watched,
	isPaused: true,
	// What is under way is given up; it proves nothing.
	poll: {kind: 'waiting', nextAt: at},
});

/**
Sets the interval, in milliseconds; undefined lets it follow the work.
*/
export const withInterval = (model: Model, fixedIntervalMs: number | undefined, at: number): Model => {
	const set = {...model, fixedIntervalMs};
	return withEachTarget(set, watched => paced(set, watched, at));
};
