import process from 'node:process';
import chalk from 'chalk';
import {render} from 'ink';
import {divertConsole, openDebugLog, type DebugLog} from './debug-log.ts';
import {initialModel, type Size} from './model/model.ts';
import {detailsPlanOf} from './model/details-round.ts';
import {failedMoments, hasRead, pollPlanOf} from './model/selectors.ts';
import {createStore, type Store} from './model/store.ts';
import {type Options, parseCommandLine} from './options.ts';
import {summaryLines} from './output/summary.ts';
import {stopProcess} from './suspend.ts';
import {App} from './ui/app.tsx';
import {settledStdout} from './ui/settled-stdout.ts';
import {createTheme} from './ui/theme.ts';
import {systemClock} from './watch/clock.ts';
import {createDetailsRunner} from './watch/details-runner.ts';
import {createErrandRunner} from './notify/errand-runner.ts';
import {createWatcher} from './watch/watcher.ts';

/*
`closed` is that of a program that a closed pipe ends: 128 and the number of SIGPIPE.
*/
const exitCodes = {usage: 2, bug: 70, closed: 141} as const;

const say = (sentence: string): void => {
	process.stderr.write(`${sentence}\n`);
};

/*
Drawn inline, a frame leaves a row for the cursor: one that fills the terminal would scroll it.
*/
const sizeOf = ({columns, rows}: Size, {hasAlternateScreen}: Options): Size => ({columns, rows: rows - (hasAlternateScreen ? 0 : 1)});

/*
Where the imports come from: the account and region of the options, or the simulator inside the process. Loaded after the first frame stands, because the SDK takes its time.
*/
const startWatching = async (store: Store, options: Options, log: DebugLog): Promise<() => Promise<void>> => {
	const {openSource} = options.isDemo ? await import('./demo.ts') : await import('./neptune/source.ts');
	const source = await openSource({
		region: options.region,
		profile: options.profile,
		endpointUrl: options.endpointUrl,
		onConnected(target) {
			store.dispatch({type: 'connected', target});
		},
		env: process.env,
		onLog: log.write,
	});
	const watcher = createWatcher({
		scan: source.scan, clock: systemClock,
		random: Math.random,
		report(report) {
			if (report.type === 'scanEnded') {
				const {tasks, isComplete} = report.snapshot;
				log.write(`scan ${report.scanNumber}: ${tasks.size} imports, ${isComplete ? 'complete' : 'broken off'}`);
			}

			store.dispatch(report);
		},
	});
	const detailsRunner = createDetailsRunner({ask: source.askDetails, clock: systemClock, report: store.dispatch});
	const errandRunner = createErrandRunner({cancel: options.canCancel ? source.cancel : undefined, report: store.dispatch});
	const follow = () => {
		const model = store.getModel();
		watcher.follow(pollPlanOf(model));
		detailsRunner.follow(detailsPlanOf(model));
		errandRunner.follow(model.errand);
	};

	store.subscribe(follow);
	follow();
	return source.close;
};

const openLog = (file: string | undefined): DebugLog | undefined => {
	try {
		return openDebugLog(file);
	} catch (error: unknown) {
		say(`The debug log can't be written: ${error instanceof Error ? error.message : String(error)}.`);
		return undefined;
	}
};

const watch = async (options: Options): Promise<void> => {
	const log = openLog(options.debugLog);

	if (log === undefined) {
		process.exitCode = exitCodes.usage;
		return;
	}

	divertConsole(log);

	const store = createStore(initialModel({
		size: sizeOf(process.stdout, options),
		at: systemClock.now(),
		isDemo: options.isDemo,
		graphId: options.graph,
		query: options.filter,
		order: options.sort,
		intervalMs: options.intervalMs,
		detailsBudget: options.detailsBudget,
		canCancel: options.canCancel,
	}));

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

	if (!options.hasColor && chalk.level === 0) {
		// Chalk takes --no-color for no styles at all; the cursor and the selected row need theirs.
		chalk.level = 1;
	}

	const hasColor = options.hasColor && (process.env['NO_COLOR'] ?? '') === '';
	const screen = render(<App store={store} theme={createTheme({hasColor})} now={systemClock.now} stop={stopProcess}/>, {
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
	store.subscribe(() => {
		if (!store.getModel().isQuitting) {
			return;
		}

		if (!options.hasAlternateScreen) {
			screen.clear();
		}

		screen.unmount();
	});

	const fail = (error: unknown): void => {
		screen.unmount();
		log.write(error instanceof Error ? (error.stack ?? error.message) : String(error));
		const whereMore = options.debugLog === undefined ? 'With --debug-log <file> it would have written down more.' : `More is in ${options.debugLog}.`;
		say(`neptune-import-watch ended by a fault of its own: ${error instanceof Error ? error.message : String(error)}. ${whereMore}`);
		process.exit(exitCodes.bug); // eslint-disable-line unicorn/no-process-exit -- This is the program; what state it is in is no longer known.
	};

	process.on('uncaughtException', fail);
	process.on('unhandledRejection', fail);
	process.stdout.on('error', () => {
		// The terminal is gone, and nobody to tell.
		process.exit(exitCodes.closed); // eslint-disable-line unicorn/no-process-exit -- This is the program.
	});

	const stopWatching = await startWatching(store, options, log);

	try {
		await screen.waitUntilExit();
	} catch (error: unknown) {
		fail(error);
	}

	const model = store.getModel();
	const lines = summaryLines({
		tasks: model.ledger.tasks,
		isRead: hasRead(model),
		failure: model.failure?.failure,
		failedAt: failedMoments(model),
		columns: process.stdout.columns,
	});
	process.stdout.write(`${lines.join('\n')}\n`);
	await stopWatching();
	log.close();
};

/**
Runs the program with the command line of the process.
*/
export const main = async (): Promise<void> => {
	const commandLine = parseCommandLine(process.argv.slice(2));

	switch (commandLine.kind) {
		case 'print': {
			process.stdout.write(commandLine.text);
			return;
		}

		case 'wrong': {
			say(commandLine.sentence);
			process.exitCode = exitCodes.usage;
			return;
		}

		case 'run': {
			if (!process.stdout.isTTY || !process.stdin.isTTY) {
				say('neptune-import-watch draws on a terminal and reads its keys, and was started without one.');
				process.exitCode = exitCodes.usage;
				return;
			}

			await watch(commandLine.options);
		}
	}
};
