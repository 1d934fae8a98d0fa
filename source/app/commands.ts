import {inputLineOf} from '../text/line-editor.ts';
import {refOfChange} from '../imports/change.ts';
import {type SortOrder, sortOrderLabel, sortOrders} from '../imports/order.ts';
import {fasterInterval, slowerInterval} from '../imports/polling/schedule.ts';
import {type ImportRef} from '../imports/task.ts';
import {anchorCursor, moveBy} from './list/cursor.ts';
import {retryDenied} from './details/details-budget.ts';
import {requestOpened} from './details/details-round.ts';
import {
	askToCancel,
	confirmCancel,
	copyCommand,
	copyTaskId,
	openCommands,
	openConsole,
	openGraph,
	openLogs,
} from './import-commands.ts';
import {type Command} from './message.ts';
import {type Model, noSearch} from './model.ts';
import {
	browse,
	keepFilter,
	openPrompt,
	withQuery,
} from './list/filter-prompt.ts';
import {shownChanges, shownImports, shownPosition} from './list/list-view.ts';
import {
	closeScreen,
	openScreen,
	searchOf,
	withSearch,
} from './screens.ts';
import {type Next, withoutEffects} from './effect.ts';
import {isMovement, type Movement} from './list/paging.ts';
import {
	pauseTarget,
	resumeTarget,
	startScan,
	withInterval,
} from './polling/polling.ts';
import {dismissMissed, markSeen} from './list/seen.ts';
import {signIn} from './targets/sign-in.ts';
import {
	cursorIndex,
	fastestPace,
	groupChoices,
	isPaused,
	selectedImport,
} from './selectors.ts';
import {
	changeIndex,
	hideSelectedTarget,
	openRegions,
	openTargets,
	pauseSelectedTarget,
	refreshSelectedTarget,
	requestProfiles,
	toggleChoice,
} from './targets/target-screens.ts';
import {
	openSelected,
	openTimeline,
	scrollTimeline,
	showNow,
	toggleFold,
	zoomTimeline,
} from './timeline/timeline-commands.ts';
import {findRecord, mapTargets, refOf} from './targets/targets.ts';

const cycle = <Choice>(choices: readonly Choice[], current: Choice, by: number): Choice =>
	choices.at((choices.indexOf(current) + by) % choices.length) ?? current;

/**
Shows the details of an import, even of one that is no longer listed.
*/
export const openImport = (model: Model, ref: ImportRef, at: number): Model => {
	const opened = openScreen(model, {kind: 'details', ref, scroll: 0});
	const record = findRecord(model, ref);
	return record === undefined ? opened : requestOpened(opened, record, at);
};

const openDetails = (model: Model, at: number): Model => {
	if (model.screen.kind === 'timeline') {
		return openSelected(model, at);
	}

	if (model.screen.kind === 'changes') {
		const selected = shownChanges(model)[changeIndex(model)];
		return selected === undefined ? model : openImport(model, refOfChange(selected), at);
	}

	const record = selectedImport(model);

	if (record === undefined) {
		return model;
	}

	const ref = refOf(record);
	return openImport({...model, cursor: {ref, index: cursorIndex(model)}}, ref, at);
};

/*
From an import that the list does not show, goes to the one under the cursor of the list.
*/
const openNeighbor = (model: Model, by: number, at: number): Model => {
	const {screen} = model;
	const position = screen.kind === 'details' ? shownPosition(model, screen.ref) : -1;
	const index = position === -1 ? cursorIndex(model) : position + by;
	const record = index < 0 ? undefined : shownImports(model, index, index + 1)[0];

	if (record === undefined) {
		return {...model, notice: by > 0 ? 'This is the last import' : 'This is the first import'};
	}

	const ref = refOf(record);
	return requestOpened({...model, cursor: {ref, index}, screen: {kind: 'details', ref, scroll: 0}}, record, at);
};

