import process from 'node:process';
import packageJson from '../../package.json' with {type: 'json'};
import {type Effect, eventsOf, isRecordable} from '../app/effect.ts';
import {isCommandEvent} from '../imports/event.ts';
import {parseFilter} from '../imports/filter/filter.ts';
import {type Target} from '../imports/target.ts';
import {type Message} from '../app/message.ts';
import {initialModel, type Model, type Size} from '../app/model.ts';
import {type NamedFilter} from '../app/keys/keymap.ts';
import {createStore, type Store} from '../app/store.ts';
import {update} from '../app/update.ts';
import {type ChangeCommand, type createChangeCommand} from '../notify/change-command.ts';
import {type createRecorder, type RecordedMessage, type Recorder} from '../recording/recorder.ts';
import {type Inputs, openOrFail, openInputs} from './inputs.ts';
import {type HistoryKeeper} from './keep-history.ts';
import {type Options, type UntilDoneOptions} from './options.ts';
import {userFile} from './user-file.ts';

/**
A run of the watcher, with or without a screen: the store, the history, the recorder and the `--on-change` command.
*/
export type Session = Inputs & {
	readonly store: Store;

	/**
	Starts to record the history, except with `--no-history`, in the demo and in a replay. The demo has simulated earlier imports.
	*/
	readonly startHistory: () => Promise<void>;
	readonly targetRemoved: (targetId: string) => void;

	/**
	The number of changes for which `--on-change` has not finished.
	*/
	readonly pendingCommands: () => number;
	readonly commandsFinished: () => Promise<void>;

	/**
	Stops watching, then ends the commands that run for changes.
	*/
	readonly stop: () => Promise<void>;

	/**
	Kills the commands that still run, and closes the history and the recording. Synchronous, because the process may be about to exit. Later calls do nothing.
	*/
	readonly close: () => void;
};

// Without a filter, waits until every `--task` is listed. With a filter, none of them needs to match. With `--new`, there is nothing to wait for at first.
const defaultExpected = ({isNewOnly}: UntilDoneOptions, filter: string, taskIds: readonly string[]): number =>
	isNewOnly ? 1 : (filter === '' ? taskIds.length : 0);

const untilDoneOf = ({untilDone, filter = '', taskIds, form}: Options) => untilDone && {
	...untilDone,
	filter: parseFilter(filter),
	expected: untilDone.expected ?? defaultExpected(untilDone, filter, taskIds),
	isUnattended: form !== 'screen',
};

// The profile may not exist.
const environmentTarget = (): Target => {
	const {env} = process;
	const firstName = (...names: ReadonlyArray<string | undefined>): string | undefined => names.find(name => name !== undefined && name !== '');
	return {
		profile: firstName(env['AWS_PROFILE'], env['AWS_DEFAULT_PROFILE']) ?? 'default',
		region: firstName(env['AWS_REGION'], env['AWS_DEFAULT_REGION']) ?? 'unknown',
	};
};

// The recorder and the command are lazy-loaded: few users need them.
const startRecording = async (settings: Parameters<typeof createRecorder>[0]): Promise<Recorder> => {
	const {createRecorder: create} = await import('../recording/recorder.ts');
	return create(settings);
};

const recordedTypes: ReadonlySet<string> = new Set<RecordedMessage['type']>(['connected', 'stateRestored', 'scanEnded', 'detailsAnswered', 'graphsAnswered']);

const isRecorded = (message: Message): message is RecordedMessage => recordedTypes.has(message.type);

const prepareCommand = async (settings: Parameters<typeof createChangeCommand>[0]): Promise<ChangeCommand> => {
	const {createChangeCommand: create} = await import('../notify/change-command.ts');
	return create(settings);
};

/**
False with `--no-history`, in the demo and in a replay.
*/
export const hasHistory = (options: Options): boolean => options.keepsHistory && !options.isDemo && options.replay === undefined;

