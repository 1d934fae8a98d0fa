import {type CancelAnswer} from '../imports/task.ts';
import {type TargetChange} from '../imports/change.ts';
import {type CountedFact, type ReasonEvent, type WatchEvent} from '../imports/event.ts';
import {type Failure} from '../imports/failures/failure.ts';
import {type ImportList} from '../imports/import-list.ts';
import {type Reason} from '../imports/failures/reason.ts';
import {type Target} from '../imports/target.ts';
import {type ObservedImport} from '../imports/timeline/timeline.ts';
import {type Model} from './model.ts';

export type ChangesObserved = {
	readonly type: 'changesObserved';
	readonly targetId: string;
	readonly changes: readonly TargetChange[];
	readonly events: readonly WatchEvent[];

	/**
	True if no earlier scan was complete. The changes are then not news.
	*/
	readonly isFirst: boolean;
	readonly isHidden: boolean;
	readonly isLastEnd: boolean;
	readonly startedAt: number;
	readonly at: number;
	readonly list: ImportList | undefined;
};

/**
Reads the recorded changes since a time, in epoch milliseconds.
*/
export type ReadHistory = {
	readonly type: 'readHistory';
	readonly since: number;
	readonly targets: ReadonlyArray<{readonly targetId: string; readonly target: Target}>;
};

/*
GetImportTask returned a new reason for an observed failure.
*/
type ReasonLearned = {
	readonly type: 'reasonLearned';
	readonly targetId: string;
	readonly taskId: string;
	readonly reason: Reason;
	readonly at: number;
	readonly events: readonly ReasonEvent[];
};

/*
GetImportTask returned the statement count of an import whose success was observed.
*/
type StatementsCounted = {
	readonly type: 'statementsCounted';
	readonly targetId: string;
	readonly at: number;
	readonly fact: CountedFact;
};

/**
The history records these effects.
*/
export type RecordableEffect = ChangesObserved | ReasonLearned | StatementsCounted;

export type Effect =
	| RecordableEffect
	| ReadHistory
	| {readonly type: 'eventsObserved'; readonly events: readonly WatchEvent[]}

	/**
	AWS denied GetImportTask, for the first time or after it had been allowed. `name` is the name of the target, if there are several.
	*/
	| {readonly type: 'detailsDenied'; readonly name: string | undefined; readonly failure: Failure}

	/**
	Something the user should know once, such as a missing permission.
	*/
	| {readonly type: 'warned'; readonly sentence: string}
	| {readonly type: 'targetConnected'; readonly targetId: string; readonly target: Target}
	| {readonly type: 'copyText'; readonly text: string}
	| {readonly type: 'openUrl'; readonly url: string}
	| {readonly type: 'cancelImport'; readonly targetId: string; readonly taskId: string}
	| {readonly type: 'listProfiles'}
	| {readonly type: 'listFilters'}
	| {readonly type: 'filterKept'; readonly query: string};

export type EffectReport =
	| {readonly type: 'effectDone'; readonly notice: string}
	| {readonly type: 'cancelAnswered'; readonly targetId: string; readonly key: string; readonly answer: CancelAnswer}
	| {readonly type: 'profilesListed'; readonly profiles: readonly string[]}
	| {readonly type: 'historyRead'; readonly imports: readonly ObservedImport[]}

	/**
	The filters that were kept in this run and in earlier ones, newest first.
	*/
	| {readonly type: 'filtersListed'; readonly queries: readonly string[]};

export const isRecordable = (effect: Effect): effect is RecordableEffect => ['changesObserved', 'reasonLearned', 'statementsCounted'].includes(effect.type);

export const eventsOf = (effects: readonly Effect[]): readonly WatchEvent[] => effects.flatMap(effect => 'events' in effect ? effect.events : []);

export type Next = readonly [model: Model, effects: readonly Effect[]];

const noEffects: readonly Effect[] = [];

export const withoutEffects = (model: Model): Next => [model, noEffects];
