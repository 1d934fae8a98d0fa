import {type DetailsReport} from '../imports/details.ts';
import {type InputEdit} from '../text/line-editor.ts';
import {type GraphsReport} from '../imports/graph.ts';
import {type PollReport} from '../imports/poll.ts';
import {type SavedState} from '../imports/saved-state.ts';
import {type Target} from '../imports/target.ts';
import {type EffectReport} from './effect.ts';
import {type Size} from './model.ts';

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

export type TargetMessage = {readonly targetId: string} & (
	| PollReport
	| DetailsReport
	| GraphsReport
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
	| {readonly type: 'sourceEnded'; readonly at: number}
	| {readonly type: 'timedOut'; readonly at: number}
	| {readonly type: 'commandGiven'; readonly at: number; readonly command: Command}
	| {readonly type: 'filterEdited'; readonly edit: InputEdit}
	| {readonly type: 'confirmationTyped'; readonly typed: string}
	| {readonly type: 'scrolled'; readonly scroll: number}
	| {readonly type: 'resized'; readonly size: Size}
	| {readonly type: 'continued'};
