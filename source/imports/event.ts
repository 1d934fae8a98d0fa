import {type ObservedChange} from './change.ts';
import {type Outcome} from './until-done.ts';
import {type ImportProgress} from './details.ts';
import {type Elapsed} from './elapsed.ts';
import {type ListedPlace, type Target} from './target.ts';
import {type ImportTask} from './task.ts';

/**
The version of the form of events: it rises when a reader of the form before could misread one of this.
*/
export const eventVersion = 1;

/**
How long something took, as well as it is known, in seconds with up to three decimals. The two are the same where it was seen to begin and to end.
*/
export type EventElapsed = {
	readonly minSeconds: number;
	readonly maxSeconds: number;
};

/**
What every event says. Times are ISO 8601, in UTC, with milliseconds.
*/
type EventHead = {
	readonly version: typeof eventVersion;

	/**
	When it was seen.
	*/
	readonly at: string;
	readonly profile: string;
	readonly region: string;

	/**
	The address that was asked, where it is not the service's own.
	*/
	readonly endpoint?: string;
};

/*
What the events of changes say besides.
*/
type ChangeFacts = {
	/**
	The import, whole, as it is now; one that is gone as it was last seen.
	*/
	readonly task: ImportTask;

	/**
	When the import was last seen as it was before, where that is long ago: the change happened somewhere between then and `at`.
	*/
	readonly notBefore?: string;

	/**
	For how long the import had been as it was before; absent where its beginning was not seen.
	*/
	readonly elapsed?: EventElapsed;
};

/**
An import that was listed when watching began: history, not news.
*/
export type BaselineEvent = EventHead & {readonly event: 'baseline'; readonly task: ImportTask};

/**
A change of an import, as it was observed.
*/
export type ChangeEvent = EventHead & ChangeFacts & (
	| {readonly event: 'appeared'}
	| {readonly event: 'changed'; readonly from: string; readonly to: string}
	| {readonly event: 'gone'}
);

/**
An event that the history keeps.
*/
export type HistoryEvent = BaselineEvent | ChangeEvent;

/**
What GetImportTask said of how far an import is, where that is another than before.
*/
export type ProgressEvent = EventHead & {
	readonly event: 'progress';
	readonly task: ImportTask;
	readonly attemptNumber?: number;
	readonly statusReason?: string;
	readonly progress?: Omit<ImportProgress, 'startedAt' | 'elapsedMs'> & {readonly startedAt?: string; readonly elapsedSeconds?: number};
};

/**
That the service could not be asked, or not to the end of the list.
*/
export type FailureEvent = EventHead & {
	readonly event: 'failure';

	/**
	`credentials`, `permission`, `configuration`, `network`, `throttled`, `service`, `protocol` or `clock`.
	*/
	readonly kind: string;
	readonly sentence: string;
	readonly remedy?: string;
	readonly nextTryAt?: string;
};

/**
That the whole list was read again after failures.
*/
export type RecoveredEvent = EventHead & {
	readonly event: 'recovered';

	/**
	When the first of the failures was.
	*/
	readonly since: string;
};

/**
That watching has ended by itself, and with what result.
*/
export type DoneEvent = EventHead & {
	readonly event: 'done';
	readonly result: Outcome;
	readonly counts: {readonly active: number; readonly failed: number; readonly succeeded: number; readonly cancelled: number};

	/**
	The imports that were waited for and are not over; with their profiles and regions, where there are several.
	*/
	readonly unfinished: readonly PlacedImport[];
};

/**
An import, with its profile and region where there are several.
*/
export type PlacedImport = ImportTask & {readonly profile?: string; readonly region?: string};

/**
What is told of imports beyond the screen: to scripts, to commands, and to the history. One form for all of them.
*/
export type WatchEvent = BaselineEvent | ChangeEvent | ProgressEvent | FailureEvent | RecoveredEvent | DoneEvent;

/**
Whether an event tells of a change of an import.
*/
export const isChangeEvent = (event: WatchEvent): event is ChangeEvent => ['appeared', 'changed', 'gone'].includes(event.event);

/**
What stands at the head of every event of a target that is seen at a time, in epoch milliseconds.
*/
export const eventHead = ({profile, region, endpointUrl}: Target, at: number): EventHead => ({
	version: eventVersion,
	at: new Date(at).toISOString(),
	profile,
	region,
	...(endpointUrl !== undefined && {endpoint: endpointUrl}),
});

const eventElapsed = ({minMs, maxMs}: Elapsed): EventElapsed => ({minSeconds: minMs / 1000, maxSeconds: maxMs / 1000});

/**
The event that tells of an observed change.
*/
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

/**
An import without its event, with where it is if the list tells that.
*/
export const placedImport = (task: ImportTask, {isShown, profile, region}: ListedPlace): PlacedImport => ({
	...task,
	...(isShown && profile !== undefined && {profile}),
	...(isShown && region !== undefined && {region}),
});

/**
The change that an event tells of.
*/
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
