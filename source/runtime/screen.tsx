import process from 'node:process';
import chalk from 'chalk';
import {render} from 'ink';
import {type ReactNode} from 'react';
import onExit from 'signal-exit';
import {commandText} from '../imports/failures/commands.ts';
import {taskKey} from '../imports/task.ts';
import {createTheme} from '../text/themes.ts';
import {shownTargets} from '../app/list/list-view.ts';
import {type Model, type Size} from '../app/model.ts';
import {gatherReports, type Store} from '../app/store.ts';
import {failedMoments, hasRead} from '../app/selectors.ts';
import {statusSummaryOf} from '../app/status-summary.ts';
import {failureMessages, refOf, targetNamer} from '../app/targets/targets.ts';
import {createNotifier, type Notifier} from '../notify/notifier.ts';
import {createTerminalStatus, type TerminalStatus} from '../notify/terminal-status.ts';
import {terminalKind, hasPassthrough} from '../notify/terminal-kind.ts';
import {summaryLines} from '../print/summary.ts';
import {App} from '../ui/app.tsx';
import {keymapFor, type KeyOptions} from '../app/keys/key-settings.ts';
import {type Keymap} from '../app/keys/keymap.ts';
import {type Suspend} from '../ui/hooks/use-suspension.ts';
import {type Mouse} from '../ui/mouse/mouse.ts';
import {createTerminalInput} from '../ui/input/terminal-input.ts';
import {createStdout} from '../ui/terminal/stdout.ts';
import {divertConsole} from './debug-log.ts';
import {hasColor, isAscii, shownText} from './appearance.ts';
import {waitForCommands, printOutcome} from './ending.ts';
import {exitOnSessionError} from './faults.ts';
import {type Options} from './options.ts';
import {printText, writeSequence} from './output.ts';
import {openSession, type Session} from './session.ts';
import {stopOnSignals, suspendProcess} from './signals.ts';
import {systemClock} from './polling/clock.ts';
import {startWatching} from './watching.ts';

// Without the alternate screen, a frame leaves one row for the cursor. A full-height frame would scroll the terminal.
const sizeOf = ({columns, rows}: Size, {hasAlternateScreen}: Options): Size => ({columns, rows: rows - (hasAlternateScreen ? 0 : 1)});

// Writes escape sequences outside of frames.
const writerOf = (options: Options) => (bytes: string): void => {
	writeSequence(shownText(bytes, options));
};

// Not for the first scan: the user has just opened the screen that shows it.
const notify = (session: Session, options: Options): Notifier => {
	const {channels, on} = options.notify;
	const notifier = createNotifier({
		channels, notifyOn: on, kind: terminalKind(process.env), hasPassthrough: async () => hasPassthrough(process.env), write: writerOf(options), after: session.clock.after,
	});
	session.store.subscribe(({after, effects}) => {
		const {isMuted, isQuitting, outcome} = after;

		if (isMuted) {
			notifier.end();
			return;
		}

		const observed = effects.filter(effect => effect.type === 'changesObserved').filter(({isFirst, isHidden, changes}) => !isFirst && !isHidden && changes.length > 0);

		for (const {changes, isLastEnd} of observed) {
			notifier.announce({changes, isLastEnd});
		}

		for (const effect of effects) {
			if (effect.type === 'reasonLearned') {
				notifier.explain(effect, effect.reason);
			}
		}

		// The program is about to quit.
		if (isQuitting && outcome !== undefined) {
			notifier.flush();
		}
	});
	return notifier;
};

/*
Shows the status in the terminal title and the taskbar. Restores both while the program is suspended.
*/
const showStatus = ({store}: Session, options: Options): TerminalStatus => {
	const status = createTerminalStatus({kind: terminalKind(process.env), write: writerOf(options)});
	const show = (model: Model): void => {
		if (model.suspension !== undefined || model.isQuitting) {
			status.restoreTerminal();
		} else {
			status.show(statusSummaryOf(model));
		}
	};

	store.subscribe(({after}) => {
		show(after);
	});
	show(store.getModel());
	return status;
};

const noticeMs = 4000;

/*
Clears a message after a while. Returns a function that stops.

Uses the system clock: in a fast replay, a message would vanish too soon.
*/
const expireNotices = (store: Store): (() => void) => {
	let cancel: (() => void) | undefined;

	store.subscribe(({before, after: {notice}, message}) => {
		// A command can repeat the last notice.
		if (notice === before.notice && message.type !== 'commandGiven') {
			return;
		}

		cancel?.();
		cancel = notice === undefined
			? undefined
			: systemClock.after(noticeMs, () => {
				store.dispatch({type: 'noticeExpired', notice});
			});
	});
	return () => {
		cancel?.();
	};
};

// The mouse and the spoken app are lazy-loaded: few users need them.
const enableMouse = async ({store, clock}: Session, options: Options, keymap: Keymap): Promise<Mouse> => {
	const {createMouse} = await import('../ui/mouse/mouse.ts');
	return createMouse(store, {
		keymap, write: writerOf(options), now: clock.now,
	});
};

