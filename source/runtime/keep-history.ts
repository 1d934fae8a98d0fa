import os from 'node:os';
import process from 'node:process';
import path from 'node:path';
import {type ChangesObserved} from '../app/effect.ts';
import {type HistoryEvent, isChangeEvent, type WatchEvent} from '../imports/event.ts';
import {type SavedState} from '../imports/saved-state.ts';
import {type Target} from '../imports/target.ts';
import {type History, type ListHistory} from '../history/open-history.ts';
import {type Options} from './options.ts';

/*
Where each platform keeps data that outlives a run but can be lost without harm.
*/
const platformFolder = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv, home: string): string => {
	if (platform === 'win32') {
		const local = env['LOCALAPPDATA'];
		return local !== undefined && path.win32.isAbsolute(local) ? local : path.win32.join(home, 'AppData', 'Local');
	}

	return platform === 'darwin' ? path.posix.join(home, 'Library', 'Application Support') : path.posix.join(home, '.local', 'state');
};

/**
The file that holds the history. The XDG specification says to ignore an `XDG_STATE_HOME` that is not absolute.
*/
export const historyFile = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv, home: string): string => {
	const {join, isAbsolute} = platform === 'win32' ? path.win32 : path.posix;
	const named = env['XDG_STATE_HOME'];
	return join(named !== undefined && isAbsolute(named) ? named : platformFolder(platform, env, home), 'neptune-import-watch', 'history.db');
};

/**
Keeps the history of what a session sees.
*/
export type KeptHistory = {
	/**
	Opens the history of a target. Returns what it remembers; undefined where it is open already.
	*/
	readonly connected: (targetId: string, target: Target) => SavedState | undefined;

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

/*
The first list can be thousands of imports. It is recorded in parts of a few milliseconds, between which keys are handled.
*/
const partLength = 250;

const isKept = (event: WatchEvent): event is HistoryEvent => event.event === 'baseline' || isChangeEvent(event);

/*
Limits what is remembered to the imports that are watched.
*/
const narrowed = (savedState: SavedState, taskIds: readonly string[]): SavedState => taskIds.length === 0
	? savedState
	: {
		...savedState,
		imports: savedState.imports.filter(({task}) => taskIds.includes(task.taskId)),
		changes: savedState.changes.filter(({change}) => taskIds.includes(change.task.taskId)),
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

	const writeNext = (): void => {
		const [write, ...others] = waiting;
		waiting = others;
		write?.();

		if (others.length > 0) {
			afterFrame(writeNext);
		}
	};

	const putOff = (writes: ReadonlyArray<() => void>): void => {
		waiting = [...waiting, ...writes];
		afterFrame(writeNext);
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
			return narrowed(list.savedState, taskIds);
		},
		left,
		follow({targetId, events, startedAt, at, list}) {
			const kept = events.filter(event => isKept(event));
			const recording = lists.get(targetId)?.history;
			const write = (some: readonly HistoryEvent[], isLast: boolean): void => {
				recording?.append({
					startedAt, at, events: some, list: isLast ? list : undefined,
				});
			};

			if (kept.some(event => isChangeEvent(event))) {
				settle();
				write(kept, true);
				return;
			}

			const parts = Array.from({length: Math.max(1, Math.ceil(kept.length / partLength))}, (_, index) => kept.slice(index * partLength, (index + 1) * partLength));
			putOff(parts.map((part, index) => () => {
				write(part, index === parts.length - 1);
			}));
		},
		close() {
			settle();
			lists.clear();
			history.close();
		},
	};
};
