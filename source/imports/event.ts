import {type ObservedChange} from './change.ts';
import {type Outcome} from './polling/until-done.ts';
import {type ImportDetails, type ImportProgress} from './details.ts';
import {type Elapsed} from './progress/elapsed.ts';
import {graphFacts, type GraphFacts} from './graph.ts';
import {type FailureKind} from './failures/failure.ts';
import {type Reason, reasonOf} from './failures/reason.ts';
import {type ListedPlace, type Target} from './target.ts';
import {type ImportTask, type StatusGroup} from './task.ts';

/*
Increases when existing readers could misread an event.
*/
const eventVersion = 1;

type EventElapsed = {
	readonly minSeconds: number;
	readonly maxSeconds: number;
};

/**
`event.schema.json` describes the fields of all events.
*/
type EventHead = {
	readonly version: typeof eventVersion;
	readonly at: string;
	readonly profile: string;
	readonly region: string;
	readonly endpoint?: string;
};

/**
`graph` is known once ListGraphs has returned the import's graph.
*/
type TaskFacts = {
	readonly task: ImportTask;
	readonly graph?: GraphFacts;
};

type ChangeFacts = TaskFacts & {
	readonly notBefore?: string;
	readonly elapsed?: EventElapsed;
	readonly reason?: Reason;

	/**
	The statements of a succeeded import. Only in the history.
	*/
	readonly statementCount?: number;
};

/*
An import that was already listed when watching began.
*/
type BaselineEvent = EventHead & TaskFacts & {readonly event: 'baseline'};

export type ChangeEvent = EventHead & ChangeFacts & (
	| {readonly event: 'appeared'}
	| {readonly event: 'changed'; readonly from: string; readonly to: string}
	| {readonly event: 'gone'}
);

/**
Why an import failed, if it was not known yet when the failure was reported.
*/
export type ReasonEvent = EventHead & TaskFacts & {readonly event: 'reason'; readonly reason: Reason};

/**
An event that the history keeps. It adds a reason to the change that it explains.
*/
export type HistoryEvent = BaselineEvent | ChangeEvent;

/**
The history adds it to the last change of a succeeded import.
*/
export type CountedFact = {readonly event: 'counted'; readonly task: ImportTask; readonly statementCount: number};

export type DetailsFacts = {
	readonly attemptNumber?: number;
	readonly statusReason?: string;
	readonly progress?: Omit<ImportProgress, 'startedAt' | 'elapsedMs'> & {readonly startedAt?: string; readonly elapsedSeconds?: number};
};

/**
`statementsPerSecond` is the recent rate. `isSlowerThanUsual` is omitted if it is false or unknown.
*/
export type ProgressEvent = EventHead & TaskFacts & DetailsFacts & {
	readonly event: 'progress';
	readonly statementsPerSecond?: number;
	readonly isSlowerThanUsual?: true;
};

/**
When the running imports are expected to be done. Emitted only if each of them has an estimate.
*/
export type EstimateEvent = EventHead & {
	readonly event: 'estimate';
	readonly running: number;
	readonly doneAt: string;
};

export type FailureEvent = EventHead & {
	readonly event: 'failure';
	readonly kind: FailureKind;
	readonly sentence: string;
	readonly remedy?: string;
	readonly nextTryAt?: string;
};

export type RecoveredEvent = EventHead & {
	readonly event: 'recovered';
	readonly since: string;
};

/**
Emitted when the program ends by itself.
*/
export type DoneEvent = EventHead & {
	readonly event: 'done';
	readonly result: Outcome;

	/**
	`gone` counts the imports that were no longer listed before they had finished.
	*/
	readonly counts: Readonly<Record<StatusGroup | 'gone', number>>;

	readonly unfinished: readonly FollowedEntry[];
	readonly failed: ReadonlyArray<FollowedEntry & {readonly reason?: Reason}>;

	/**
	The import that decided the result; undefined if none did, for example after a timeout.
	*/
	readonly decidedBy?: FollowedEntry;
};

type PlacedImport = ImportTask & {readonly profile?: string; readonly region?: string; readonly graph?: GraphFacts};

