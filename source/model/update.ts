import {type Change} from '../domain/change.ts';
import {parseFilter} from '../domain/filter.ts';
import {enterScan} from '../domain/ledger.ts';
import {editLine, lineOf} from '../domain/line-editor.ts';
import {elapsedBetween, type Moment, momentAt} from '../domain/moment.ts';
import {sortOrderLabel, sortOrders} from '../domain/order.ts';
import {
	clampIndex,
	pageBack,
	pageForward,
} from '../domain/paging.ts';
import {
	fasterInterval,
	isGap,
	longestScanMs,
	type Pace,
	paceAt,
	retryDelayMs,
	slowerInterval,
} from '../domain/schedule.ts';
import {type Snapshot} from '../domain/snapshot.ts';
import {type ImportTask, taskKey} from '../domain/task.ts';
import {askAboutOpened, beginRound, enterAnswer} from './details-round.ts';
import {
	askToCancel,
	confirmCancel,
	copyCommand,
	copyTaskId,
	enterCancelAnswer,
	openConsole,
} from './errands.ts';
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

const nothingReached: Model['reached'] = new Map();

/*
A change is recent for this long: so long it is marked, unless a key is pressed, and the import stands among those under way.
*/
const recentForMs = 60_000;

const isRecent = (change: ObservedChange, at: number): boolean => Math.abs(at - change.at) < recentForMs;

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

/*
From the beginning of the last scan to the beginning of the next.
*/
const delayMsOf = (failure: Model['failure'], {intervalMs}: Pace): number => failure === undefined
	? intervalMs
	: retryDelayMs({
		kind: failure.failure.kind,
		failures: failure.count,
		chance: failure.chance,
		intervalMs,
	});

