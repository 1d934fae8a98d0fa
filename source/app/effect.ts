import {type CancelAnswer} from '../imports/task.ts';
import {type TargetChange} from '../imports/change.ts';
import {type WatchEvent} from '../imports/event.ts';
import {type ImportList} from '../imports/import-list.ts';
import {type Target} from '../imports/target.ts';
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

export type Effect =
	| ChangesObserved
	| {readonly type: 'eventsObserved'; readonly events: readonly WatchEvent[]}

	/**
	GetImportTask returned a new reason for an observed status change.
	*/
	| {readonly type: 'reasonLearned'; readonly taskId: string; readonly reason: string}
	/**
	Something the user should know once, such as a missing permission.
	*/
	| {readonly type: 'warned'; readonly sentence: string}
	| {readonly type: 'targetConnected'; readonly targetId: string; readonly target: Target}
	| {readonly type: 'copyText'; readonly text: string}
	| {readonly type: 'openUrl'; readonly url: string}
	| {readonly type: 'cancelImport'; readonly targetId: string; readonly taskId: string}
	| {readonly type: 'listProfiles'};

export type EffectReport =
	| {readonly type: 'effectDone'; readonly notice: string}
	| {readonly type: 'cancelAnswered'; readonly targetId: string; readonly key: string; readonly answer: CancelAnswer}
	| {readonly type: 'profilesListed'; readonly profiles: readonly string[]};

export const eventsOf = (effects: readonly Effect[]): readonly WatchEvent[] => effects.flatMap(effect => 'events' in effect ? effect.events : []);

export type Next = readonly [model: Model, effects: readonly Effect[]];

const noEffects: readonly Effect[] = [];

export const withoutEffects = (model: Model): Next => [model, noEffects];