/**
An import as `--once --json` prints it.
*/
export type ListedImport = PlacedImport & DetailsFacts & {
	readonly importOptions?: Readonly<Record<string, string>>;
	readonly reason?: Reason;
};

/**
An import of `--until-done`. `graphStatus` is set for a succeeded import with `--usable`.
*/
export type FollowedEntry = PlacedImport & {
	readonly graphStatus?: string;
	readonly isGone?: true;
};

/**
The event format of `--json`, `--on-change` and the history.
*/
export type WatchEvent = BaselineEvent | ChangeEvent | ReasonEvent | ProgressEvent | EstimateEvent | FailureEvent | RecoveredEvent | DoneEvent;

export const isChangeEvent = (event: WatchEvent): event is ChangeEvent => ['appeared', 'changed', 'gone'].includes(event.event);

export const isCommandEvent = (event: WatchEvent): event is ChangeEvent | ReasonEvent => event.event === 'reason' || isChangeEvent(event);

export const eventHead = ({profile, region, endpointUrl}: Target, at: number): EventHead => ({
	version: eventVersion,
	at: new Date(at).toISOString(),
	profile,
	region,
	...(endpointUrl !== undefined && {endpoint: endpointUrl}),
});

const eventElapsed = ({minMs, maxMs}: Elapsed): EventElapsed => ({minSeconds: minMs / 1000, maxSeconds: maxMs / 1000});

export const changeEvent = ({change, at, notBefore, elapsed, reason}: ObservedChange, target: Target): ChangeEvent => {
	const {version, ...head} = eventHead(target, at);
	const facts = {
		task: change.task,
		...(notBefore !== undefined && {notBefore: new Date(notBefore).toISOString()}),
		...(elapsed !== undefined && {elapsed: eventElapsed(elapsed)}),
		...(reason !== undefined && {reason}),
	};

	return change.kind === 'changed'
		? {
			version, event: 'changed', ...head, from: change.from, to: change.to, ...facts,
		}
		: {
			version, event: change.kind, ...head, ...facts,
		};
};

export const placedImport = (task: ImportTask, {isShown, profile, region, graphs}: ListedPlace): PlacedImport => ({
	...task,
	...(isShown && profile !== undefined && {profile}),
	...(isShown && region !== undefined && {region}),
	...graphFacts(graphs, task.graphId),
});

export const detailsFacts = ({attemptNumber, statusReason, progress}: ImportDetails): DetailsFacts => {
	const {startedAt, elapsedMs, ...counts} = progress ?? {};

	return {
		...(attemptNumber !== undefined && {attemptNumber}),
		...(statusReason !== undefined && {statusReason}),
		...(progress !== undefined && {
			progress: {
				...counts,
				...(startedAt !== undefined && {startedAt: new Date(startedAt).toISOString()}),
				...(elapsedMs !== undefined && {elapsedSeconds: elapsedMs / 1000}),
			},
		}),
	};
};

/**
`details` is undefined if they were not requested, or AWS did not return them.
*/
export const listedImport = (task: ImportTask, place: ListedPlace, details: ImportDetails | undefined): ListedImport => {
	const reason = reasonOf(task, details);
	const extra = task.extra === undefined && details?.extra === undefined ? undefined : {...task.extra, ...details?.extra};
	return {
		...placedImport(task, place),
		...(details !== undefined && detailsFacts(details)),
		...(details?.options !== undefined && {importOptions: details.options}),
		...(reason !== undefined && {reason}),
		...(extra !== undefined && {extra}),
	};
};

export const observedChangeOf = (event: ChangeEvent): ObservedChange => {
	const {at, notBefore, elapsed, task, reason} = event;

	return {
		change: event.event === 'changed'
			? {
				kind: 'changed', task, from: event.from, to: event.to,
			}
			: {kind: event.event, task},
		at: Date.parse(at),
		...(notBefore !== undefined && {notBefore: Date.parse(notBefore)}),
		...(elapsed !== undefined && {elapsed: {minMs: elapsed.minSeconds * 1000, maxMs: elapsed.maxSeconds * 1000}}),
		...(reason !== undefined && {reason}),
	};
};
