import os from 'node:os';
import path from 'node:path';
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
import {historyFileName} from '../history/history-file-name.ts';
import {type History, openHistory} from '../history/open-history.ts';
import {stateFolder} from '../history/state-folder.ts';
import {type Options} from './options.ts';

/**
Keeps the history of what a session sees.
*/
export type KeptHistory = {
	/**
	Opens the history of what is asked of a target from now on, and gives what it remembers; undefined where it is open already.
	*/
	readonly connected: (targetId: string, target: Target) => Remembered | undefined;

	/**
	Closes the history of a target that is no longer watched.
	*/
	readonly left: (targetId: string) => void;

	/**
	Writes the events of a scan: changes before this returns.
	*/
	readonly follow: (observed: ChangesObserved) => void;
	readonly close: () => void;
};

/**
The folder that the histories of the person are kept in.
*/
export const historyFolder = (): string => stateFolder(process.platform, process.env, os.homedir());

const isKept = (event: WatchEvent): event is BaselineEvent | ChangeEvent => event.event === 'baseline' || isChangeEvent(event);

/*
Of what is remembered, the imports that are watched.
*/
const narrowed = (remembered: Remembered, taskIds: readonly string[]): Remembered => taskIds.length === 0
	? remembered
	: {
		...remembered,
		tasks: new Map(remembered.tasks.entries().filter(([, {taskId}]) => taskIds.includes(taskId))),
		changes: remembered.changes.filter(({change}) => taskIds.includes(change.task.taskId)),
	};

/**
A history for each profile, region and endpoint that a session comes to ask. `onNote` is told in a sentence what is wrong with one.
*/
export const keepHistory = ({graph, taskIds}: Options, onNote: (sentence: string) => void): KeptHistory => {
	// By target id.
	const histories = new Map<string, {readonly name: string; readonly history: History}>();
	let waiting: ReadonlyArray<() => void> = [];

	const settle = (): void => {
		const writes = waiting;
		waiting = [];

		for (const write of writes) {
			write();
		}
	};

	/*
	What was listed when watching began can be thousands of lines, and is no news to anybody: it is written when the frame that shows it has been.
	*/
	const putOff = (write: () => void): void => {
		waiting = [...waiting, write];
		setImmediate(settle);
	};

	const left = (targetId: string): void => {
		settle();
		histories.get(targetId)?.history.close();
		histories.delete(targetId);
	};

	return {
		connected(targetId, target) {
			const name = historyFileName(target);

			if (histories.get(targetId)?.name === name) {
				return undefined;
			}

			left(targetId);
			const history = openHistory({
				file: path.join(historyFolder(), name), target, graphId: graph, onNote,
			});
			histories.set(targetId, {name, history});
			return narrowed(history.remembered, taskIds);
		},
		left,
		follow({targetId, events, wholeAt}) {
			const kept = events.filter(event => isKept(event));
			const write = (): void => {
				// Some imports prove nothing about the list.
				histories.get(targetId)?.history.append(kept, taskIds.length === 0 ? wholeAt : undefined);
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

			for (const {history} of histories.values()) {
				history.close();
			}

			histories.clear();
		},
	};
};
