import {eventsOf, isRecordable} from '../../source/app/effect.ts';
import {type ImportDetails} from '../../source/imports/details.ts';
import {type HistoryEvent, isChangeEvent} from '../../source/imports/event.ts';
import {type Target, targetIdOf} from '../../source/imports/target.ts';
import {type ImportTask} from '../../source/imports/task.ts';
import {readDatabase} from '../../source/history/database.ts';
import {openHistory} from '../../source/history/open-history.ts';
import {type HistoryLimits, readChanges} from '../../source/history/record.ts';
import {createHistoryKeeper} from '../../source/runtime/keep-history.ts';
import {type Message} from '../../source/app/message.ts';
import {type Model} from '../../source/app/model.ts';
import {update} from '../../source/app/update.ts';
import {freshModel, startAt} from '../support/model.ts';
import {numbered} from '../support/tasks.ts';

export const target: Target = {profile: 'default', region: 'us-east-1'};

/**
Statuses by import number.
*/
export type Statuses = Readonly<Record<number, string>>;

export const tasksOf = (statuses: Statuses): readonly ImportTask[] => Object.entries(statuses).map(([number, status]) => numbered(Number(number), status));

const targetId = targetIdOf({profile: undefined, region: undefined});

type Timer = {readonly at: number; readonly callback: () => void};

/**
The real model and a real history file, without network and screen. Times are milliseconds after the start. `scan` begins and ends a scan at once, and `wait` runs the timers that are due.
*/
export type TestWatcher = {
	readonly notes: readonly string[];
	readonly model: () => Model;
	readonly begin: (ms: number) => void;
	readonly end: (ms: number, statuses: Statuses, isComplete?: boolean) => readonly HistoryEvent[];
	readonly scan: (ms: number, statuses: Statuses, isComplete?: boolean) => readonly HistoryEvent[];

	/**
	GetImportTask returns the reason of a failed import.
	*/
	readonly explain: (ms: number, number: number, statusReason: string) => void;

	/**
	GetImportTask returns the number of statements of a succeeded import.
	*/
	readonly count: (ms: number, number: number, statementCount: number) => void;
	readonly wait: (ms: number) => void;
	readonly close: () => void;
};

const runAtOnce = (callback: () => void): void => {
	callback();
};

/**
Starts a watcher, which restores the saved state of the file.
*/
export const startWatcher = (file: string, {ms = 0, graph, taskIds = [], isNetwork, afterFrame = runAtOnce, ...limits}: Partial<HistoryLimits> & {
	readonly afterFrame?: (callback: () => void) => void;
	readonly ms?: number;
	readonly graph?: string;
	readonly taskIds?: readonly string[];
	readonly isNetwork?: boolean;
} = {}): TestWatcher => {
	let now = startAt + ms;
	let timers: readonly Timer[] = [];
	const notes: string[] = [];
	const history = createHistoryKeeper({graph, taskIds}, openHistory(file, {
		onNote(sentence) {
			notes.push(sentence);
		},
		now: () => now,
		schedule(delayMs, callback) {
			timers = [...timers, {at: now + delayMs, callback}];
		},
		limits: {
			maxAgeMs: Infinity, maxBytes: Infinity, maxWaiting: Infinity, ...limits,
		},
		isNetwork,
	}), afterFrame);
	let model = freshModel({at: startAt + ms, graphId: graph, taskIds});
	let isScanning = true;

	const dispatch = (message: Message): readonly HistoryEvent[] => {
		const [after, effects] = update(model, message);
		model = after;

		for (const effect of effects) {
			if (isRecordable(effect)) {
				history.record(effect);
			} else if (effect.type === 'targetConnected') {
				const savedState = history.openTarget(targetId, effect.target);

				if (savedState !== undefined) {
					dispatch({type: 'stateRestored', targetId, savedState});
				}
			}
		}

		return eventsOf(effects).filter((event): event is HistoryEvent => event.event === 'baseline' || isChangeEvent(event));
	};

	dispatch({type: 'connected', targetId, target});

	const begin = (at: number): void => {
		now = startAt + at;

		if (!isScanning) {
			dispatch({type: 'pollDue', targetId, at: now});
		}

		isScanning = true;
	};

	const answer = (at: number, number: number, details: ImportDetails): void => {
		now = startAt + at;
		const [task] = tasksOf({[number]: details.status});
		dispatch({
			type: 'detailsAnswered', targetId, key: task?.taskId ?? '', at: now, answer: {kind: 'details', details},
		});
	};

	const end = (at: number, statuses: Statuses, isComplete = true): readonly HistoryEvent[] => {
		now = startAt + at;
		isScanning = false;
		const tasks = new Map(tasksOf(statuses).map(task => [task.taskId, task]));
		return dispatch({
			type: 'scanEnded', targetId, at: now, scanNumber: model.targets.get(targetId)?.scanNumber ?? 0, chance: 0.5, snapshot: {tasks, isComplete},
		});
	};

	return {
		notes,
		model: () => model,
		begin,
		end,
		scan(at, statuses, isComplete) {
			begin(at);
			return end(at, statuses, isComplete);
		},
		explain(at, number, statusReason) {
			answer(at, number, {status: 'FAILED', statusReason});
		},
		count(at, number, statementCount) {
			answer(at, number, {status: 'SUCCEEDED', progress: {statementCount}});
		},
		wait(at) {
			now = startAt + at;
			const due = timers.filter(timer => timer.at <= now);
			timers = timers.filter(timer => timer.at > now);

			for (const {callback} of due) {
				callback();
			}
		},
		close: history.close,
	};
};

/**
The recorded events, oldest first.
*/
export const eventsIn = (file: string): readonly HistoryEvent[] => readDatabase(file, database => readChanges(database, {
	profiles: [], regions: [], taskIds: [], graphIds: [],
}).toArray()) ?? [];

/**
The recorded events as short texts, oldest first: `1 IMPORTING → FAILED`.
*/
export const recordedIn = (file: string): readonly string[] => eventsIn(file).map(event => {
	const {task} = event;
	const number = Number(task.taskId.slice(2));
	return event.event === 'changed' ? `${number} ${event.from} → ${event.to}` : `${number} ${event.event} ${task.status}`;
});