/**
Opens the files in the options and creates the store. Throws a `SessionError` if a file can't be opened.
*/
export const openSession = async (options: Options, size: Size, namedFilters: readonly NamedFilter[] = []): Promise<Session> => {
	const {clock, log, recording} = await openInputs(options);
	const {record, onChange} = options;
	const isScreen = options.form === 'screen';

	const store = createStore(initialModel({
		size,
		at: clock.now(),
		isDemo: options.isDemo,
		targets: recording?.targets ?? options.targets,
		environmentTarget: environmentTarget(),
		canEditTargets: !options.isDemo && recording === undefined,
		graphId: options.graph,
		taskIds: options.taskIds,
		untilDone: untilDoneOf(options),
		query: options.filter ?? '',
		order: options.sort ?? 'activity',
		columns: options.columns,
		intervalMs: options.intervalMs ?? recording?.intervalMs,
		// Scripts print progress only with --details, so by default they don't request it.
		detailsBudget: options.detailsBudget ?? (isScreen ? 20 : 0),
		asksReasons: !isScreen,
		canCancel: options.canCancel,
		canSignIn: options.canSignIn && !options.isDemo && recording === undefined,
		namedFilters,
	}));
	const note = (sentence: string): void => {
		log.write(sentence);
		store.dispatch({type: 'noted', sentence});
	};

	const recorder = record === undefined
		? undefined
		: await openOrFail(async () => startRecording({
			file: record, program: `${packageJson.name} ${packageJson.version}`, at: clock.now(), intervalMs: options.intervalMs, onNote: note,
		}));
	const command = onChange === undefined
		? undefined
		: await prepareCommand({
			command: onChange, env: process.env, log: log.write, onFailure: note,
		});
	if (recording?.warning !== undefined) {
		note(recording.warning);
	}

	let history: HistoryKeeper | undefined;

	// A script prints only the changes during its run, but also records those since the saved state. For that, it keeps a second model with the saved state.
	let recorded: Model | undefined;
	const effectsToRecord = (message: Message, effects: readonly Effect[]): readonly Effect[] => {
		if (recorded === undefined) {
			return effects;
		}

		const [after, recordedEffects] = update(recorded, message);
		recorded = after;
		return recordedEffects;
	};

	const restore = (targetId: string, target: Target): void => {
		const savedState = history?.openTarget(targetId, target);

		if (history === undefined || savedState === undefined) {
			return;
		}

		store.dispatch({type: 'earlierImportsRead', targetId, imports: history.readEarlierImports(targetId)});
		const message = {type: 'stateRestored', targetId, savedState} as const;

		if (recorded === undefined) {
			store.dispatch(message);
		} else {
			[recorded] = update(recorded, message);
		}
	};

	const handleFilters = (effect: Effect): void => {
		if (effect.type === 'filterKept') {
			history?.keepFilter(effect.query);
		} else if (history !== undefined && effect.type === 'listFilters') {
			store.dispatch({type: 'filtersListed', queries: history.listFilters()});
		}
	};

	// The first subscriber, so that changes are on disk before they are on the screen.
	store.subscribe(({message, effects}) => {
		if (isRecorded(message)) {
			recorder?.record(message, clock.now());
		}

		for (const effect of effectsToRecord(message, effects)) {
			if (effect.type === 'targetConnected') {
				restore(effect.targetId, effect.target);
			} else if (isRecordable(effect)) {
				history?.record(effect);
			} else {
				handleFilters(effect);
			}
		}

		command?.run(eventsOf(effects).filter(event => isCommandEvent(event)));
	});

	return {
		store,
		clock,
		log,
		recording,
		async startHistory() {
			if (options.isDemo) {
				const {earlierDemoImports} = await import('./demo.ts');

				for (const targetId of store.getModel().targets.keys()) {
					store.dispatch({type: 'earlierImportsRead', targetId, imports: earlierDemoImports(clock.now())});
				}
			}

			if (!hasHistory(options)) {
				return;
			}

			const [{createHistoryKeeper}, {openHistory}] = await Promise.all([import('./keep-history.ts'), import('../history/open-history.ts')]);
			history = createHistoryKeeper(options, openHistory(userFile('history'), {onNote: note}));
			recorded = isScreen ? undefined : {...store.getModel(), untilDone: undefined};
		},
		targetRemoved(targetId) {
			history?.closeTarget(targetId);
		},
		pendingCommands: () => command?.pending() ?? 0,
		commandsFinished: async () => command?.finished(),
		async stop() {
			store.dispatch({type: 'commandGiven', at: clock.now(), command: 'quit'});
			await command?.stop();
		},
		close() {
			command?.kill();
			history?.close();
			recorder?.close(clock.now());
		},
	};
};