const withPace = (model: Model, at: number): Model => {
	const pace = paceOf(model, at);

	if (model.poll.kind === 'scanning') {
		return {...model, pace};
	}

	// The clock may have been set back since the last scan began: never wait for longer than that from now.
	const lastStartedAt = Math.min(model.lastStartedAt ?? at, at);
	return {...model, pace, poll: {kind: 'waiting', nextAt: Math.max(at, lastStartedAt + delayMsOf(model.failure, pace))}};
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

/*
When the last scan began that saw an import, be it one that broke off.
*/
const lastSeenAt = (key: string, {lastComplete, missedSince, reached}: Pick<Model, 'lastComplete' | 'missedSince' | 'reached'>): number | undefined =>
	reached.get(key) ?? missedSince.get(key) ?? lastComplete?.startedAt;

/*
When a change happened that a scan has found, which began and ended at these times: as it was seen, or in the gap before, in which nothing was.
*/
const momentOf = (key: string, model: Model, {startedAt, at}: {readonly startedAt: number; readonly at: number}): Moment => {
	const {lastComplete, missedSince, pace} = model;
	const seenAt = lastSeenAt(key, model);

	// Where the clock was set back meanwhile, nothing is known but now.
	if (seenAt === undefined || seenAt >= at) {
		return momentAt(at);
	}

	const isUnobserved = at - startedAt > longestScanMs || isGap({
		betweenMs: startedAt - seenAt,
		// One that is missed is gone when it is missed a second time.
		intervalMs: missedSince.has(key) ? pace.intervalMs * 2 : pace.intervalMs,
		scanMs: lastComplete?.tookMs ?? 0,
	});
	return isUnobserved ? {earliest: seenAt, latest: at} : momentAt(at);
};

const observe = (change: Change, model: Model, moment: Moment): ObservedChange => {
	const key = taskKey(change.task);
	const seenAt = model.changedAt.get(key);
	const elapsed = seenAt === undefined ? undefined : elapsedBetween({earliest: model.changedAfter.get(key) ?? seenAt, latest: seenAt}, moment);

	return {
		change,
		at: moment.latest,
		...(moment.earliest < moment.latest && {notBefore: moment.earliest}),
		...(elapsed !== undefined && {elapsed}),
	};
};

const withChanges = (model: Model, changes: readonly Change[], scan: {readonly startedAt: number; readonly at: number}): Model => {
	const {at} = scan;
	const recentSince = (all: Model['changes']): number => all.findLast(change => isRecent(change, at))?.at ?? Infinity;
	const freshMarks = model.marks.entries().filter(([, mark]) => isRecent(mark, at)).toArray();

	if (changes.length === 0) {
		return {
			...model,
			marks: freshMarks.length === model.marks.size ? model.marks : new Map(freshMarks),
			recentSince: recentSince(model.changes),
		};
	}

	const observed = changes.map(change => observe(change, model, momentOf(taskKey(change.task), model, scan)));
	const marks = new Map(freshMarks);
	const changedAt = new Map(model.changedAt);
	const changedAfter = new Map(model.changedAfter);

	for (const change of observed) {
		const key = taskKey(change.change.task);
		changedAfter.delete(key);

		if (change.change.kind === 'gone') {
			marks.delete(key);
			changedAt.delete(key);
		} else {
			marks.set(key, change);
			changedAt.set(key, at);

			if (change.notBefore !== undefined) {
				changedAfter.set(key, change.notBefore);
			}
		}
	}

	const all = [...observed.toReversed(), ...model.changes].slice(0, maxChanges);
	return {
		...model,
		marks,
		changedAt,
		changedAfter,
		changes: all,
		recentSince: recentSince(all),
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

/*
How fresh the list is after a scan: one that broke off leaves it partly as it was, and a complete one may have missed what moved meanwhile.
*/
const freshness = (
	model: Model,
	{snapshot, missing}: {readonly snapshot: Snapshot; readonly missing: ReadonlySet<string>},
	{startedAt, at}: {readonly startedAt: number; readonly at: number},
): Pick<Model, 'lastCompleteAt' | 'lastComplete' | 'reached' | 'missedSince'> => {
	if (snapshot.isComplete) {
		return {
			lastCompleteAt: at,
			lastComplete: {startedAt, tookMs: Math.max(0, at - startedAt)},
			reached: nothingReached,
			missedSince: new Map(missing.values().map(key => [key, lastSeenAt(key, model) ?? startedAt])),
		};
	}

	const {lastCompleteAt, lastComplete, missedSince} = model;
	return {
		lastCompleteAt,
		lastComplete,
		reached: new Map([...model.reached, ...snapshot.tasks.keys().map(key => [key, startedAt] as const)]),
		missedSince,
	};
};

const endScan = (model: Model, message: Extract<Message, {type: 'scanEnded'}>): Model => {
	if (model.poll.kind !== 'scanning' || message.scanNumber !== model.scanNumber) {
		return model;
	}

	const {at, failure, chance} = message;
	const {startedAt} = model.poll;
	const snapshot = model.graphId === undefined ? message.snapshot : inGraph(message.snapshot, model.graphId);
	const {ledger, changes} = enterScan(model.ledger, snapshot);
	const anchored = model.isEditingFilter ? model : anchorCursor(model);
	const changed = withChanges({...anchored, ledger}, changes, {startedAt, at});

	const entered = withPace({
		...changed,
		...freshness(model, {snapshot, missing: ledger.missing}, {startedAt, at}),
		lastStartedAt: startedAt,
		signIn: message.signIn,
		poll: {kind: 'waiting', nextAt: at},
		failure: failure === undefined
			? undefined
			: {
				failure,
				since: model.failure?.since ?? at,
				count: model.failure?.failure.kind === failure.kind ? model.failure.count + 1 : 1,
				chance,
			},
	}, at);
	return snapshot.tasks.size === 0 ? entered : beginRound(entered, at);
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

const openDetails = (model: Model, at: number): Model => {
	const task = selectedTask(model);

	if (task === undefined) {
		return model;
	}

	const key = taskKey(task);
	return askAboutOpened({...model, cursor: {key, index: cursorIndex(model)}, screen: {kind: 'details', key, scroll: 0}}, key, at);
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
