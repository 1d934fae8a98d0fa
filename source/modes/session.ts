import process from 'node:process';
import packageJson from '../../package.json' with {type: 'json'};
import {type DebugLog, openDebugLog} from '../debug-log.ts';
import {isChangeEvent, type WatchEvent} from '../domain/event.ts';
import {parseFilter} from '../domain/filter.ts';
import {type Target} from '../domain/target.ts';
import {eventsOf, type Step} from '../model/events.ts';
import {initialModel, type Size} from '../model/model.ts';
import {createStore, type Store} from '../model/store.ts';
import {createChangeCommand} from '../notify/change-command.ts';
import {type Options} from '../options/options.ts';
import {type Recording, readRecording} from '../recording/read-recording.ts';
import {createRecorder} from '../recording/recorder.ts';
import {SessionError} from '../session-error.ts';
import {type Clock, systemClock} from '../watch/clock.ts';
import {createScaledClock} from '../watch/scaled-clock.ts';
import {keepHistory} from './keep-history.ts';

/**
A run of the watcher, whatever shows it: the store, what is written down, and what is run for changes.
*/
export type Session = {
	readonly store: Store;
	readonly clock: Clock;
	readonly log: DebugLog;
	readonly recording: Recording | undefined;
	readonly onConnected: (target: Target) => void;

	/**
	Calls the listener with what each step has to tell, after it has been written down.
	*/
	readonly tell: (listener: (events: readonly WatchEvent[], step: Step) => void) => void;

	/**
	How many runs of the command for changes are not over yet.
	*/
	readonly pendingCommands: () => number;

	/**
	Resolves when they are.
	*/
	readonly commandsSettled: () => Promise<void>;

	/**
	Writes down that the session ends. At once, since the process may be about to end; a second time it does nothing.
	*/
	readonly close: () => void;
};

const messageOf = (error: unknown): string => error instanceof Error ? error.message : String(error);

/*
What opening a file gives, or the sentence of its error.
*/
const opened = <Opened>(open: () => Opened, sentence: (message: string) => string): Opened => {
	try {
		return open();
	} catch (error: unknown) {
		throw new SessionError(sentence(messageOf(error)), {cause: error});
	}
};

const goalOf = ({untilDone, filter = '', taskIds}: Options) => untilDone && {
	...untilDone,
	filter: parseFilter(filter),
	// Who names imports waits for them.
	expected: untilDone.expected ?? taskIds.length,
};

/**
Opens what the options name, and begins with a model that nothing has happened to. Throws a `SessionError` where something can't be opened.
*/
export const openSession = (options: Options, size: Size): Session => {
	const log = opened(() => openDebugLog(options.debugLog), message => `The debug log can't be written: ${message}.`);
	const {replay, record} = options;
	const recording = replay === undefined ? undefined : opened(() => readRecording(replay), message => message);
	const clock = recording === undefined ? systemClock : createScaledClock(systemClock, {startAt: recording.startedAt, speed: options.speed});
	const isReal = recording === undefined && !options.isDemo;

	const store = createStore(initialModel({
		size,
		at: clock.now(),
		isDemo: options.isDemo,
		graphId: options.graph,
		taskIds: options.taskIds,
		goal: goalOf(options),
		query: options.filter,
		order: options.sort,
		intervalMs: options.intervalMs ?? recording?.intervalMs,
		detailsBudget: options.detailsBudget,
		canCancel: options.canCancel,
	}));
	const note = (sentence: string): void => {
		log.write(sentence);
		store.dispatch({type: 'noted', sentence});
	};

	const recorder = record === undefined
		? undefined
		: opened(() => createRecorder({
			file: record, program: `${packageJson.name} ${packageJson.version}`, at: clock.now(), intervalMs: options.intervalMs, onNote: note,
		}), message => message);
	const history = isReal && options.keepsHistory ? keepHistory(options, note) : undefined;
	const command = options.onChange === undefined
		? undefined
		: createChangeCommand({
			command: options.onChange, env: process.env, log: log.write, onFailure: note,
		});
	const listeners: Array<(events: readonly WatchEvent[], step: Step) => void> = [];

	// The first to follow the store, so that what happened is on the disk before it is on the screen.
	store.subscribe(step => {
		recorder?.record(step.message, clock.now());
		const events = eventsOf(step);
		history?.follow(events, step);
		command?.run(events.filter(event => isChangeEvent(event)));

		for (const listener of listeners) {
			listener(events, step);
		}
	});

	return {
		store,
		clock,
		log,
		recording,
		onConnected(target) {
			const remembered = history?.connected(target);

			if (remembered !== undefined) {
				store.dispatch({type: 'remembered', remembered});
			}
		},
		tell(listener) {
			listeners.push(listener);
		},
		pendingCommands: () => command?.pending() ?? 0,
		commandsSettled: async () => command?.settled(),
		close() {
			history?.close();
			recorder?.close();
		},
	};
};
