import os from 'node:os';
import process from 'node:process';
import {type ChangesObserved} from '../domain/effect.ts';
import {
	isChangeEvent,
	type BaselineEvent,
	type ChangeEvent,
	type WatchEvent,
} from '../domain/event.ts';
import {type Remembered} from '../domain/remembered.ts';
import {type Target} from '../domain/target.ts';
import {type History, type ListHistory} from '../history/open-history.ts';
import {type Options} from './options.ts';
import {historyFile} from './history-file.ts';

/**
Keeps the history of what a session sees.
*/
export type KeptHistory = {
	/**
	Opens the history of a target. Returns what it remembers; undefined where it is open already.
	*/
	readonly connected: (targetId: string, target: Target) => Remembered | undefined;

	/**
	Closes the history of a target that is no longer watched.
	*/
	readonly left: (targetId: string) => void;

	/**
	Records a scan. Changes are recorded before this returns.
	*/
	readonly follow: (observed: ChangesObserved) => void;
	readonly close: () => void;
};

/**
The user's history file.
*/
export const usualHistoryFile = (): string => historyFile(process.platform, process.env, os.homedir());

const isKept = (event: WatchEvent): event is BaselineEvent | ChangeEvent => event.event === 'baseline' || isChangeEvent(event);

/*
Limits what is remembered to the imports that are watched.
*/
const narrowed = (remembered: Remembered, taskIds: readonly string[]): Remembered => taskIds.length === 0
	? remembered
	: {
		...remembered,
		tasks: new Map(remembered.tasks.entries().filter(([, {taskId}]) => taskIds.includes(taskId))),
		changes: remembered.changes.filter(({change}) => taskIds.includes(change.task.taskId)),
	};

const isSameTarget = (one: Target, other: Target): boolean => one.profile === other.profile && one.region === other.region && one.endpointUrl === other.endpointUrl;

/**
Keeps the history of each target of a session. `afterFrame` calls back when the frame that shows a scan has been drawn.
*/
export const keepHistory = ({graph, taskIds}: Pick<Options, 'graph' | 'taskIds'>, history: History, afterFrame: (callback: () => void) => void = setImmediate): KeptHistory => {
	const lists = new Map<string, {readonly target: Target; readonly history: ListHistory}>();
	let waiting: ReadonlyArray<() => void> = [];

	const settle = (): void => {
		const writes = waiting;
		waiting = [];

		for (const write of writes) {
			write();
		}
	};

	/*
	The first list can be thousands of rows, which can wait until it is drawn.
	*/
	const putOff = (write: () => void): void => {
		waiting = [...waiting, write];
		afterFrame(settle);
	};

	const left = (targetId: string): void => {
		settle();
		lists.get(targetId)?.history.close();
		lists.delete(targetId);
	};

	return {
		connected(targetId, target) {
			const before = lists.get(targetId);

			if (before !== undefined && isSameTarget(before.target, target)) {
				return undefined;
			}

			left(targetId);
			const list = history.openList({
				target, graphId: graph, isWhole: taskIds.length === 0,
			});
			lists.set(targetId, {target, history: list});
			return narrowed(list.remembered, taskIds);
		},
		left,
		follow({targetId, events, startedAt, at, list}) {
			const kept = events.filter(event => isKept(event));
			const recording = lists.get(targetId)?.history;
			const write = (): void => {
				recording?.append({
					startedAt, at, events: kept, list,
				});
			};

			if (kept.some(event => isChangeEvent(event))) {
				settle();
				write();
			} else {
				putOff(write);
			}
		},
		close() {
			settle();
			lists.clear();
			history.close();
		},
	};
};