const pauseAll = (model: Model, at: number): Model => {
	const isResumed = isPaused(model);
	return mapTargets(model, target => isResumed ? resumeTarget(model, target, at) : pauseTarget(target));
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

/**
Sorts by a column. The current one is reversed.
*/
export const pickOrder = (model: Model, order: SortOrder): Model => sortBy(model, order, order === model.order && !model.isReversed);

const clearFilter = (model: Model): Model => {
	if (searchOf(model) !== undefined) {
		return withSearch(model, noSearch);
	}

	const isFiltering = model.isEditingFilter || model.query.text !== '';
	return withQuery({...(isFiltering ? model : dismissMissed(model)), isEditingFilter: false, browsing: undefined}, inputLineOf(''));
};

const startTyping = (model: Model): Next => {
	const search = searchOf(model);
	return search === undefined ? openPrompt(model) : withoutEffects(withSearch(model, {...search, isEditing: true}));
};

const endTyping = (model: Model): Next => {
	const search = searchOf(model);
	return search === undefined ? keepFilter(model) : withoutEffects(withSearch(model, {...search, isEditing: false}));
};

const effectHandlers = {
	editFilter: startTyping, keepFilter: endTyping, copyTaskId, copyCommand, openConsole, openGraph, openLogs, confirmCancel, openProfiles: requestProfiles, openTimeline,
} as const satisfies Partial<Record<Command, (model: Model, at: number) => Next>>;

type EffectCommand = keyof typeof effectHandlers;

const isEffectCommand = (command: Command): command is EffectCommand => Object.hasOwn(effectHandlers, command);

const handlers: Readonly<Record<Exclude<Command, EffectCommand | Movement>, (model: Model, at: number) => Model>> = {
	clearFilter,
	nextSuggestion: model => browse(model, 'suggestions', 1),
	previousSuggestion: model => browse(model, 'suggestions', -1),
	earlierFilter: model => browse(model, 'earlier', 1),
	laterFilter: model => browse(model, 'earlier', -1),
	nextGroup: model => ({...model, group: cycle(groupChoices, model.group, 1)}),
	previousGroup: model => ({...model, group: cycle(groupChoices, model.group, -1)}),
	nextOrder: model => sortBy(model, cycle(sortOrders, model.order, 1), false),
	reverseOrder: model => sortBy(model, model.order, !model.isReversed),
	openDetails,
	nextImport: (model, at) => openNeighbor(model, 1, at),
	previousImport: (model, at) => openNeighbor(model, -1, at),
	openChanges: model => openScreen(model, {kind: 'changes', selected: undefined}),
	openHelp: model => model.screen.kind === 'help' ? closeScreen(withSearch(model, noSearch)) : openScreen(model, {kind: 'help', scroll: 0, search: noSearch}),
	closeScreen,
	openCommands,
	refresh: (model, at) => model.screen.kind === 'targets' ? refreshSelectedTarget(model, at) : mapTargets(model, target => startScan(retryDenied(target), at)),
	togglePause: (model, at) => model.screen.kind === 'targets' ? pauseSelectedTarget(model, at) : pauseAll(model, at),
	lengthenInterval: (model, at) => withInterval(model, slowerInterval(fastestPace(model).intervalMs), at),
	shortenInterval: (model, at) => withInterval(model, fasterInterval(fastestPace(model).intervalMs), at),
	adaptInterval: (model, at) => withInterval(model, undefined, at),
	askToCancel,
	keepImport: model => ({...model, confirming: undefined}),
	toggleNotifications: model => ({...model, isMuted: !model.isMuted, notice: `Notifications ${model.isMuted ? 'on' : 'off'}`}),
	openTargets,
	openRegions,
	toggleChoice,
	hideTarget: hideSelectedTarget,
	timelineBack: (model, at) => scrollTimeline(model, -1, at),
	timelineForward: (model, at) => scrollTimeline(model, 1, at),
	zoomIn: (model, at) => zoomTimeline(model, -1, at),
	zoomOut: (model, at) => zoomTimeline(model, 1, at),
	showNow,
	toggleFold,
	signIn,
	suspend: model => ({...model, suspension: {kind: 'stopped'}}),
	quit: model => ({...model, isQuitting: true}),
};

export const handleCommand = (model: Model, command: Command, at: number): Next => {
	const seen = markInteraction(model);

	return isEffectCommand(command) ? effectHandlers[command](seen, at) : withoutEffects(isMovement(command) ? moveBy(seen, command) : handlers[command](seen, at));
};
