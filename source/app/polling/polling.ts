import {
	inTurn,
	nextFixedPollAt,
	type Pace,
	paceAt,
	retryDelayMs,
} from '../../imports/polling/schedule.ts';
import {isAwaitingGraph} from '../../imports/polling/until-done.ts';
import {summaryOf} from '../list/list-view.ts';
import {type Model} from '../model.ts';
import {mapTargets} from '../targets/targets.ts';
import {type TargetState} from '../targets/target-state.ts';
import {followedOf} from './until-done.ts';

const paceOf = ({fixedIntervalMs, untilDone}: Model, target: TargetState, at: number): Pace => paceAt({
	fixedIntervalMs,
	lastChangeAt: target.lastChangeAt,
	isCancelling: target.imports.records.some(({task}) => task.status === 'CANCELLING'),
	isRead: target.imports.hasBaseline,
	isActive: summaryOf(target.imports).counts.active > 0 || followedOf(target, untilDone).some(one => isAwaitingGraph(one)),
}, at);

const pollTimeOf = ({poll}: TargetState): number => poll.kind === 'scanning' ? poll.startedAt : poll.nextAt;

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
			earlierPolls: all.slice(0, index).map(target => pollTimeOf(target)), count, intervalMs,
		})
		: inTurn(lastStartedAt + intervalMs, {index, count, intervalMs});
};

export const reschedule = (model: Model, target: TargetState, at: number): TargetState => {
	const pace = paceOf(model, target, at);

	if (target.poll.kind === 'scanning') {
		return {...target, pace};
	}

	// If the clock was set back, wait at most one interval from now. Without an ended scan, the target keeps its start time.
	const {lastStartedAt, poll} = target;
	const nextAt = lastStartedAt === undefined ? Math.min(poll.nextAt, at + pace.intervalMs) : nextAtOf(model, target, pace, Math.min(lastStartedAt, at));
	return {...target, pace, poll: {kind: 'waiting', nextAt: Math.max(at, nextAt)}};
};

export const startScan = (target: TargetState, at: number): TargetState => target.poll.kind === 'scanning'
	? target
	: {...target, poll: {kind: 'scanning', startedAt: at, isSlow: false}, scanNumber: target.scanNumber + 1};

// The least --interval.
const leastIntervalMs = 1000;

/**
Resumes polling. An aborted scan starts again at least a second after its start, so that many pauses don't cause many requests.
*/
export const resumeTarget = (model: Model, target: TargetState, at: number): TargetState => {
	const restartAt = Math.min(pollTimeOf(target), at + leastIntervalMs);
	const resumed = reschedule(model, {...target, isPaused: false}, at);
	return resumed.poll.kind === 'scanning' ? resumed : {...resumed, poll: {kind: 'waiting', nextAt: Math.max(resumed.poll.nextAt, restartAt)}};
};

/**
Aborts a running scan.
*/
export const pauseTarget = (target: TargetState): TargetState => ({
	...target,
	isPaused: true,
	poll: target.poll.kind === 'scanning' ? {kind: 'waiting', nextAt: target.poll.startedAt + leastIntervalMs} : target.poll,
});

export const withInterval = (model: Model, fixedIntervalMs: number | undefined, at: number): Model => {
	const set = {...model, fixedIntervalMs};
	return mapTargets(set, target => reschedule(set, target, at));
};
