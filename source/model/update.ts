import {parseFilter} from '../domain/filter.ts';
import {type Outcome} from '../domain/goal.ts';
import {editLine, lineOf} from '../domain/line-editor.ts';
import {sortOrderLabel, sortOrders} from '../domain/order.ts';
import {pageBack, pageForward} from '../domain/paging.ts';
import {fasterInterval, slowerInterval} from '../domain/schedule.ts';
import {anchorCursor, moveCursor, pickImport} from './cursor.ts';
import {enterAnswer, requestOpened} from './details-round.ts';
import {endScan} from './end-scan.ts';
import {doneEvents} from './events.ts';
import {
	askToCancel,
	confirmCancel,
	copyCommand,
	copyTaskId,
	enterCancelAnswer,
	openConsole,
} from './import-commands.ts';
import {scrolledRows} from './layout.ts';
import {type Command, type Message, type TargetMessage} from './message.ts';
import {type Model, restingCursor} from './model.ts';
import {type Next, withoutEffects} from './next.ts';
import {
	paused,
	resumed,
	startScan,
	withInterval,
} from './polling.ts';
import {connect, restoreState} from './restore-state.ts';
import {dismissMissed, markSeen} from './seen.ts';
import {
	cursorIndex,
	fastestPace,
	groupChoices,
	isPaused,
	pageSizeOf,
	selectedImport,
} from './selectors.ts';
import {
	requestProfiles,
	askSelectedTarget,
	choiceCount,
	hideSelectedTarget,
	moveChoice,
	openProfiles,
	openRegions,
	openTargets,
	pauseSelectedTarget,
	toggleChoice,
} from './target-screens.ts';
import {type TargetState} from './target-state.ts';
import {
	findTarget,
	mapTargets,
	refOf,
	setTarget,
} from './targets.ts';
import {finish} from './until-done.ts';

const withQuery = (model: Model, query: Model['query']): Model => ({
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

/*
The new index of a cursor.
*/
const moves: Readonly<Partial<Record<Command, (index: number, count: number, pageSize: number) => number>>> = {
	cursorUp: index => index - 1,
	cursorDown: index => index + 1,
	cursorFirst: () => 0,
	cursorLast: (_, count) => count - 1,
	pageForward: (index, count, pageSize) => pageForward(index, pageSize, count),
	pageBack: (index, count, pageSize) => pageBack(index, pageSize, count),
};

const move = (model: Model, command: keyof typeof moves): Model => {
	const to = moves[command];

	if (to === undefined) {
		return model;
	}

	if (choiceCount(model) !== undefined) {
		return moveChoice(model, (index, count) => to(index, count, scrolledRows(model.size)));
	}

	return command === 'cursorFirst' ? {...model, cursor: restingCursor} : moveCursor(model, (index, count) => to(index, count, pageSizeOf(model)));
};

const pauseAll = (model: Model, at: number): Model => {
	const isResumed = isPaused(model);
	return mapTargets(model, target => isResumed ? resumed(model, target, at) : paused(target, at));
};

/*
Any command marks the visible rows as seen and clears the last message.
*/
const markInteraction = (model: Model): Model => {
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

const handleCommand = (model: Model, command: Exclude<Command, EffectCommand>, at: number): Model => {
	switch (command) {
		case 'cursorUp':
		case 'cursorDown':
		case 'cursorFirst':
		case 'cursorLast':
		case 'pageForward':
		case 'pageBack': {
			return move(model, command);
		}

		case 'editFilter': {
			return {...model, isEditingFilter: true};
		}

		case 'keepFilter': {
			return anchorCursor({...model, isEditingFilter: false});
		}

		case 'clearFilter': {
			return withQuery({...(model.isEditingFilter || model.query.text !== '' ? model : dismissMissed(model)), isEditingFilter: false}, lineOf(''));
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

const updateTarget = (model: Model, target: TargetState, message: TargetMessage): Next => {
	switch (message.type) {
		case 'connected': {
			return connect(model, target, message.target);
		}

		case 'remembered': {
			return withoutEffects(restoreState(model, target, message.remembered));
		}

		case 'pollDue': {
			return withoutEffects(target.poll.kind === 'scanning' ? model : setTarget(model, startScan(target, message.at)));
		}

		case 'scanDelayed': {
			return withoutEffects(target.poll.kind === 'scanning' && message.scanNumber === target.scanNumber
				? setTarget(model, {...target, poll: {...target.poll, isSlow: true}})
				: model);
		}

		case 'scanEnded': {
			return endScan(model, target, message);
		}

		case 'detailsAnswered': {
			return enterAnswer(model, target, message);
		}

		case 'importPicked': {
			return withoutEffects(pickImport(markInteraction(model), {targetId: target.id, taskId: message.key}));
		}
	}
};

/*
Ends the program with an outcome.
*/
const end = (model: Model, outcome: Outcome, at: number): Next => {
	const ended = finish(model, outcome);
	return ended === model ? withoutEffects(model) : [ended, [{type: 'eventsObserved', events: doneEvents(ended, at)}]];
};

/*
The messages that request no effects.
*/
type PlainMessage = Exclude<Message, TargetMessage | {type: 'timedOut' | 'sourceEnded' | 'commandGiven'}>;

const updatePlain = (model: Model, message: PlainMessage): Model => {
	switch (message.type) {
		case 'noted': {
			return {...model, notice: message.sentence};
		}

		case 'filterEdited': {
			return withQuery(model, editLine(model.query, message.edit));
		}

		case 'scrolled': {
			return 'scroll' in model.screen ? {...model, screen: {...model.screen, scroll: message.scroll}} : model;
		}

		case 'confirmationTyped': {
			return model.confirming === undefined ? model : {...model, confirming: {...model.confirming, typed: message.typed}};
		}

		case 'effectDone': {
			return {...model, notice: message.notice};
		}

		case 'cancelAnswered': {
			return enterCancelAnswer(model, message);
		}

		case 'profilesListed': {
			return openProfiles(model, message.profiles);
		}

		case 'resized': {
			return {...model, size: message.size};
		}

		case 'continued': {
			return {...model, isSuspended: false};
		}
	}
};

/**
The model after a message, and the effects that it requests. Pure: the message brings the time. Ignores messages about removed targets.
*/
export const update = (model: Model, message: Message): Next => {
	switch (message.type) {
		case 'connected':
		case 'remembered':
		case 'pollDue':
		case 'scanDelayed':
		case 'scanEnded':
		case 'detailsAnswered':
		case 'importPicked': {
			const target = findTarget(model, message.targetId);
			return target === undefined ? withoutEffects(model) : updateTarget(model, target, message);
		}

		case 'timedOut': {
			return end(model, 'timedOut', message.at);
		}

		case 'sourceEnded': {
			const ended: Model = {...mapTargets(model, target => paused(target, message.at)), notice: 'the recording is at its end'};
			return model.goal?.isUnattended === true ? end(ended, 'unanswered', message.at) : withoutEffects(ended);
		}

		case 'commandGiven': {
			const seen = markInteraction(model);
			const {command} = message;
			return isEffectCommand(command) ? effectCommands[command](seen) : withoutEffects(handleCommand(seen, command, message.at));
		}

		case 'noted':
		case 'filterEdited':
		case 'scrolled':
		case 'confirmationTyped':
		case 'effectDone':
		case 'cancelAnswered':
		case 'profilesListed':
		case 'resized':
		case 'continued': {
			return withoutEffects(updatePlain(model, message));
		}
	}
};
