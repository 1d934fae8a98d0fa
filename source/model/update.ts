import {parseFilter} from '../domain/filter.ts';
import {editLine, lineOf} from '../domain/line-editor.ts';
import {sortOrderLabel, sortOrders} from '../domain/order.ts';
import {pageBack, pageForward} from '../domain/paging.ts';
import {fasterInterval, slowerInterval} from '../domain/schedule.ts';
import {taskKey} from '../domain/task.ts';
import {anchorCursor, moveCursor} from './cursor.ts';
import {askAboutOpened, enterAnswer} from './details-round.ts';
import {endScan} from './end-scan.ts';
import {
	askToCancel,
	confirmCancel,
	copyCommand,
	copyTaskId,
	enterCancelAnswer,
	openConsole,
} from './errands.ts';
import {scrolledRows} from './layout.ts';
import {type Command, type Message} from './message.ts';
import {type Model, restingCursor} from './model.ts';
import {
	paused,
	resumed,
	startScan,
	withInterval,
} from './polling.ts';
import {connect, remember} from './remembering.ts';
import {dismissMissed, withSeen} from './seen.ts';
import {
	cursorIndex,
	fastestPace,
	groupChoices,
	isPaused,
	pageSizeOf,
	selectedTask,
} from './selectors.ts';
import {
	askForProfiles,
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
import {watchedOf, withEachTarget, withWatched} from './targets.ts';
import {giveUp} from './waiting.ts';
import {type Watched} from './watched.ts';

const withQuery = (model: Model, query: Model['query']): Model => ({
	...model,
	query,
	filter: query.text === model.query.text ? model.filter : parseFilter(query.text),
});

const turn = <Choice>(choices: readonly Choice[], current: Choice, by: number): Choice =>
	choices.at((choices.indexOf(current) + by) % choices.length) ?? current;

const openDetails = (model: Model, at: number): Model => {
	const task = selectedTask(model);

	if (task === undefined) {
		return model;
	}

	const key = taskKey(task);
	return askAboutOpened({...model, cursor: {key, index: cursorIndex(model)}, screen: {kind: 'details', key, scroll: 0}}, task, at);
};

/*
Where a cursor goes, among so many lines of which so many are on a page.
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

	return command === 'cursorFirst' ? {...model, cursor: restingCursor} : moveCursor(model, (index, tasks) => to(index, tasks.length, pageSizeOf(model)));
};

const pauseAll = (model: Model, at: number): Model => {
	const isResumed = isPaused(model);
	return withEachTarget(model, watched => isResumed ? resumed(model, watched, at) : paused(watched, at));
};

/*
Whoever acts has seen what is on the screen, and what the action before did.
*/
const withHandMoved = (model: Model): Model => {
	const seen = withSeen(model);
	return seen.notice === undefined ? seen : {...seen, notice: undefined};
};

/*
One that the list does not show leaves the cursor where it is.
*/
const pick = (model: Model, key: string): Model => moveCursor(model, (index, tasks) => {
	const picked = tasks.findIndex(task => taskKey(task) === key);
	return picked === -1 ? index : picked;
});

const obey = (model: Model, command: Command, at: number): Model => {
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
			return model.screen.kind === 'targets' ? askSelectedTarget(model, at) : withEachTarget(model, watched => startScan(watched, at));
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

		case 'copyTaskId': {
			return copyTaskId(model);
		}

		case 'copyCommand': {
			return copyCommand(model);
		}

		case 'openConsole': {
			return openConsole(model);
		}

		case 'askToCancel': {
			return askToCancel(model);
		}

		case 'confirmCancel': {
			return confirmCancel(model);
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

		case 'openProfiles': {
			return askForProfiles(model);
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

/*
The model after a message about a target. What is no longer watched has nothing more to say.
*/
const aboutTarget = (model: Model, message: {readonly targetId?: string | undefined}, enter: (watched: Watched) => Model): Model => {
	const watched = watchedOf(model, message);
	return watched === undefined ? model : enter(watched);
};

/**
The model after a message. Pure: the time comes with the message.
*/
export const update = (model: Model, message: Message): Model => {
	switch (message.type) {
		case 'connected': {
			return aboutTarget(model, message, watched => connect(model, watched, message.target));
		}

		case 'remembered': {
			return aboutTarget(model, message, watched => remember(model, watched, message.remembered));
		}

		case 'timedOut': {
			return giveUp(model, 'timedOut');
		}

		case 'sourceEnded': {
			const ended: Model = {...withEachTarget(model, watched => paused(watched, message.at)), notice: 'the recording is at its end'};
			return model.goal?.isUnattended === true ? giveUp(ended, 'unanswered') : ended;
		}

		case 'noted': {
			return {...model, notice: message.sentence};
		}

		case 'pollDue': {
			return aboutTarget(model, message, watched => watched.poll.kind === 'scanning' ? model : withWatched(model, startScan(watched, message.at)));
		}

		case 'scanDelayed': {
			return aboutTarget(model, message, watched => watched.poll.kind === 'scanning' && message.scanNumber === watched.scanNumber
				? withWatched(model, {...watched, poll: {...watched.poll, isSlow: true}})
				: model);
		}

		case 'scanEnded': {
			return endScan(model, message);
		}

		case 'commandGiven': {
			return obey(withHandMoved(model), message.command, message.at);
		}

		case 'importPicked': {
			return pick(withHandMoved(model), message.key);
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

		case 'errandDone': {
			return {...model, notice: message.notice};
		}

		case 'cancelAnswered': {
			return enterCancelAnswer(model, message);
		}

		case 'profilesListed': {
			return openProfiles(model, message.profiles);
		}

		case 'detailsAnswered': {
			return enterAnswer(model, message);
		}

		case 'resized': {
			return {...model, size: message.size};
		}

		case 'continued': {
			return {...model, isSuspended: false};
		}
	}
};
