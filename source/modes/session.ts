import process from 'node:process';
import packageJson from '../../package.json' with {type: 'json'};
import {type DebugLog, openDebugLog} from '../debug-log.ts';
import {isChangeEvent, type WatchEvent} from '../domain/event.ts';
import {parseFilter} from '../domain/filter.ts';
import {type AskedTarget, ofTarget, type Target} from '../domain/target.ts';
import {eventsOf, type Step} from '../model/events.ts';
import {initialModel, type Model, type Size} from '../model/model.ts';
import {createStore, type Store} from '../model/store.ts';
import {update} from '../model/update.ts';
import {type ChangeCommand, type createChangeCommand} from '../notify/change-command.ts';
import {type Recording} from '../recording/read-recording.ts';
import {type Recorder, type RecorderSettings} from '../recording/recorder.ts';
import {SessionError} from '../session-error.ts';
import {type Clock, systemClock} from '../watch/clock.ts';
import {createScaledClock} from '../watch/scaled-clock.ts';
import {type KeptHistory} from './keep-history.ts';
import {type Options} from './options.ts';

/**
A run of the watcher, whatever shows it: the store, what is written down, and what is run for changes.
*/
export type Session = {
	readonly store: Store;
	readonly clock: Clock;
	readonly log: DebugLog;
	readonly recording: Recording | undefined;

	/**
	Begins to keep the history of what is seen, unless the options say otherwise, or nothing is seen of a real account.
	*/
	readonly keepHistory: () => Promise<void>;

	/**
	Is to be told what a target is, before its first answer.
	*/
	readonly onConnected: (targetId: string, target: Target) => void;

	/**
	Is to be told that a target is no longer watched.
	*/
	readonly onLeft: (targetId: string) => void;

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
const opened = async <Opened>(open: () => Opened | Promise<Opened>, sentence: (message: string) => string): Promise<Opened> => {
	try {
		return await open();
	} catch (error: unknown) {
		throw new SessionError(sentence(messageOf(error)), {cause: error});
	}
};

const goalOf = ({untilDone, filter = '', taskIds, form}: Options) => untilDone && {
	...untilDone,
	filter: parseFilter(filter),
	// Who names imports waits for them; what a filter leaves of them need not ever be any.
	expected: untilDone.expected ?? (filter === '' ? taskIds.length : 0),
	isUnattended: form !== 'screen',
};

/*
What is said of what is to be asked, by whoever starts the program: there may be no such profile.
*/
const namedTarget = ({profile, region}: AskedTarget): Target => {
	const {env} = process;
	const isName = (name: string | undefined): boolean => name !== undefined && name !== '';
	return {
		profile: [profile, env['AWS_PROFILE'], env['AWS_DEFAULT_PROFILE']].find(name => isName(name)) ?? 'default',
		region: [region, env['AWS_REGION'], env['AWS_DEFAULT_REGION']].find(name => isName(name)) ?? 'unknown',
	};
};

/*
What few ask for is loaded for them alone.
*/
const readRecordingFrom = async (file: string): Promise<Recording> => {
	const {readRecording} = await import('../recording/read-recording.ts');
	return readRecording(file);
};

const beginRecording = async (settings: RecorderSettings): Promise<Recorder> => {
	const {createRecorder} = await import('../recording/recorder.ts');
	return createRecorder(settings);
};

const prepareCommand = async (settings: Parameters<typeof createChangeCommand>[0]): Promise<ChangeCommand> => {
	const {createChangeCommand: create} = await import('../notify/change-command.ts');
	return create(settings);
};

/*
Where a file may not grow any more (`ulimit -f`), the write fails, which is said by whoever writes. The signal that comes besides would be taken for the end of the program.
*/
const outliveFileLimit = (): void => {
	process.on('SIGXFSZ', () => {}); // eslint-disable-line @typescript-eslint/no-empty-function -- As said.
};

/**
Opens what the options name, and begins with a model that nothing has happened to. Throws a `SessionError` where something can't be opened.
*/
export const openSession = async (options: Options, size: Size): Promise<Session> => {
	outliveFileLimit();
	const log = await opened(() => openDebugLog(options.debugLog), message => `The debug log can't be written: ${message}.`);
	const {replay, record, onChange} = options;
	const recording = replay === undefined ? undefined : await opened(async () => readRecordingFrom(replay), message => message);
	const isScreen = options.form === 'screen';
	const clock = recording === undefined ? systemClock : createScaledClock(systemClock, {startAt: recording.startedAt, speed: options.speed});

	const store = createStore(initialModel({
		size,
		at: clock.now(),
		isDemo: options.isDemo,
		targets: recording?.targets ?? options.targets,
		hasFixedTargets: options.isDemo || recording !== undefined,
		graphId: options.graph,
		taskIds: options.taskIds,
		goal: goalOf(options),
		query: options.filter,
		order: options.sort,
		intervalMs: options.intervalMs ?? recording?.intervalMs,
		// Lines tell no more than was asked for, and what they don't tell is not worth a call.
		detailsBudget: options.detailsBudget ?? (isScreen ? undefined : 0),
		canCancel: options.canCancel,
	}));
	const note = (sentence: string): void => {
		log.write(sentence);
		store.dispatch({type: 'noted', sentence});
	};

	const recorder = record === undefined
		? undefined
		: await opened(async () => beginRecording({
			file: record, program: `${packageJson.name} ${packageJson.version}`, at: clock.now(), intervalMs: options.intervalMs, onNote: note,
		}), message => message);
	const command = onChange === undefined
		? undefined
		: await prepareCommand({
			command: onChange, env: process.env, log: log.write, onFailure: note,
		});
	const isKept = options.keepsHistory && !options.isDemo && recording === undefined;
	let history: KeptHistory | undefined;

	// Scripts print what happens in this run, whatever this machine remembers. What they record is compared with the saved state, as on a screen: that takes a model of its own.
	let recorded: Model | undefined;
	const recordedStep = (step: Step): Step => {
		if (recorded === undefined) {
			return step;
		}

		const before = recorded;
		recorded = update(before, step.message);
		return {before, after: recorded, message: step.message};
	};

	const listeners: Array<(events: readonly WatchEvent[], step: Step) => void> = [];

	// The first to follow the store, so that what happened is on the disk before it is on the screen.
	store.subscribe(step => {
		recorder?.record(step.message, clock.now());
		const events = eventsOf(step, namedTarget);
		const toRecord = recordedStep(step);
		history?.follow(toRecord === step ? events : eventsOf(toRecord, namedTarget), toRecord);
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
		async keepHistory() {
			if (!isKept) {
				return;
			}

			const [{keepHistory, usualHistoryFile}, {openHistory}] = await Promise.all([import('./keep-history.ts'), import('../history/open-history.ts')]);
			history = keepHistory(options, openHistory(usualHistoryFile(), {onNote: note}));
			recorded = isScreen ? undefined : {...store.getModel(), goal: undefined};
		},
		onConnected(targetId, target) {
			// One that turned out to be watched already.
			if (!store.getModel().targets.has(targetId)) {
				return;
			}

			const remembered = history?.connected(targetId, target);

			if (remembered === undefined) {
				return;
			}

			const message = {type: 'remembered', remembered, ...ofTarget(targetId)} as const;

			if (recorded === undefined) {
				store.dispatch(message);
			} else {
				recorded = update(recorded, message);
			}
		},
		onLeft(targetId) {
			history?.left(targetId);
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
