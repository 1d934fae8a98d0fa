import {type Cause, causeOf} from './failures/causes.ts';
import {type KnownDetails} from './import-list.ts';
import {stalledSince} from './progress/progress.ts';
import {isFailureStatus} from './failures/reason.ts';
import {isFinished, type ImportTask} from './task.ts';
import {timeLeft} from './progress/time-left.ts';

type ImportFacts = {
	readonly task: ImportTask;
	readonly changedAt?: number | undefined;
	readonly known?: Pick<KnownDetails, 'details' | 'history' | 'answeredAt'> | undefined;
};

export type TargetImport = ImportFacts & {readonly targetId: string};

/**
When an import ended, in epoch milliseconds: reported by AWS, or else observed.
*/
export const endedAt = ({task, changedAt, known}: ImportFacts): number | undefined => {
	if (!isFinished(task.status)) {
		return undefined;
	}

	const {startedAt, elapsedMs} = known?.details?.progress ?? {};
	return startedAt === undefined || elapsedMs === undefined ? changedAt : startedAt + elapsedMs;
};

/**
Undefined unless the import is loading: in other statuses AWS reports 0, 100 or an old percentage.
*/
export const loadedPercentage = ({task, known}: ImportFacts): number | undefined => task.status === 'IMPORTING' ? known?.details?.progress?.percentage : undefined;

/*
Before AWS reports when an import started, INITIALIZING is its only status.
*/
const elapsedMsAt = ({task, changedAt, known}: ImportFacts, at: number): number | undefined =>
	known?.details?.progress?.elapsedMs ?? (changedAt !== undefined && task.status === 'INITIALIZING' ? at - changedAt : undefined);

/**
Computed as of the last response, so that nothing changes between polls. Undefined for a stalled import. `usualMs` is the usual duration of such imports.
*/
export const estimatedLeftMs = (facts: ImportFacts, usualMs?: number): number | undefined => {
	const {task: {status}, known: {history, answeredAt: at} = {}} = facts;

	if (at === undefined || isFinished(status) || (history !== undefined && stalledSince(history, at) !== undefined)) {
		return undefined;
	}

	return timeLeft({
		status, at, elapsedMs: elapsedMsAt(facts, at), history, usualMs,
	});
};

const staleAfterMs = 120_000;

/**
The time of the last details of a running import, if they are much older than the list; otherwise undefined. Times are epoch milliseconds.
*/
export const staleSince = ({task, known}: ImportFacts, {lastCompleteAt, intervalMs}: {readonly lastCompleteAt: number | undefined; readonly intervalMs: number}): number | undefined => {
	const at = known?.answeredAt;
	return at !== undefined && lastCompleteAt !== undefined && !isFinished(task.status) && lastCompleteAt - at > Math.max(staleAfterMs, 2 * intervalMs) ? at : undefined;
};

export const failureCause = ({task, known}: ImportFacts): Cause | undefined => isFailureStatus(task.status) && known?.details !== undefined
	? causeOf(task, known.details)
	: undefined;
