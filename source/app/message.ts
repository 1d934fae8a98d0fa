import {type DetailsReport} from '../imports/details.ts';
import {type InputEdit} from '../text/line-editor.ts';
import {type PollReport} from '../imports/poll.ts';
import {type SavedState} from '../imports/saved-state.ts';
import {type Target} from '../imports/target.ts';
import {type EffectReport} from './effect.ts';
import {type Size} from './model.ts';

/**
A user command. Keys are bound to commands in the keymap.
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
A message about one target.
*/
export type TargetMessage = {readonly targetId: string} & (
	| PollReport
	| DetailsReport
	| {readonly type: 'connected'; readonly target: Target}
	| {readonly type: 'stateRestored'; readonly savedState: SavedState}

	/**
	The user clicked an import. `key` is its task ID.
	*/
	| {readonly type: 'importPicked'; readonly key: string}
);

/**
A message to the reducer. `at` is in epoch milliseconds.
*/
export type Message =
	| TargetMessage
	| EffectReport
	| {readonly type: 'noted'; readonly sentence: string}

	/**
	The recording has no more data.
	*/
	| {readonly type: 'sourceEnded'; readonly at: number}

	/**
	`--until-done` reached its timeout.
	*/
	| {readonly type: 'timedOut'; readonly at: number}
	| {readonly type: 'commandGiven'; readonly at: number; readonly command: Command}
	| {readonly type: 'filterEdited'; readonly edit: InputEdit}
	| {readonly type: 'confirmationTyped'; readonly typed: string}
	| {readonly type: 'scrolled'; readonly scroll: number}
	| {readonly type: 'resized'; readonly size: Size}

	/**
	The shell resumed the suspended program.
	*/
	| {readonly type: 'continued'};
