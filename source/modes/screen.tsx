import process from 'node:process';
import chalk from 'chalk';
import {render} from 'ink';
import {type ReactNode} from 'react';
import onExit from 'signal-exit';
import {divertConsole} from '../debug-log.ts';
import {type OfTarget} from '../domain/poll.ts';
import {isOver} from '../domain/task.ts';
import {createTheme} from '../domain/themes.ts';
import {type Step} from '../model/events.ts';
import {glanceOf} from '../model/glance.ts';
import {type Model, type Size} from '../model/model.ts';
import {countsOf, failedMoments, hasRead} from '../model/selectors.ts';
import {targetNamer, troublesOf} from '../model/target-names.ts';
import {watchedOf} from '../model/targets.ts';
import {createNotifier, type Notifier} from '../notify/notifier.ts';
import {createTerminalStatus, type TerminalStatus} from '../notify/terminal-status.ts';
import {terminalKind} from '../notify/terminal-kind.ts';
import {isHandedOn} from '../notify/tmux-passthrough.ts';
import {summaryLines} from '../output/summary.ts';
import {stopProcess} from '../suspend.ts';
import {App} from '../ui/app.tsx';
import {asciiStdout} from '../ui/ascii-stdout.ts';
import {createKeymap} from '../ui/key-settings.ts';
import {defaultKeymap, type Keymap} from '../ui/keymap.ts';
import {type Mouse} from '../ui/mouse.ts';
import {settledStdout} from '../ui/settled-stdout.ts';
import {hasColor, isAscii, shownText} from './appearance.ts';
import {settleCommands, tellOutcome} from './ending.ts';
import {endOnFault} from './faults.ts';
import {type KeyOptions, type Options} from './options.ts';
import {openSession, type Session} from './session.ts';
import {startWatching} from './watching.ts';

/*
Drawn inline, a frame leaves a row for the cursor: one that fills the terminal would scroll it.
*/
const sizeOf = ({columns, rows}: Size, {hasAlternateScreen}: Options): Size => ({columns, rows: rows - (hasAlternateScreen ? 0 : 1)});

/*
What is written to the terminal beside what is drawn.
*/
const writerOf = (options: Options) => (bytes: string): void => {
	process.stdout.write(shownText(bytes, options));
};

/*
Whether with this step the last import that was under way has ended.
*/
const isLastEnd = ({before, after}: Step): boolean =>
	after.news !== before.news && countsOf(before).active > 0 && countsOf(after).active === 0 && after.news.some(({change: {kind, task}}) => kind !== 'gone' && isOver(task.status));

/*
The changes that a scan found, if it was not the first of its target, and the target is not hidden.
*/
const noticedNews = (before: Model, {news}: Model, ofTarget: OfTarget): Model['news'] => {
	const watched = watchedOf(before, ofTarget);
	return watched?.lastCompleteAt === undefined || watched.isHidden ? [] : news;
};

/*
Rings or notifies of what happens from the second scan on: what the first one finds is on the screen that was just opened.
*/
const notify = (session: Session, options: Options): Notifier => {
	const {channels, on} = options.notify;
	const notifier = createNotifier({
		channels, notifyOn: on, kind: terminalKind(process.env), isHandedOn: async () => isHandedOn(process.env), write: writerOf(options), after: session.clock.after,
	});
	session.tell((_, step) => {
		const {before, after, message} = step;

		const news = after.news === before.news || message.type !== 'scanEnded' ? [] : noticedNews(before, after, message);

		if (after.isMuted || news.length > 0) {
			notifier.announce({changes: news, isLastEnd: isLastEnd(step), isMuted: after.isMuted});
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
const showStatus = ({store}: Session, options: Options): TerminalStatus => {
	const status = createTerminalStatus({kind: terminalKind(process.env), write: writerOf(options)});
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

/*
What few ask for is loaded for them alone.
*/
const takeMouse = async ({store, clock}: Session, options: Options, keymap: Keymap): Promise<Mouse> => {
	const {createMouse} = await import('../ui/mouse.ts');
	return createMouse(store, {
		stdin: process.stdin, keymap, write: writerOf(options), now: clock.now,
	});
};

/*
What is drawn; or said, where that is wanted.
*/
const viewOf = async ({store, clock}: Session, options: Options, keymap: Keymap): Promise<ReactNode> => {
	if (!options.isSpoken) {
		const theme = createTheme({name: options.theme, hasColor: hasColor(options, true)});
		return <App store={store} theme={theme} keymap={keymap} now={clock.now} stop={stopProcess}/>;
	}

	const {SpokenApp} = await import('../ui/spoken-app.tsx');
	return <SpokenApp store={store} keymap={keymap} now={clock.now} stop={stopProcess}/>;
};

const draw = ({store}: Session, options: Options, {view, mouse}: {readonly view: ReactNode; readonly mouse: Mouse | undefined}) => {
	const stdout = settledStdout(isAscii(options) ? asciiStdout(process.stdout) : process.stdout, {
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

	// Which colours there are is for the theme to say. What Chalk makes of the environment and of --no-color could be no styles at all, and the cursor and the selected row need theirs.
	chalk.level = 1;

	const screen = render(view, {
		stdout,
		stdin: mouse?.stdin ?? process.stdin,
		isScreenReaderEnabled: options.isSpoken,
		alternateScreen: options.hasAlternateScreen,
		incrementalRendering: true,
		// A key is drawn when it is pressed, not at the end of a longer frame.
		maxFps: 120,
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
const printSummary = (model: Model, options: Options): void => {
	const lines = summaryLines({
		tasks: model.tasks,
		isRead: hasRead(model),
		troubles: troublesOf(model),
		nameOf: targetNamer(model),
		failedAt: failedMoments(model),
		columns: process.stdout.columns,
	});
	process.stdout.write(`${shownText(lines.join('\n'), options)}\n`);
};

/*
What is said stays where it can be read again, and has nothing to click on.
*/
const asHeard = (options: Options): Options => options.isSpoken || process.env['INK_SCREEN_READER'] === 'true'
	? {
		...options, isSpoken: true, hasAlternateScreen: false, hasMouse: false,
	}
	: options;

/**
Watches on a screen until the user quits or `--until-done` is satisfied. Throws a `SessionError` if a file or source in the options can't be opened.
*/
export const watchOnScreen = async (asked: Options, keyOptions?: KeyOptions): Promise<void> => {
	const options = asHeard(asked);
	const session = await openSession(options, sizeOf(process.stdout, options));
	const {store, log} = session;
	divertConsole(log);
	const status = options.hasTitle ? showStatus(session, options) : undefined;
	const notifier = notify(session, options);
	const keymap = keyOptions === undefined ? defaultKeymap : createKeymap(keyOptions.keys, keyOptions.filters);
	const mouse = options.hasMouse ? await takeMouse(session, options, keymap) : undefined;
	const close = (): void => {
		mouse?.giveBack();
		notifier.end();
		status?.giveBack();
		session.close();
	};

	onExit(close);
	const screen = draw(session, options, {view: await viewOf(session, options, keymap), mouse});

	const fail = endOnFault(options, log, () => {
		screen.unmount();
		close();
	});

	const stopWatching = await startWatching(session, options);

	try {
		await screen.waitUntilExit();
	} catch (error: unknown) {
		fail(error);
	}

	printSummary(store.getModel(), options);
	tellOutcome(store.getModel(), options);
	await stopWatching();
	await settleCommands(session, options);
	close();
	log.close();
};
