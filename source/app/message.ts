import {type DetailsReport} from '../imports/details.ts';
import {type InputEdit} from '../text/line-editor.ts';
import {type PollReport} from '../imports/poll.ts';
import {type SavedState} from '../imports/saved-state.ts';
import {type Target} from '../imports/target.ts';
import {type EffectReport} from './effect.ts';
import {type Size} from './model.ts';

/**
What a key means to the program, whatever the key.
*/
export type Command =
	| 'cursorUp'
	| 'cursorDown'
	| 'cursorFirst'
	| 'cursorLast'
	| 'pageForward'
	| 'pageBack'
	| 'editFilter'
	| 'keepFilter'
	| 'clearFilter'
	| 'nextGroup'
	| 'previousGroup'
	| 'nextOrder'
	| 'reverseOrder'
	| 'openDetails'
	| 'openChanges'
	| 'openHelp'
	| 'closeScreen'
	| 'refresh'
	| 'togglePause'
	| 'lengthenInterval'
	| 'shortenInterval'
	| 'followWork'
	| 'copyTaskId'
	| 'copyCommand'
	| 'openConsole'
	| 'askToCancel'
	| 'confirmCancel'
	| 'keepImport'
	| 'toggleNotifications'
	| 'openTargets'
	| 'openProfiles'
	| 'openRegions'
	| 'toggleChoice'
	| 'hideTarget'
	| 'suspend'
	| 'quit';

/**
Something that happened to a target.
*/
export type TargetMessage = {readonly targetId: string} & (
	| PollReport
	| DetailsReport
	| {readonly type: 'connected'; readonly target: Target}
	| {readonly type: 'stateRestored'; readonly savedState: SavedState}

	/**
	The user pointed at the import with this task ID.
	*/
	| {readonly type: 'importPicked'; readonly key: string}
);

/**
Something that happened. `at` is when, in epoch milliseconds.
*/
export type Message =
	| TargetMessage
	| EffectReport

	/**
	Something to tell the person, in a sentence.
	*/
	| {readonly type: 'noted'; readonly sentence: string}

	/**
	There is nothing more to read: a recording is at its end.
	*/
	| {readonly type: 'sourceEnded'; readonly at: number}

	/**
	The time for which the program was to wait is over.
	*/
	| {readonly type: 'timedOut'; readonly at: number}
	| {readonly type: 'commandGiven'; readonly at: number; readonly command: Command}
	| {readonly type: 'filterEdited'; readonly edit: InputEdit}
	| {readonly type: 'confirmationTyped'; readonly typed: string}
	| {readonly type: 'scrolled'; readonly scroll: number}
	| {readonly type: 'resized'; readonly size: Size}

	/**
	The program goes on after it was suspended.
	*/
	| {readonly type: 'continued'};
