import {type CancelAnswer} from '../imports/task.ts';
import {type TargetChange} from '../imports/change.ts';
import {type WatchEvent} from '../imports/event.ts';
import {type ImportList} from '../imports/import-list.ts';
import {type Target} from '../imports/target.ts';
import {type Model} from './model.ts';

/**
A scan of a target ended.
*/
export type ChangesObserved = {
	readonly type: 'changesObserved';
	readonly targetId: string;

	/**
	In the order of the list.
	*/
	readonly changes: readonly TargetChange[];
	readonly events: readonly WatchEvent[];

	/**
	Whether no scan had read the whole list before: its changes are not news.
	*/
	readonly isFirst: boolean;
	readonly isHidden: boolean;

	/**
	Whether the last active import ended.
	*/
	readonly isLastEnd: boolean;

	/**
	When the scan began and ended, in epoch milliseconds.
	*/
	readonly startedAt: number;
	readonly at: number;

	/**
	The list after a complete scan.
	*/
	readonly list: ImportList | undefined;
};

/**
A request of the model to the runtime.
*/
export type Effect =
	| ChangesObserved

	/**
	Other events: progress, and the end of the waiting.
	*/
	| {readonly type: 'eventsObserved'; readonly events: readonly WatchEvent[]}

	/**
	The service said why an import has its status that was seen to change.
	*/
	| {readonly type: 'reasonLearned'; readonly taskId: string; readonly reason: string}

	/**
	A target stands for another account, region or endpoint than before.
	*/
	| {readonly type: 'targetConnected'; readonly targetId: string; readonly target: Target}
	| {readonly type: 'copyText'; readonly text: string}
	| {readonly type: 'openUrl'; readonly url: string}
	| {readonly type: 'cancelImport'; readonly targetId: string; readonly taskId: string}
	| {readonly type: 'listProfiles'};

/**
The result of an effect.
*/
export type EffectReport =
	| {readonly type: 'effectDone'; readonly notice: string}
	| {readonly type: 'cancelAnswered'; readonly targetId: string; readonly key: string; readonly answer: CancelAnswer}
	| {readonly type: 'profilesListed'; readonly profiles: readonly string[]};

/**
The events of these effects, in order.
*/
export const eventsOf = (effects: readonly Effect[]): readonly WatchEvent[] => effects.flatMap(effect => 'events' in effect ? effect.events : []);

/**
The model after a message, and the effects that it requests.
*/
export type Next = readonly [model: Model, effects: readonly Effect[]];

const noEffects: readonly Effect[] = [];

/**
The model without effects.
*/
export const withoutEffects = (model: Model): Next => [model, noEffects];
