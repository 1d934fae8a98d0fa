import {type Change} from '../domain/change.ts';
import {parseFilter} from '../domain/filter.ts';
import {enterScan} from '../domain/ledger.ts';
import {editLine, lineOf} from '../domain/line-editor.ts';
import {sortOrderLabel, sortOrders} from '../domain/order.ts';
import {
	clampIndex,
	pageBack,
	pageForward,
} from '../domain/paging.ts';
import {
	fasterInterval,
	type Pace,
	paceAt,
	slowerInterval,
} from '../domain/schedule.ts';
import {type Snapshot} from '../domain/snapshot.ts';
import {type ImportTask, taskKey} from '../domain/task.ts';
import {type Command, type Message} from './message.ts';
import {type Model, type ObservedChange, restingCursor} from './model.ts';
import {
	countsOf,
	cursorIndex,
	groupChoices,
	pageSizeOf,
	selectedTask,
	shownTasks,
} from './selectors.ts';

/*
A changed import stays marked for this long, unless a key is pressed.
*/
const markedForMs = 60_000;

/*
What is kept of changes: enough to read back a day of a busy account, and a bound for a watcher that runs for weeks.
*/
const maxChanges = 1000;

const paceOf = ({fixedIntervalMs, ledger, changes}: Pick<Model, 'fixedIntervalMs' | 'ledger' | 'changes'>, at: number): Pace => paceAt({
	fixedIntervalMs,
	lastChangeAt: changes[0]?.at,
	isCancelling: ledger.tasks.values().some(task => task.status === 'CANCELLING'),
	isRead: ledger.hasBaseline,
	isActive: countsOf({ledger}).active > 0,
}, at);

const withPace = (model: Model, at: number): Model => {
	const pace = paceOf(model, at);

	if (model.poll.kind === 'scanning') {
		return {...model, pace};
	}

	// The clock may have been set back since the last scan began: never wait for longer than an interval from now.
	const lastStartedAt = Math.min(model.lastStartedAt ?? at, at);
	return {...model, pace, poll: {kind: 'waiting', nextAt: Math.max(at, lastStartedAt + pace.intervalMs)}};
};

const startScan = (model: Model, at: number): Model => ({
	...model,
	poll: {kind: 'scanning', startedAt: at, isSlow: false},
	scanNumber: model.scanNumber + 1,
});

const inGraph = (snapshot: Snapshot, graphId: string): Snapshot => ({
	...snapshot,
	tasks: new Map(snapshot.tasks.entries().filter(([, task]) => task.graphId === graphId)),
});

const observe = (change: Change, changedAt: Model['changedAt'], at: number): ObservedChange => {
	const since = changedAt.get(taskKey(change.task));

	// A clock that was set back must not yield a negative duration: nothing is said of how long it took.
	return since === undefined || since > at ? {change, at} : {change, at, elapsedMs: at - since};
};

const withChanges = (model: Model, changes: readonly Change[], at: number): Model => {
	const freshMarks = model.marks.entries().filter(([, mark]) => Math.abs(at - mark.at) < markedForMs).toArray();

	if (changes.length === 0) {
		return freshMarks.length === model.marks.size ? model : {...model, marks: new Map(freshMarks)};
	}

	const observed = changes.map(change => observe(change, model.changedAt, at));
	const marks = new Map(freshMarks);
	const changedAt = new Map(model.changedAt);

	for (const change of observed) {
		const key = taskKey(change.change.task);

		if (change.change.kind === 'gone') {
			marks.delete(key);
			changedAt.delete(key);
		} else {
			marks.set(key, change);
			changedAt.set(key, at);
		}
	}

	return {
		...model,
		marks,
		changedAt,
		changes: [...observed.toReversed(), ...model.changes].slice(0, maxChanges),
	};
};

