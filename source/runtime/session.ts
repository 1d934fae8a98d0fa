import process from 'node:process';
import packageJson from '../../package.json' with {type: 'json'};
import {type Effect, eventsOf} from '../app/effect.ts';
import {isChangeEvent} from '../imports/event.ts';
import {parseFilter} from '../imports/filter.ts';
import {type Target} from '../imports/target.ts';
import {type Message} from '../app/message.ts';
import {initialModel, type Model, type Size} from '../app/model.ts';
import {createStore, type Store} from '../app/store.ts';
import {update} from '../app/update.ts';
import {type ChangeCommand, type createChangeCommand} from '../notify/change-command.ts';
import {type createRecorder, type RecordedMessage, type Recorder} from '../recording/recorder.ts';
import {type Inputs, openOrFail, openInputs} from './inputs.ts';
import {type KeptHistory} from './keep-history.ts';
import {type Options} from './options.ts';

/**
A run of the watcher, whatever shows it: the store, what is written down, and what is run for changes.
*/
export type Session = Inputs & {
	readonly store: Store;

	/**
	Begins to keep the history of what is seen, unless the options say otherwise, or nothing is seen of a real account.
	*/
	readonly keepHistory: () => Promise<void>;

	/**
	Is to be told that a target is no longer watched.
	*/
	readonly targetRemoved: (targetId: string) => void;

	/**
	How many runs of the command for changes are not over yet.
	*/
	readonly pendingCommands: () => number;

	/**
	Resolves when they are.
	*/
	readonly commandsFinished: () => Promise<void>;

	/**
	Writes down that the session ends. At once, since the process may be about to end; a second time it does nothing.
	*/
	readonly close: () => void;
};

const untilDoneOf = ({untilDone, filter = '', taskIds, form}: Options) => untilDone && {
	...untilDone,
	filter: parseFilter(filter),
	// Who names imports waits for them; what a filter leaves of them need not ever be any.
	expected: untilDone.expected ?? (filter === '' ? taskIds.length : 0),
	isUnattended: form !== 'screen',
};

/*
The profile and region that the environment names, even if there is no such profile.
*/
const environmentTarget = (): Target => {
	const {env} = process;
	const firstName = (...names: ReadonlyArray<string | undefined>): string | undefined => names.find(name => name !== undefined && name !== '');
	return {
		profile: firstName(env['AWS_PROFILE'], env['AWS_DEFAULT_PROFILE']) ?? 'default',
		region: firstName(env['AWS_REGION'], env['AWS_DEFAULT_REGION']) ?? 'unknown',
	};
};

/*
Lazy-loaded: few users need it.
*/
const beginRecording = async (settings: Parameters<typeof createRecorder>[0]): Promise<Recorder> => {
	const {createRecorder: create} = await import('../recording/recorder.ts');
	return create(settings);
};

const recordedTypes: ReadonlySet<string> = new Set<RecordedMessage['type']>(['connected', 'stateRestored', 'scanEnded', 'detailsAnswered']);

const isRecorded = (message: Message): message is RecordedMessage => recordedTypes.has(message.type);

const prepareCommand = async (settings: Parameters<typeof createChangeCommand>[0]): Promise<ChangeCommand> => {
	const {createChangeCommand: create} = await import('../notify/change-command.ts');
	return create(settings);
};

/**
Opens what the options name, and begins with a model that nothing has happened to. Throws a `SessionError` where something can't be opened.
*/
export const openSession = async (options: Options, size: Size): Promise<Session> => {
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
		: await openOrFail(async () => beginRecording({
			file: record, program: `${packageJson.name} ${packageJson.version}`, at: clock.now(), intervalMs: options.intervalMs, onNote: note,
		}), message => message);
	const command = onChange === undefined
		? undefined
		: await prepareCommand({
			command: onChange, env: process.env, log: log.write, onFailure: note,
		});
	if (recording?.warning !== undefined) {
		note(recording.warning);
	}

	const isKept = options.keepsHistory && !options.isDemo && recording === undefined;
	let history: KeptHistory | undefined;

	// What a script prints must depend on what happens in its run, and what it records must not: the model of the record also knows the saved state.
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
		const savedState = history?.connected(targetId, target);

		if (savedState === undefined) {
			return;
		}

		const message = {type: 'stateRestored', targetId, savedState} as const;

		if (recorded === undefined) {
			store.dispatch(message);
		} else {
			[recorded] = update(recorded, message);
		}
	};

	// The first subscriber: changes are on the disk before they are on the screen.
	store.subscribe(({message, effects}) => {
		if (isRecorded(message)) {
			recorder?.record(message, clock.now());
		}

		for (const effect of effectsToRecord(message, effects)) {
			if (effect.type === 'targetConnected') {
				restore(effect.targetId, effect.target);
			} else if (effect.type === 'changesObserved') {
				history?.follow(effect);
			}
		}

		command?.run(eventsOf(effects).filter(event => isChangeEvent(event)));
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
			recorded = isScreen ? undefined : {...store.getModel(), untilDone: undefined};
		},
		targetRemoved(targetId) {
			history?.left(targetId);
		},
		pendingCommands: () => command?.pending() ?? 0,
		commandsFinished: async () => command?.settled(),
		close() {
			history?.close();
			recorder?.close(clock.now());
		},
	};
};
