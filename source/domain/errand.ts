import {type CancelAnswer} from './cancelling.ts';

/**
Something to be done outside of the model because of a key.
*/
export type Errand =
	| {readonly kind: 'copy'; readonly text: string}
	| {readonly kind: 'open'; readonly url: string}
	| {readonly kind: 'cancel'; readonly targetId: string; readonly taskId: string}
	| {readonly kind: 'listProfiles'};

/**
What came of an errand: how it went, in words for the screen; or the answer of the service, when it came.
*/
export type ErrandReport =
	| {readonly type: 'errandDone'; readonly notice: string}
	| {readonly type: 'cancelAnswered'; readonly targetId: string; readonly key: string; readonly answer: CancelAnswer}
	| {readonly type: 'profilesListed'; readonly profiles: readonly string[]};
