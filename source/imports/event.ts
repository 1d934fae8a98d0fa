import {type ObservedChange} from './change.ts';
import {type Outcome} from './until-done.ts';
import {type ImportProgress} from './details.ts';
import {type Elapsed} from './elapsed.ts';
import {graphFacts, type GraphFacts} from './graph.ts';
import {type FailureKind} from './failure.ts';
import {type ListedPlace, type Target} from './target.ts';
import {type ImportTask} from './task.ts';

/**
Increases when existing readers could misread an event.
*/
export const eventVersion = 1;

export type EventElapsed = {
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
};

/**
An import that was already listed when watching began.
*/
export type BaselineEvent = EventHead & TaskFacts & {readonly event: 'baseline'};

export type ChangeEvent = EventHead & ChangeFacts & (
	| {readonly event: 'appeared'}
	| {readonly event: 'changed'; readonly from: string; readonly to: string}
	| {readonly event: 'gone'}
);

/**
An event that the history keeps.
*/
export type HistoryEvent = BaselineEvent | ChangeEvent;

export type ProgressEvent = EventHead & TaskFacts & {
	readonly event: 'progress';
	readonly attemptNumber?: number;
	readonly statusReason?: string;
	readonly progress?: Omit<ImportProgress, 'startedAt' | 'elapsedMs'> & {readonly startedAt?: string; readonly elapsedSeconds?: number};
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
	readonly counts: {readonly active: number; readonly failed: number; readonly succeeded: number; readonly cancelled: number};
	readonly unfinished: readonly PlacedImport[];
};

export type PlacedImport = ImportTask & {readonly profile?: string; readonly region?: string; readonly graph?: GraphFacts};

/**
The event format of `--json`, `--on-change` and the history.
*/
export type WatchEvent = BaselineEvent | ChangeEvent | ProgressEvent | FailureEvent | RecoveredEvent | DoneEvent;

export const isChangeEvent = (event: WatchEvent): event is ChangeEvent => ['appeared', 'changed', 'gone'].includes(event.event);

export const eventHead = ({profile, region, endpointUrl}: Target, at: number): EventHead => ({
	version: eventVersion,
	at: new Date(at).toISOString(),
	profile,
	region,
	...(endpointUrl !== undefined && {endpoint: endpointUrl}),
});

const eventElapsed = ({minMs, maxMs}: Elapsed): EventElapsed => ({minSeconds: minMs / 1000, maxSeconds: maxMs / 1000});

export const changeEvent = ({change, at, notBefore, elapsed}: ObservedChange, target: Target): ChangeEvent => {
	const {version, ...head} = eventHead(target, at);
	const facts = {
		task: change.task,
		...(notBefore !== undefined && {notBefore: new Date(notBefore).toISOString()}),
		...(elapsed !== undefined && {elapsed: eventElapsed(elapsed)}),
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

export const observedChangeOf = (event: ChangeEvent): ObservedChange => {
	const {at, notBefore, elapsed, task} = event;

	return {
		change: event.event === 'changed'
			? {
				kind: 'changed', task, from: event.from, to: event.to,
			}
			: {kind: event.event, task},
		at: Date.parse(at),
		...(notBefore !== undefined && {notBefore: Date.parse(notBefore)}),
		...(elapsed !== undefined && {elapsed: {minMs: elapsed.minSeconds * 1000, maxMs: elapsed.maxSeconds * 1000}}),
	};
};
