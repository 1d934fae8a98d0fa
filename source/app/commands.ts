import {parseFilter} from '../imports/filter.ts';
import {inputLineOf} from '../text/line-editor.ts';
import {type SortOrder, sortOrderLabel, sortOrders} from '../imports/order.ts';
import {fasterInterval, slowerInterval} from '../imports/schedule.ts';
import {anchorCursor, moveBy} from './cursor.ts';
import {requestOpened, retryDenied} from './details-round.ts';
import {
	askToCancel,
	confirmCancel,
	copyCommand,
	copyTaskId,
	openConsole,
} from './import-commands.ts';
import {type Command} from './message.ts';
import {type Model} from './model.ts';
import {type Next, withoutEffects} from './effect.ts';
import {isMovement, type Movement} from './paging.ts';
import {
	pauseTarget,
	resumeTarget,
	startScan,
	withInterval,
} from './polling.ts';
import {dismissMissed, markSeen} from './seen.ts';
import {
	cursorIndex,
	fastestPace,
	groupChoices,
	isPaused,
	selectedImport,
} from './selectors.ts';
import {
	hideSelectedTarget,
	openRegions,
	openTargets,
	pauseSelectedTarget,
	refreshSelectedTarget,
	requestProfiles,
	toggleChoice,
} from './target-screens.ts';
import {mapTargets, refOf} from './targets.ts';

export const withQuery = (model: Model, query: Model['query']): Model => ({
	...model,
	query,
	filter: query.text === model.query.text ? model.filter : parseFilter(query.text),
});

const cycle = <Choice>(choices: readonly Choice[], current: Choice, by: number): Choice =>
	choices.at((choices.indexOf(current) + by) % choices.length) ?? current;

const openDetails = (model: Model, at: number): Model => {
	const record = selectedImport(model);

	if (record === undefined) {
		return model;
	}

	const ref = refOf(record);
	return requestOpened({...model, cursor: {ref, index: cursorIndex(model)}, screen: {kind: 'details', ref, scroll: 0}}, record, at);
};

const pauseAll = (model: Model, at: number): Model => {
	const isResumed = isPaused(model);
	return mapTargets(model, target => isResumed ? resumeTarget(model, target, at) : pauseTarget(target, at));
};

/**
Marks the visible rows as seen and clears the last message. Commands, typing, scrolling and picking an import do this.
*/
export const markInteraction = (model: Model): Model => {
	const seen = markSeen(model);
	return seen.notice === undefined ? seen : {...seen, notice: undefined};
};

const sortBy = (model: Model, order: SortOrder, isReversed: boolean): Model => ({
	...anchorCursor(model),
	order,
	isReversed,
	notice: `Sorted by ${sortOrderLabel(order)}${isReversed ? ', reversed' : ''}`,
});

const clearFilter = (model: Model): Model => {
	const isFiltering = model.isEditingFilter || model.query.text !== '';
	return withQuery({...(isFiltering ? model : dismissMissed(model)), isEditingFilter: false}, inputLineOf(''));
};

const effectHandlers = {
	copyTaskId, copyCommand, openConsole, confirmCancel, openProfiles: requestProfiles,
} as const satisfies Partial<Record<Command, (model: Model) => Next>>;

type EffectCommand = keyof typeof effectHandlers;

const isEffectCommand = (command: Command): command is EffectCommand => Object.hasOwn(effectHandlers, command);

const handlers: Readonly<Record<Exclude<Command, EffectCommand | Movement>, (model: Model, at: number) => Model>> = {
	editFilter: model => ({...model, isEditingFilter: true}),
	keepFilter: model => anchorCursor({...model, isEditingFilter: false}),
	clearFilter,
	nextGroup: model => ({...model, group: cycle(groupChoices, model.group, 1)}),
	previousGroup: model => ({...model, group: cycle(groupChoices, model.group, -1)}),
	nextOrder: model => sortBy(model, cycle(sortOrders, model.order, 1), false),
	reverseOrder: model => sortBy(model, model.order, !model.isReversed),
	openDetails,
	openChanges: model => ({...model, screen: {kind: 'changes', scroll: 0}}),
	openHelp: model => model.screen.kind === 'help' ? model : {...model, screen: {kind: 'help', scroll: 0}, screenBelow: model.screen},
	closeScreen: model => ({...model, screen: model.screen.kind === 'help' ? model.screenBelow : {kind: 'list'}}),
	refresh: (model, at) => model.screen.kind === 'targets' ? refreshSelectedTarget(model, at) : mapTargets(model, target => startScan(retryDenied(target), at)),
	togglePause: (model, at) => model.screen.kind === 'targets' ? pauseSelectedTarget(model, at) : pauseAll(model, at),
	lengthenInterval: (model, at) => withInterval(model, slowerInterval(fastestPace(model).intervalMs), at),
	shortenInterval: (model, at) => withInterval(model, fasterInterval(fastestPace(model).intervalMs), at),
	followWork: (model, at) => withInterval(model, undefined, at),
	askToCancel,
	keepImport: model => ({...model, confirming: undefined}),
	toggleNotifications: model => ({...model, isMuted: !model.isMuted, notice: `Notifications ${model.isMuted ? 'on' : 'off'}`}),
	openTargets,
	openRegions,
	toggleChoice,
	hideTarget: hideSelectedTarget,
	suspend: model => ({...model, isSuspended: true}),
	quit: model => ({...model, isQuitting: true}),
};

export const handleCommand = (model: Model, command: Command, at: number): Next => {
	const seen = markInteraction(model);

	return isEffectCommand(command) ? effectHandlers[command](seen) : withoutEffects(isMovement(command) ? moveBy(seen, command) : handlers[command](seen, at));
};
