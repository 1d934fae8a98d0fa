import {type DetailsReport} from '../imports/details.ts';
import {type InputEdit} from '../text/line-editor.ts';
import {type GraphsReport} from '../imports/graph.ts';
import {type PollReport} from '../imports/polling/poll.ts';
import {type SavedState} from '../imports/polling/saved-state.ts';
import {type Target} from '../imports/target.ts';
import {type SucceededImport} from '../imports/progress/usual.ts';
import {type SortOrder} from '../imports/order.ts';
import {type EffectReport} from './effect.ts';
import {type Model, type Size} from './model.ts';

export type Command =
	| 'cursorUp'
	| 'cursorDown'
	| 'cursorFirst'
	| 'cursorLast'
	| 'pageForward'
	| 'pageBack'
	| 'halfPageForward'
	| 'halfPageBack'
	| 'editFilter'
	| 'keepFilter'
	| 'clearFilter'
	| 'nextSuggestion'
	| 'previousSuggestion'
	| 'earlierFilter'
	| 'laterFilter'
	| 'nextGroup'
	| 'previousGroup'
	| 'nextOrder'
	| 'reverseOrder'
	| 'openDetails'
	| 'nextImport'
	| 'previousImport'
	| 'openChanges'
	| 'openHelp'
	| 'closeScreen'
	| 'refresh'
	| 'togglePause'
	| 'lengthenInterval'
	| 'shortenInterval'
	| 'adaptInterval'
	| 'copyTaskId'
	| 'openCommands'
	| 'copyCommand'
	| 'openConsole'
	| 'openGraph'
	| 'openLogs'
	| 'askToCancel'
	| 'confirmCancel'
	| 'keepImport'
	| 'toggleNotifications'
	| 'openTargets'
	| 'openProfiles'
	| 'openRegions'
	| 'toggleChoice'
	| 'hideTarget'
	| 'openTimeline'
	| 'timelineBack'
	| 'timelineForward'
	| 'zoomIn'
	| 'zoomOut'
	| 'showNow'
	| 'toggleFold'
	| 'signIn'
	| 'suspend'
	| 'quit';

export type TargetMessage = {readonly targetId: string} & (
	| PollReport
	| DetailsReport
	| GraphsReport
	| {readonly type: 'connected'; readonly target: Target}
	| {readonly type: 'stateRestored'; readonly savedState: SavedState}
	| {readonly type: 'earlierImportsRead'; readonly imports: readonly SucceededImport[]}

	/**
	The user clicked an import. `key` is its task ID.
	*/
	| {readonly type: 'importPicked'; readonly key: string}
	| {readonly type: 'importOpened'; readonly key: string; readonly at: number}
);

/**
A message to the reducer. `at` is in epoch milliseconds.
*/
export type Message =
	| TargetMessage
	| EffectReport
	| {readonly type: 'noted'; readonly sentence: string}

	/**
	A message was visible long enough.
	*/
	| {readonly type: 'noticeExpired'; readonly notice: string}
	| {readonly type: 'sourceEnded'; readonly at: number}
	| {readonly type: 'timedOut'; readonly at: number}
	| {readonly type: 'commandGiven'; readonly at: number; readonly command: Command}

	/**
	The user clicked a group, the heading of a column, or a row of the changes or of a chooser.
	*/
	| {readonly type: 'groupPicked'; readonly group: Model['group']}
	| {readonly type: 'orderPicked'; readonly order: SortOrder}
	| {readonly type: 'rowPicked'; readonly index: number}
	| {readonly type: 'filterEdited'; readonly edit: InputEdit}
	| {readonly type: 'confirmationTyped'; readonly typed: string}
	| {readonly type: 'scrolled'; readonly scroll: number}
	| {readonly type: 'resized'; readonly size: Size}

	/**
	The terminal is ours again. `failure` is a sentence.
	*/
	| {readonly type: 'continued'; readonly at: number; readonly failure?: string | undefined};
