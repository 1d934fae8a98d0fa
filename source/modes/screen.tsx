import process from 'node:process';
import chalk from 'chalk';
import {render} from 'ink';
import onExit from 'signal-exit';
import {divertConsole} from '../debug-log.ts';
import {isOver} from '../domain/task.ts';
import {type Step} from '../model/events.ts';
import {glanceOf} from '../model/glance.ts';
import {type Model, type Size} from '../model/model.ts';
import {countsOf, failedMoments, hasRead} from '../model/selectors.ts';
import {createNotifier, type Notifier} from '../notify/notifier.ts';
import {createTerminalStatus, type TerminalStatus} from '../notify/terminal-status.ts';
import {terminalKind} from '../notify/terminal-kind.ts';
import {isHandedOn} from '../notify/tmux-passthrough.ts';
import {type Config, keySettings} from '../options/config.ts';
import {type Options} from '../options/options.ts';
import {summaryLines} from '../output/summary.ts';
import {stopProcess} from '../suspend.ts';
import {App} from '../ui/app.tsx';
import {createKeymap} from '../ui/key-settings.ts';
import {defaultKeymap, type Keymap} from '../ui/keymap.ts';
import {settledStdout} from '../ui/settled-stdout.ts';
import {createTheme} from '../ui/theme.ts';
import {hasColor} from './color.ts';
import {settleCommands, tellOutcome} from './ending.ts';
import {endOnClosedOutput, endOnFault} from './faults.ts';
import {openSession, type Session} from './session.ts';
import {startWatching} from './watching.ts';

/*
Drawn inline, a frame leaves a row for the cursor: one that fills the terminal would scroll it.
*/
const sizeOf = ({columns, rows}: Size, {hasAlternateScreen}: Options): Size => ({columns, rows: rows - (hasAlternateScreen ? 0 : 1)});

const writeToTerminal = (bytes: string): void => {
	process.stdout.write(bytes);
};

/*
Whether with this step the last import that was under way has ended.
*/
const isLastEnd = ({before, after}: Step): boolean =>
	after.news !== before.news && countsOf(before).active > 0 && countsOf(after).active === 0 && after.news.some(({change: {kind, task}}) => kind !== 'gone' && isOver(task.status));

/*
Rings or notifies of what happens from the second scan on: what the first one finds is on the screen that was just opened.
*/
const notify = (session: Session, {notify: {channels, on}}: Options): Notifier => {
	const notifier = createNotifier({
		channels, notifyOn: on, kind: terminalKind(process.env), isHandedOn: async () => isHandedOn(process.env), write: writeToTerminal, after: session.clock.after,
	});
	session.tell((_, step) => {
		const {before, after} = step;

		if (after.isMuted || (after.news !== before.news && before.lastCompleteAt !== undefined)) {
			notifier.announce({changes: after.news === before.news ? [] : after.news, isLastEnd: isLastEnd(step), isMuted: after.isMuted});
		}

		// What is waited for has come about: whoever waits may look away, and the program does not stay.
		if (after.outcome !== undefined) {
			notifier.hurry();
		}
	});
	return notifier;
};

/*
Shows the state in the title and the taskbar for as long as the terminal is the program's.
*/
const showStatus = ({store}: Session): TerminalStatus => {
	const status = createTerminalStatus({kind: terminalKind(process.env), write: writeToTerminal});
	const show = (model: Model): void => {
		if (model.isSuspended || model.isQuitting) {
			status.giveBack();
		} else {
			status.show(glanceOf(model));
		}
	};

	store.subscribe(({after}) => {
		show(after);
	});
	show(store.getModel());
	return status;
};

const draw = ({store, clock}: Session, options: Options, keymap: Keymap) => {
	const stdout = settledStdout(process.stdout, {
		isWhole: options.hasAlternateScreen,
		isOurs() {
			const {isQuitting, isSuspended} = store.getModel();
			return !isQuitting && !isSuspended;
		},
		onSettled() {
			store.dispatch({type: 'resized', size: sizeOf(process.stdout, options)});
		},
		onRedraw() {
			screen.clear();
		},
	});

	if (options.hasColor === false && chalk.level === 0) {
		// Chalk takes --no-color for no styles at all; the cursor and the selected row need theirs.
		chalk.level = 1;
	}

	const screen = render(<App store={store} theme={createTheme({hasColor: hasColor(options, true)})} keymap={keymap} now={clock.now} stop={stopProcess}/>, {
		stdout,
		alternateScreen: options.hasAlternateScreen,
		incrementalRendering: true,
		// A key is drawn when it is pressed, not at the end of a longer frame.
		maxFps: 60,
		exitOnCtrlC: false,
		patchConsole: false,
		// Ink would draw nothing in a terminal on a build machine.
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

/*
What stays in the scrollback.
*/
const printSummary = (model: Model): void => {
	const lines = summaryLines({
		tasks: model.ledger.tasks,
		isRead: hasRead(model),
		failure: model.failure?.failure,
		failedAt: failedMoments(model),
		columns: process.stdout.columns,
	});
	process.stdout.write(`${lines.join('\n')}\n`);
};

/**
Watches on a screen until the person quits, or what is waited for has come about, with the keys and the filters of a config file. Throws a `SessionError` where something that the options name can't be opened.
*/
export const watchOnScreen = async (options: Options, config?: Config): Promise<void> => {
	const session = await openSession(options, sizeOf(process.stdout, options));
	const {store, log} = session;
	divertConsole(log);
	const status = options.hasTitle ? showStatus(session) : undefined;
	const notifier = notify(session, options);
	const close = (): void => {
		notifier.end();
		status?.giveBack();
		session.close();
	};

	onExit(close);
	const screen = draw(session, options, config === undefined ? defaultKeymap : createKeymap(keySettings(config), config.filters));

	const fail = endOnFault(options, log, () => {
		screen.unmount();
		close();
	});
	endOnClosedOutput();

	const stopWatching = await startWatching(session, options);

	try {
		await screen.waitUntilExit();
	} catch (error: unknown) {
		fail(error);
	}

	printSummary(store.getModel());
	tellOutcome(store.getModel());
	await stopWatching();
	await settleCommands(session);
	close();
	log.close();
};