const createSuspend = (options: Options): Suspend => async suspension => {
	if (suspension.kind === 'signIn') {
		printText(options, commandText(suspension.command));

		// Lazy-loaded: few users need it.
		const {runInForeground} = await import('../notify/foreground.ts');
		return runInForeground(suspension.command);
	}

	await suspendProcess();
	return undefined;
};

const viewOf = async ({store, clock}: Session, options: Options, keymap: Keymap): Promise<ReactNode> => {
	const suspend = createSuspend(options);

	if (!options.isSpoken) {
		const theme = createTheme({name: options.theme, hasColor: hasColor(options, true)});
		return <App store={gatherReports(store, systemClock.after)} theme={theme} keymap={keymap} now={clock.now} suspend={suspend}/>;
	}

	const {SpokenApp} = await import('../ui/speech/spoken-app.tsx');
	return <SpokenApp store={store} keymap={keymap} now={clock.now} suspend={suspend}/>;
};

const draw = ({store, clock}: Session, options: Options, {view, mouse}: {readonly view: ReactNode; readonly mouse: Mouse | undefined}) => {
	const stdout = createStdout(process.stdout, {
		isAscii: isAscii(options),
		hasAlternateScreen: options.hasAlternateScreen,
		canDraw() {
			const {isQuitting, suspension} = store.getModel();
			return !isQuitting && suspension === undefined;
		},
		onSettled() {
			store.dispatch({type: 'resized', size: sizeOf(process.stdout, options)});
		},
		onRedraw() {
			screen.clear();
		},
	});

	// The theme chooses the colors. Chalk might detect no colors and drop all styles, but the cursor and the selected row need theirs.
	chalk.level = 1;

	const screen = render(view, {
		stdout,
		stdin: createTerminalInput(process.stdin, {
			onMouse(report) {
				mouse?.handle(report);
			},
			onInterrupt() {
				store.dispatch({type: 'commandGiven', at: clock.now(), command: 'quit'});
			},
		}),
		isScreenReaderEnabled: options.isSpoken,
		alternateScreen: options.hasAlternateScreen,
		incrementalRendering: true,
		// Draws the effect of a key soon after it is pressed.
		maxFps: 120,
		exitOnCtrlC: false,
		patchConsole: false,
		// By default, Ink draws nothing on a CI machine.
		interactive: true,
	});
	store.subscribe(({after}) => {
		if (!after.isQuitting) {
			return;
		}

		if (!options.hasAlternateScreen) {
			screen.clear();
		}

		screen.unmount();
	});
	return screen;
};

const printSummary = ({store, clock}: Session, options: Options): void => {
	const model = store.getModel();
	const failedAt = failedMoments(model);
	const nameOf = targetNamer(model);
	const lines = summaryLines({
		imports: shownTargets(model).flatMap(({imports}) => imports.records).map(record => ({
			task: record.task, name: nameOf(record.targetId), failedAt: failedAt.get(taskKey(refOf(record))),
		})),
		isRead: hasRead(model),
		failures: failureMessages(model),
		columns: process.stdout.columns,
		now: clock.now(),
	});
	printText(options, ...lines);
};

// Spoken lines stay in the scrollback, and there is nothing to click.
const withScreenReaderDefaults = (options: Options): Options => options.isSpoken || process.env['INK_SCREEN_READER'] === 'true'
	? {
		...options, isSpoken: true, hasAlternateScreen: false, hasMouse: false,
	}
	: options;

/**
Watches on a screen until the user quits or `--until-done` is satisfied. Throws a `SessionError` if a file in the options can't be opened.
*/
export const watchOnScreen = async (given: Options, keyOptions?: KeyOptions): Promise<void> => {
	const options = withScreenReaderDefaults(given);
	const session = await openSession(options, sizeOf(process.stdout, options), keyOptions?.filters);
	const {store, log} = session;
	divertConsole(log);
	log.onFailure(sentence => {
		store.dispatch({type: 'noted', sentence});
	});
	const status = options.hasTitle ? showStatus(session, options) : undefined;
	const notifier = notify(session, options);
	const keymap = keymapFor(keyOptions, {canSuspend: process.platform !== 'win32'});
	const mouse = options.hasMouse ? await enableMouse(session, options, keymap) : undefined;
	const stopExpiring = expireNotices(store);
	const close = (): void => {
		mouse?.restoreTerminal();
		notifier.end();
		status?.restoreTerminal();
		session.close();
	};

	onExit(close);
	stopOnSignals(session.stop, {isIgnored: signal => signal === 'SIGINT' && store.getModel().suspension?.kind === 'signIn'});
	const screen = draw(session, options, {view: await viewOf(session, options, keymap), mouse});

	const fail = exitOnSessionError(options, log, () => {
		screen.unmount();
		close();
	});

	const stopWatching = await startWatching(session, options);

	try {
		await screen.waitUntilExit();
	} catch (error: unknown) {
		fail(error);
	}

	stopExpiring();
	printSummary(session, options);
	printOutcome(store.getModel(), options);
	await stopWatching();
	await waitForCommands(session, options);
	close();
};
