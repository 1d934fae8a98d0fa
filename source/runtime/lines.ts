import process from 'node:process';
import onExit from 'signal-exit';
import {eventsOf} from '../app/effect.ts';
import {type WatchEvent} from '../imports/event.ts';
import {type Filter, matchesFilter, parseFilter} from '../imports/filter.ts';
import {jsonLine} from '../text/printable.ts';
import {plainLine} from '../print/plain-lines.ts';
import {divertConsole} from './debug-log.ts';
import {printedTheme, shownText, printError} from './appearance.ts';
import {waitForCommands, printOutcome} from './ending.ts';
import {endOnFault} from './faults.ts';
import {type Options} from './options.ts';
import {openSession, type Session} from './session.ts';
import {stopOnSignals} from './signals.ts';
import {startWatching} from './watching.ts';

/*
Which events are printed: those of imports that match, or once did, so that one that is filtered for being under way is seen to end.
*/
const createEventFilter = (filter: Filter, {targets}: Options): ((event: WatchEvent) => boolean) => {
	const isSeveral = targets.length > 1;
	const matched = new Set<string>();

	return event => {
		if (!('task' in event)) {
			return true;
		}

		const {task, profile, region} = event;
		const key = JSON.stringify([profile, region, task.taskId]);
		const isWanted = matched.has(key) || matchesFilter(filter, task, {profile, region, isShown: isSeveral});

		if (event.event === 'gone') {
			matched.delete(key);
		} else if (isWanted) {
			matched.add(key);
		}

		return isWanted;
	};
};

const print = (event: WatchEvent, {form, ...options}: Options): void => {
	if (form === 'json') {
		process.stdout.write(`${jsonLine(event)}\n`);
		return;
	}

	const line = plainLine(event, {theme: printedTheme(options, false), hasTarget: options.targets.length > 1});

	if (line !== undefined) {
		process[line.stream].write(`${shownText(line.text, options)}\n`);
	}
};

/*
Resolves when the program is to end by itself.
*/
const ended = async ({store}: Session): Promise<void> => {
	const {promise, resolve} = Promise.withResolvers<undefined>();
	store.subscribe(({after, message}) => {
		if (message.type === 'sourceEnded' || after.isQuitting) {
			resolve(undefined);
		}
	});
	await promise;
};

/*
Says once, when all has been read, which of the imports that were named are not listed: a name may be mistyped, and nothing else is said of it.
*/
const tellUnlisted = ({store}: Session, options: Options): void => {
	const unsubscribe = store.subscribe(({after: {targets}}) => {
		if (targets.values().some(({lastCompleteAt}) => lastCompleteAt === undefined)) {
			return;
		}

		unsubscribe();
		const listed = new Set(targets.values().flatMap(({imports}) => imports.positions.keys()));
		const unlisted = options.taskIds.filter(id => !listed.has(id));

		if (unlisted.length > 0) {
			printError(options, `Not listed yet: ${unlisted.join(', ')}.`);
		}
	});
};

/**
Prints what happens, a line each, until what is waited for has come about, or for ever. Throws a `SessionError` where something that the options name can't be opened.
*/
export const watchInLines = async (options: Options): Promise<void> => {
	const session = await openSession(options, {columns: process.stdout.columns, rows: process.stdout.rows});
	const {store, log} = session;
	divertConsole(log);
	onExit(session.close);
	stopOnSignals(session.stopCommands);

	const filter = parseFilter(options.filter ?? '');
	printError(options, ...filter.notes.map(note => `--filter: ${note}`));
	const isWanted = createEventFilter(filter, options);

	if (session.recording?.warning !== undefined) {
		printError(options, session.recording.warning);
	}

	store.subscribe(({effects, message}) => {
		for (const event of eventsOf(effects)) {
			if (isWanted(event)) {
				print(event, options);
			}
		}

		if (message.type === 'noted') {
			printError(options, message.sentence);
		}
	});

	tellUnlisted(session, options);
	endOnFault(options, log, session.close);

	const end = ended(session);
	const stopWatching = await startWatching(session, options);
	await end;

	// What is planned is given up, and what is asked aborted.
	store.dispatch({type: 'commandGiven', at: session.clock.now(), command: 'quit'});
	printOutcome(store.getModel(), options);
	await stopWatching();
	await waitForCommands(session, options);
	session.close();
};
