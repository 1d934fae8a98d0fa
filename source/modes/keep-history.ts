import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
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
import {type Step} from '../model/events.ts';
import {type Options} from '../options/options.ts';

/**
Keeps the history of what a session sees.
*/
export type KeptHistory = {
	/**
	Opens the history of what is asked from now on, and gives what it remembers; undefined where it is open already.
	*/
	readonly connected: (target: Target) => Remembered | undefined;

	/**
	Writes down what a step has to tell.
	*/
	readonly follow: (events: readonly WatchEvent[], step: Step) => void;
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
	let history: History | undefined;
	let name: string | undefined;

	return {
		connected(target) {
			const targetName = historyFileName(target);

			if (targetName === name) {
				return undefined;
			}

			history?.close();
			name = targetName;
			history = openHistory({
				file: path.join(historyFolder(), targetName), target, graphId: graph, onNote,
			});
			return narrowed(history.remembered, taskIds);
		},
		follow(events, {before, after}) {
			const kept = events.filter(event => isKept(event));

			if (kept.length > 0) {
				history?.append(kept);
			}

			// Of some imports alone nothing follows for the list.
			if (after.lastComplete !== undefined && after.lastCompleteAt !== before.lastCompleteAt && taskIds.length === 0) {
				history?.observed(after.lastComplete.startedAt);
			}
		},
		close() {
			history?.close();
			history = undefined;
		},
	};
};
