import process from 'node:process';
import {placedImport} from '../imports/event.ts';
import {matchesFilter, parseFilter} from '../imports/filter.ts';
import {jsonLine} from '../text/printable.ts';
import {sortImports} from '../imports/order.ts';
import {type ScanOutcome} from '../imports/poll.ts';
import {type ListedPlace, targetIdOf, type TargetSpec} from '../imports/target.ts';
import {type ImportTask} from '../imports/task.ts';
import {isInScope} from '../app/model.ts';
import {csvLines, taskTable} from '../print/tables.ts';
import {exitCodes} from './exit-codes.ts';
import {divertConsole} from './debug-log.ts';
import {
	printedTheme,
	tableColumns,
} from './appearance.ts';
import {exitOnSessionError} from './faults.ts';
import {printData, printError, printText} from './output.ts';
import {openInputs} from './inputs.ts';
import {type OpenSource, sourceOpener} from './polling/open-source.ts';
import {type Options} from './options.ts';
import {stopOnSignals} from './signals.ts';

type Listed = {readonly id: string; readonly place: ListedPlace; readonly result: ScanOutcome; readonly graphFailure: string | undefined};

const linesOf = (tasks: readonly ImportTask[], placeOf: (task: ImportTask) => ListedPlace, options: Options): readonly string[] => {
	if (options.form === 'jsonOnce') {
		return tasks.map(task => jsonLine(placedImport(task, placeOf(task))));
	}

	return options.form === 'csv'
		? csvLines(tasks, placeOf)
		: taskTable(tasks, {columns: tableColumns(), theme: printedTheme(options, process.stdout.isTTY), placeOf});
};

const printImports = (lists: readonly Listed[], options: Options): void => {
	const filter = parseFilter(options.filter ?? '');
	const listed = lists.flatMap(({id, place, result}) => result.snapshot.tasks.values().map(task => ({targetId: id, task, place})).toArray())
		.filter(({task, place}) => isInScope({graphId: options.graph, taskIds: options.taskIds}, task) && matchesFilter(filter, task, place));
	const places = new Map(listed.map(({task, place}) => [task, place]));
	const nowhere: ListedPlace = {profile: undefined, region: undefined, isShown: false};
	const placeOf = (task: ImportTask): ListedPlace => places.get(task) ?? nowhere;
	const sorted = sortImports(listed, {order: options.sort ?? 'activity', isReversed: false}).map(({task}) => task);
	const lines = linesOf(sorted, placeOf, options);

	if (options.form === 'table') {
		printText(options, ...lines);
	} else {
		printData(...lines);
	}
};

type ScanSettings = {readonly needsGraphs: boolean; readonly signal: AbortSignal};

const scanAll = async (openSource: OpenSource, targets: ReadonlyArray<TargetSpec & {readonly id: string}>, {needsGraphs, signal}: ScanSettings): Promise<readonly Listed[]> => Promise.all(targets.map(async ({id, profile, region}) => {
	const spec = {profile, region};
	let place: ListedPlace = {...spec, isShown: targets.length > 1};
	const source = openSource({
		id,
		spec,
		onConnected(target) {
			place = {...place, profile: target.profile, region: target.region};
		},
	});

	try {
		const result = await source.scan(signal);
		const answer = needsGraphs && result.snapshot.tasks.values().some(({graphId}) => graphId !== undefined) ? await source.askGraphs(signal) : undefined;
		const graphs = answer?.kind === 'graphs' ? new Map(answer.graphs.map(graph => [graph.id, graph])) : undefined;
		return {
			id, place: {...place, graphs}, result, graphFailure: answer?.kind === 'failure' ? answer.failure.sentence : undefined,
		};
	} finally {
		await source.close();
	}
}));

const failureLines = ({place: {isShown, profile, region}, result: {failure, snapshot}}: Listed): readonly string[] => {
	if (failure === undefined && snapshot.isComplete) {
		return [];
	}

	const name = isShown ? `${profile ?? 'default'}@${region ?? '–'}: ` : '';
	return [`${name}${failure?.sentence ?? 'The list could not be read completely.'}`, failure?.remedy].filter(line => line !== undefined);
};

/**
Prints the complete list once, or the reasons why a target could not be read. Throws a `SessionError` if a file in the options can't be opened.
*/
export const printOnce = async (options: Options): Promise<void> => {
	const {clock, log, recording} = await openInputs(options);
	divertConsole(log);
	stopOnSignals();
	log.onFailure(sentence => {
		printError(options, sentence);
	});

	if (recording?.warning !== undefined) {
		printError(options, recording.warning);
	}

	exitOnSessionError(options, log, () => {}); // eslint-disable-line @typescript-eslint/no-empty-function -- There is nothing to clean up.
	const openSource = await sourceOpener(options, {clock, log, recording});
	const targets = recording?.targets ?? options.targets.map(spec => ({...spec, id: targetIdOf(spec)}));
	const timeout = new AbortController();
	const cancelTimer = options.timeoutMs === undefined
		? undefined
		: clock.after(options.timeoutMs, () => {
			timeout.abort();
		});

	try {
		const hasNames = options.form === 'jsonOnce' || parseFilter(options.filter ?? '').usesGraphs;
		const lists = await scanAll(openSource, targets, {needsGraphs: hasNames, signal: timeout.signal});
		const failures = lists.flatMap(listed => failureLines(listed));

		if (failures.length > 0) {
			printError(options, ...failures);
			process.exitCode = exitCodes.unanswered;
			return;
		}

		printError(options, ...new Set(lists.map(({graphFailure}) => graphFailure).filter(sentence => sentence !== undefined).map(sentence => `No graph names: ${sentence}`)));
		printImports(lists, options);
	} catch (error: unknown) {
		if (!timeout.signal.aborted) {
			throw error;
		}

		printError(options, 'Timed out: the list was not fully read');
		process.exitCode = exitCodes.timedOut;
	} finally {
		cancelTimer?.();
	}
};