/*
Lets the cursor follow the import that it stands on now, so that it stays there when the list moves. A cursor that rests at the top follows none: what moved last comes to it.
*/
const anchorCursor = (model: Model): Model => {
	if (model.cursor.key === undefined && model.cursor.index === 0) {
		return model;
	}

	const index = cursorIndex(model);
	const task = shownTasks(model)[index];
	const key = task === undefined ? model.cursor.key : taskKey(task);
	return key === model.cursor.key && index === model.cursor.index ? model : {...model, cursor: {key, index}};
};

const endScan = (model: Model, message: Extract<Message, {type: 'scanEnded'}>): Model => {
	if (model.poll.kind !== 'scanning' || message.scanNumber !== model.scanNumber) {
		return model;
	}

	const {at, failure} = message;
	const snapshot = model.graphId === undefined ? message.snapshot : inGraph(message.snapshot, model.graphId);
	const {ledger, changes} = enterScan(model.ledger, snapshot);
	const anchored = model.isEditingFilter ? model : anchorCursor(model);

	return withPace(withChanges({
		...anchored,
		ledger,
		lastStartedAt: model.poll.startedAt,
		poll: {kind: 'waiting', nextAt: at},
		lastCompleteAt: snapshot.isComplete ? at : model.lastCompleteAt,
		failure: failure === undefined ? undefined : {failure, since: model.failure?.since ?? at},
	}, changes, at), at);
};

const moveCursor = (model: Model, move: (index: number, tasks: readonly ImportTask[]) => number): Model => {
	const tasks = shownTasks(model);
	const index = clampIndex(move(cursorIndex(model), tasks), tasks.length);
	const task = tasks[index];
	return {...model, cursor: {key: task === undefined ? model.cursor.key : taskKey(task), index}};
};

const withQuery = (model: Model, query: Model['query']): Model => ({
	...model,
	query,
	filter: query.text === model.query.text ? model.filter : parseFilter(query.text),
});

const turn = <Choice>(choices: readonly Choice[], current: Choice, by: number): Choice =>
	choices.at((choices.indexOf(current) + by) % choices.length) ?? current;

const withInterval = (model: Model, fixedIntervalMs: number | undefined, at: number): Model =>
	withPace({...model, fixedIntervalMs}, at);

const resume = (model: Model, at: number): Model => withPace({...model, isPaused: false}, at);

const pause = (model: Model, at: number): Model => ({
	...model,
	isPaused: true,
	// What is under way is given up; it proves nothing.
	poll: {kind: 'waiting', nextAt: at},
});

const isSameTarget = (one: Model['target'], other: Model['target']): boolean =>
	one?.profile === other?.profile && one?.region === other?.region && one?.endpoint === other?.endpoint;

const openDetails = (model: Model): Model => {
	const task = selectedTask(model);

	if (task === undefined) {
		return model;
	}

	const key = taskKey(task);
	return {...model, cursor: {key, index: cursorIndex(model)}, screen: {kind: 'details', key, scroll: 0}};
};

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
			return withQuery({...model, isEditingFilter: false}, lineOf(''));
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
			return openDetails(model);
		}

		case 'openChanges': {
			return {...model, screen: {kind: 'changes', scroll: 0}};
		}

		case 'openHelp': {
			return {...model, screen: {kind: 'help', scroll: 0}};
		}

		case 'closeScreen': {
			return {...model, screen: {kind: 'list'}};
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
			return isSameTarget(model.target, message.target) ? model : {...model, target: message.target};
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
			const seen = model.marks.size === 0 && model.notice === undefined ? model : {...model, marks: new Map(), notice: undefined};
			return obey(seen, message.command, message.at);
		}

		case 'filterEdited': {
			return withQuery(model, editLine(model.query, message.edit));
		}

		case 'scrolled': {
			return model.screen.kind === 'list' ? model : {...model, screen: {...model.screen, scroll: message.scroll}};
		}

		case 'resized': {
			return {...model, size: message.size};
		}
	}
};
