import onExit from 'signal-exit';
import {eventsOf} from '../../app/effect.ts';
import {type Model} from '../../app/model.ts';
import {isFilterDecided} from '../../app/polling/until-done.ts';
import {type TargetState} from '../../app/targets/target-state.ts';
import {type WatchEvent} from '../../imports/event.ts';
import {detailsFailureText} from '../../imports/failures/failure.ts';
import {type Filter, matchesFilter, parseFilter} from '../../imports/filter/filter.ts';
import {graphFacts} from '../../imports/graph.ts';
import {findImport} from '../../imports/import-list.ts';
import {jsonLine} from '../../text/printable.ts';
import {plainLine} from '../../print/plain-lines.ts';
import {divertConsole} from '../debug-log.ts';
import {printedTheme} from '../appearance.ts';
import {exitOnSessionError} from '../faults.ts';
import {type Options} from '../options.ts';
import {openSession, type Session} from '../session.ts';
import {stopOnSignals} from '../signals.ts';
import {startWatching} from '../watching.ts';
import {waitForCommands, printOutcome} from '../ending.ts';
import {printData, printError, printText} from '../output.ts';

const targetOf = ({profile, region}: WatchEvent, {targets}: Model): TargetState | undefined =>
	targets.values().find(({resolved}) => resolved?.profile === profile && resolved.region === region);

/*
Selects the events of imports that match the filter or have matched it. So `is:active` also prints the end of an import.
*/
const createEventFilter = (filter: Filter): ((event: WatchEvent, model: Model) => boolean) => {
	const matched = new Set<string>();

	return (event, model) => {
		if (!('task' in event)) {
			return true;
		}

		const {task, profile, region} = event;
		const key = JSON.stringify([profile, region, task.taskId]);
		const {graphs, imports} = targetOf(event, model) ?? {};
		const place = {
			profile, region, isShown: model.targets.size > 1, graphs: graphs?.byId,
		};
		const details = imports && findImport(imports, task.taskId)?.known?.details;
		const isPrinted = matched.has(key) || matchesFilter(filter, {task, place, details});

		if (event.event === 'gone') {
			matched.delete(key);
		} else if (isPrinted) {
			matched.add(key);
		}

		return isPrinted;
	};
};

/*
The first events of a target wait for the names of its graphs, but not beyond the next scan.
*/
const isAwaitingNames = ({graphs: {request, askedAt = 0}, lastStartedAt = 0}: TargetState): boolean => request === 1 && askedAt >= lastStartedAt;

const withGraph = (event: WatchEvent, model: Model): WatchEvent => event.event === 'baseline'
	? {...event, ...graphFacts(targetOf(event, model)?.graphs.byId, event.task.graphId)}
	: event;

const print = (event: WatchEvent, {form, ...options}: Options, {targets}: Model): void => {
	if (form === 'json') {
		printData(jsonLine(event));
		return;
	}

	const line = plainLine(event, {theme: printedTheme(options, false), hasTarget: targets.size > 1});

	if (line !== undefined) {
		(line.stream === 'stdout' ? printText : printError)(options, line.text);
	}
};

// Resolves at the end of a recording, or when `--until-done` quits.
const untilEnd = async ({store}: Session): Promise<void> => {
	const {promise, resolve} = Promise.withResolvers<undefined>();
	store.subscribe(({after, message}) => {
		if (message.type === 'sourceEnded' || after.isQuitting) {
			resolve(undefined);
		}
	});
	await promise;
};

/*
When every target has been read, reports the `--task` IDs that are not listed. They may be mistyped.
*/
const reportUnlisted = ({store}: Session, options: Options): void => {
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

// Without a screen, the size only decides how many imports come first when details are requested.
const usualSize = {columns: 80, rows: 24};

/**
Prints one line per event, until `--until-done` or the recording ends. Throws a `SessionError` if a file in the options can't be opened.
*/
export const watchInLines = async (options: Options): Promise<void> => {
	const session = await openSession(options, usualSize);
	const {store, log} = session;
	divertConsole(log);
	onExit(session.close);
	stopOnSignals(session.stop);

	const filter = parseFilter(options.filter ?? '');
	printError(options, ...filter.notes.map(note => `--filter: ${note}`));
	const isPrinted = createEventFilter(filter);

	if (session.recording?.warning !== undefined) {
		printError(options, session.recording.warning);
	}

	let pending: readonly WatchEvent[] = [];
	const named = new Set<string>();

	// A filter may need the names of the graphs.
	const isReady = (event: WatchEvent, model: Model): boolean => {
		const target = targetOf(event, model);
		return model.isQuitting || target === undefined || ((named.has(target.id) || !isAwaitingNames(target)) && (!('task' in event) || isFilterDecided(filter, target, event.task)));
	};

	store.subscribe(({effects, message, after}) => {
		for (const effect of effects) {
			if (effect.type === 'detailsDenied') {
				printError(options, detailsFailureText(effect.failure, effect.name === undefined ? '' : `${effect.name}: `));
			} else if (effect.type === 'warned') {
				printError(options, effect.sentence);
			}
		}

		if (message.type === 'graphsAnswered') {
			named.add(message.targetId);
		}

		const {ready = [], waiting = []} = Object.groupBy([...pending, ...eventsOf(effects)], event => isReady(event, after) ? 'ready' : 'waiting');
		pending = waiting;

		for (const event of ready) {
			if (isPrinted(event, after)) {
				print(withGraph(event, after), options, after);
			}
		}

		if (message.type === 'noted') {
			printError(options, message.sentence);
		}
	});

	reportUnlisted(session, options);
	exitOnSessionError(options, log, session.close);

	log.onFailure(sentence => {
		printError(options, sentence);
	});
	const end = untilEnd(session);
	const stopWatching = await startWatching(session, options);
	await end;

	// Cancels the next polls, and aborts the requests in flight.
	store.dispatch({type: 'commandGiven', at: session.clock.now(), command: 'quit'});
	printOutcome(store.getModel(), options);
	await stopWatching();
	await waitForCommands(session, options);
	session.close();
};
