import process from 'node:process';
import onExit from 'signal-exit';
import {divertConsole} from '../debug-log.ts';
import {type WatchEvent} from '../domain/event.ts';
import {type Filter, matchesFilter, parseFilter} from '../domain/filter.ts';
import {jsonLine} from '../domain/json-line.ts';
import {taskKey} from '../domain/task.ts';
import {exitCodes} from '../exit-codes.ts';
import {type Model} from '../model/model.ts';
import {type Options} from '../options/options.ts';
import {plainLine} from '../output/plain-lines.ts';
import {hasColor} from './color.ts';
import {settleCommands, tellOutcome} from './ending.ts';
import {endOnFault} from './faults.ts';
import {say} from './say.ts';
import {openSession, type Session} from './session.ts';
import {startWatching} from './watching.ts';

/*
Which events are printed: those of imports that match, or once did, so that one that is filtered for being under way is seen to end.
*/
const createSieve = (filter: Filter): ((event: WatchEvent) => boolean) => {
	const matched = new Set<string>();

	return event => {
		if (!('task' in event)) {
			return true;
		}

		const key = taskKey(event.task);
		const isWanted = matched.has(key) || matchesFilter(filter, event.task);

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

	const line = plainLine(event, {hasColor: hasColor(options, false)});

	if (line !== undefined) {
		process[line.stream].write(`${line.text}\n`);
	}
};

/*
Where somebody waits for an answer and nobody is there to set right what is wrong, such as a sign-in, the program ends. Once the list has been read it goes on, since what went well comes back.
*/
const isUnanswerable = ({goal, failure, lastCompleteAt}: Model): boolean =>
	goal !== undefined && lastCompleteAt === undefined && failure !== undefined && !failure.failure.isTransient;

/*
Resolves when the program is to end by itself.
*/
const ended = async ({store}: Session): Promise<'over' | 'unanswerable'> => {
	const {promise, resolve} = Promise.withResolvers<'over' | 'unanswerable'>();
	store.subscribe(({after, message}) => {
		if (message.type === 'sourceEnded') {
			resolve(after.goal === undefined ? 'over' : 'unanswerable');
		} else if (isUnanswerable(after)) {
			resolve('unanswerable');
		} else if (after.isQuitting) {
			resolve('over');
		}
	});
	return promise;
};

/**
Prints what happens, a line each, until what is waited for has come about, or for ever. Throws a `SessionError` where something that the options name can't be opened.
*/
export const watchInLines = async (options: Options): Promise<void> => {
	const session = await openSession(options, {columns: process.stdout.columns, rows: process.stdout.rows});
	const {store, log} = session;
	divertConsole(log);
	onExit(session.close);

	const filter = parseFilter(options.filter ?? '');
	say(...filter.notes.map(note => `--filter: ${note}`));
	const isWanted = createSieve(filter);
	session.tell((events, {message}) => {
		for (const event of events) {
			if (isWanted(event)) {
				print(event, options);
			}
		}

		if (message.type === 'noted') {
			say(message.sentence);
		}
	});

	endOnFault(options, log, session.close);

	const end = ended(session);
	const stopWatching = await startWatching(session, options);
	const how = await end;

	// What is planned is given up, and what is asked aborted.
	store.dispatch({type: 'commandGiven', at: session.clock.now(), command: 'quit'});
	tellOutcome(store.getModel());

	if (how === 'unanswerable') {
		process.exitCode = exitCodes.unasked;
	}

	await stopWatching();
	await settleCommands(session);
	session.close();
};
