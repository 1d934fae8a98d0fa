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
import {type Command, type Message} from './message.ts';
import {type Model, restingCursor} from './model.ts';
import {
	pause,
	resume,
	startScan,
	withInterval,
} from './polling.ts';
import {connect, remember} from './remembering.ts';
import {dismissMissed, withSeen} from './seen.ts';
import {
	cursorIndex,
	groupChoices,
	pageSizeOf,
	selectedTask,
} from './selectors.ts';
import {giveUp} from './waiting.ts';

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
	return askAboutOpened({...model, cursor: {key, index: cursorIndex(model)}, screen: {kind: 'details', key, scroll: 0}}, key, at);
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
		case 'cursorUp': {
			return moveCursor(model, index => index - 1);
		}

		case 'cursorDown': {
			return moveCursor(model, index => index + 1);
		}

		case 'cursorFirst': {
			return {...model, cursor: restingCursor};
		}

		case 'cursorLast': {
			return moveCursor(model, (_, tasks) => tasks.length - 1);
		}

		case 'pageForward': {
			return moveCursor(model, (index, tasks) => pageForward(index, pageSizeOf(model), tasks.length));
		}

		case 'pageBack': {
			return moveCursor(model, (index, tasks) => pageBack(index, pageSizeOf(model), tasks.length));
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
			return model.poll.kind === 'scanning' ? model : startScan(model, at);
		}

		case 'togglePause': {
			return model.isPaused ? resume(model, at) : pause(model, at);
		}

		case 'lengthenInterval': {
			return withInterval(model, slowerInterval(model.pace.intervalMs), at);
		}

		case 'shortenInterval': {
			return withInterval(model, fasterInterval(model.pace.intervalMs), at);
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

		case 'suspend': {
			return {...model, isSuspended: true};
		}

		case 'quit': {
			return {...model, isQuitting: true};
		}
	}
};

/**
The model after a message. Pure: the time comes with the message.
*/
export const update = (model: Model, message: Message): Model => {
	switch (message.type) {
		case 'connected': {
			return connect(model, message.target);
		}

		case 'remembered': {
			return remember(model, message.remembered);
		}

		case 'timedOut': {
			return giveUp(model, 'timedOut');
		}

		case 'sourceEnded': {
			const ended: Model = {...pause(model, message.at), notice: 'the recording is at its end'};
			return model.goal?.isUnattended === true ? giveUp(ended, 'unanswered') : ended;
		}

		case 'noted': {
			return {...model, notice: message.sentence};
		}

		case 'pollDue': {
			return model.isPaused || model.poll.kind === 'scanning' ? model : startScan(model, message.at);
		}

		case 'scanDelayed': {
			return model.poll.kind === 'scanning' && message.scanNumber === model.scanNumber
				? {...model, poll: {...model.poll, isSlow: true}}
				: model;
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
			return model.screen.kind === 'list' ? model : {...model, screen: {...model.screen, scroll: message.scroll}};
		}

		case 'confirmationTyped': {
			return model.confirming === undefined ? model : {...model, confirming: {...model.confirming, typed: message.typed}};
		}

		case 'errandDone': {
			return {...model, notice: message.notice};
		}

		case 'cancelAnswered': {
			return enterCancelAnswer(model, message.key, message.answer);
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
