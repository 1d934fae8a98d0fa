import {parseFilter} from '../imports/filter.ts';
import {inputLineOf} from '../text/line-editor.ts';
import {sortOrderLabel, sortOrders} from '../imports/order.ts';
import {fasterInterval, slowerInterval} from '../imports/schedule.ts';
import {anchorCursor, moveBy} from './cursor.ts';
import {requestOpened} from './details-round.ts';
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
import {
	paused,
	resumed,
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
	askSelectedTarget,
	hideSelectedTarget,
	openRegions,
	openTargets,
	pauseSelectedTarget,
	requestProfiles,
	toggleChoice,
} from './target-screens.ts';
import {mapTargets, refOf} from './targets.ts';

/**
Sets the filter.
*/
export const withQuery = (model: Model, query: Model['query']): Model => ({
	...model,
	query,
	filter: query.text === model.query.text ? model.filter : parseFilter(query.text),
});

const turn = <Choice>(choices: readonly Choice[], current: Choice, by: number): Choice =>
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
	return mapTargets(model, target => isResumed ? resumed(model, target, at) : paused(target, at));
};

/**
Marks the visible rows as seen and clears the last message. Commands, typing, scrolling and picking all do this.
*/
export const markInteraction = (model: Model): Model => {
	const seen = markSeen(model);
	return seen.notice === undefined ? seen : {...seen, notice: undefined};
};

/*
Commands that request effects.
*/
const effectCommands = {
	copyTaskId, copyCommand, openConsole, confirmCancel, openProfiles: requestProfiles,
} as const satisfies Partial<Record<Command, (model: Model) => Next>>;

type EffectCommand = keyof typeof effectCommands;

const isEffectCommand = (command: Command): command is EffectCommand => Object.hasOwn(effectCommands, command);

const handlePlainCommand = (model: Model, command: Exclude<Command, EffectCommand>, at: number): Model => {
	switch (command) {
		case 'cursorUp':
		case 'cursorDown':
		case 'cursorFirst':
		case 'cursorLast':
		case 'pageForward':
		case 'pageBack': {
			return moveBy(model, command);
		}

		case 'editFilter': {
			return {...model, isEditingFilter: true};
		}

		case 'keepFilter': {
			return anchorCursor({...model, isEditingFilter: false});
		}

		case 'clearFilter': {
			return withQuery({...(model.isEditingFilter || model.query.text !== '' ? model : dismissMissed(model)), isEditingFilter: false}, inputLineOf(''));
		}

		case 'nextGroup': {
			return {...model, group: turn(groupChoices, model.group, 1)};
		}

		case 'previousGroup': {
			return {...model, group: turn(groupChoices, model.group, -1)};
		}

		case 'nextOrder': {
			const order = turn(sortOrders, model.order, 1);
			return {
				...anchorCursor(model),
				order,
				isReversed: false,
				notice: `sorted by ${sortOrderLabel(order)}`,
			};
		}

		case 'reverseOrder': {
			const isReversed = !model.isReversed;
			return {
				...anchorCursor(model),
				isReversed,
				notice: `sorted by ${sortOrderLabel(model.order)}${isReversed ? ', reversed' : ''}`,
			};
		}

		case 'openDetails': {
			return openDetails(model, at);
		}

		case 'openChanges': {
			return {...model, screen: {kind: 'changes', scroll: 0}};
		}

		case 'openHelp': {
			return model.screen.kind === 'help' ? model : {...model, screen: {kind: 'help', scroll: 0}, screenBelow: model.screen};
		}

		case 'closeScreen': {
			return {...model, screen: model.screen.kind === 'help' ? model.screenBelow : {kind: 'list'}};
		}

		case 'refresh': {
			return model.screen.kind === 'targets' ? askSelectedTarget(model, at) : mapTargets(model, target => startScan(target, at));
		}

		case 'togglePause': {
			return model.screen.kind === 'targets' ? pauseSelectedTarget(model, at) : pauseAll(model, at);
		}

		case 'lengthenInterval': {
			return withInterval(model, slowerInterval(fastestPace(model).intervalMs), at);
		}

		case 'shortenInterval': {
			return withInterval(model, fasterInterval(fastestPace(model).intervalMs), at);
		}

		case 'followWork': {
			return withInterval(model, undefined, at);
		}

		case 'askToCancel': {
			return askToCancel(model);
		}

		case 'keepImport': {
			return {...model, confirming: undefined};
		}

		case 'toggleNotifications': {
			const isMuted = !model.isMuted;
			return {...model, isMuted, notice: `notifications ${isMuted ? 'off' : 'on'}`};
		}

		case 'openTargets': {
			return openTargets(model);
		}

		case 'openRegions': {
			return openRegions(model);
		}

		case 'toggleChoice': {
			return toggleChoice(model, at);
		}

		case 'hideTarget': {
			return hideSelectedTarget(model);
		}

		case 'suspend': {
			return {...model, isSuspended: true};
		}

		case 'quit': {
			return {...model, isQuitting: true};
		}
	}
};

/**
Handles a command, which counts as an interaction.
*/
export const handleCommand = (model: Model, command: Command, at: number): Next => {
	const seen = markInteraction(model);
	return isEffectCommand(command) ? effectCommands[command](seen) : withoutEffects(handlePlainCommand(seen, command, at));
};
