import process from 'node:process';
import {type TargetImport} from '../../imports/import-facts.ts';
import {type Clock} from '../../imports/polling/clock.ts';
import {type DetailsAnswer} from '../../imports/details.ts';
import {type ListedImport, listedImport} from '../../imports/event.ts';
import {detailsFailureText, graphsFailureText} from '../../imports/failures/failure.ts';
import {
	type Filter,
	matchesFilter,
	mayMatchFilter,
	parseFilter,
} from '../../imports/filter/filter.ts';
import {jsonLine} from '../../text/printable.ts';
import {sortImports} from '../../imports/order.ts';
import {type ScanOutcome, type Source} from '../../imports/polling/poll.ts';
import {type ListedPlace, targetIdOf, type TargetSpec} from '../../imports/target.ts';
import {isFailureStatus} from '../../imports/failures/reason.ts';
import {type ImportTask, isFinished} from '../../imports/task.ts';
import {isInScope} from '../../app/model.ts';
import {csvLines, taskTable} from '../../print/tables.ts';
import {exitCodes} from '../exit-codes.ts';
import {divertConsole} from '../debug-log.ts';
import {
	printedTheme,
	tableColumns,
} from '../appearance.ts';
import {exitOnSessionError} from '../faults.ts';
import {openInputs} from '../inputs.ts';
import {createDetailsRunner} from '../polling/details-runner.ts';
import {type OpenSource, sourceOpener} from '../polling/open-source.ts';
import {type Options} from '../options.ts';
import {stopOnSignals} from '../signals.ts';
import {printData, printError, printText} from '../output.ts';

type Listed = {
	readonly id: string;
	readonly place: ListedPlace;
	readonly result: ScanOutcome;
	readonly answers: ReadonlyMap<string, DetailsAnswer>;
	readonly graphFailure: string | undefined;

	/**
	The number of imports that the filter could not decide, because their reasons were not requested.
	*/
	readonly unreadCount: number;
};

const linesOf = (imports: readonly ListedImport[], {usesReasons}: Filter, options: Options): readonly string[] => {
	if (options.form === 'jsonOnce') {
		return imports.map(one => jsonLine(one));
	}

	const hasDetails = (options.detailsBudget ?? 0) > 0 || usesReasons;
	return options.form === 'csv'
		? csvLines(imports, {hasDetails})
		: taskTable(imports, {columns: tableColumns(), theme: printedTheme(options, process.stdout.isTTY), hasDetails});
};

const inScope = (tasks: Iterable<ImportTask>, {graph, taskIds}: Options): readonly ImportTask[] =>
	[...tasks].filter(task => isInScope({graphId: graph, taskIds}, task));

const sorted = <Import extends TargetImport>(imports: readonly Import[], {sort}: Options): readonly Import[] =>
	sortImports(imports, {order: sort ?? 'activity', isReversed: false});

const printImports = (lists: readonly Listed[], filter: Filter, options: Options): void => {
	const listed = lists.flatMap(({id, place, result, answers}) => inScope(result.snapshot.tasks.values(), options)
		.map(task => {
			const answer = answers.get(task.taskId);
			return {task, details: answer?.kind === 'details' ? answer.details : undefined};
		})
		.filter(({task, details}) => matchesFilter(filter, {task, place, details}))
		.map(({task, details}) => ({
			targetId: id, task, known: details && {details}, listed: listedImport(task, place, details),
		})));
	const lines = linesOf(sorted(listed, options).map(one => one.listed), filter, options);

	if (options.form === 'table') {
		printText(options, ...lines);
	} else {
		printData(...lines);
	}
};

/*
Requests the details of these imports, until AWS denies them. Rejects if `signal` is aborted.
*/
const readDetails = async (ask: Source['askDetails'], keys: readonly string[], {clock, signal}: {readonly clock: Clock; readonly signal: AbortSignal}): Promise<ReadonlyMap<string, DetailsAnswer>> => {
	const answers = new Map<string, DetailsAnswer>();
	const {promise, resolve, reject} = Promise.withResolvers<ReadonlyMap<string, DetailsAnswer>>();
	const callsPerSecond = keys.length;
	const runner = createDetailsRunner({
		ask,
		clock,
		report(report) {
			if (report.type !== 'detailsAnswered') {
				return;
			}

			const {key, answer} = report;
			answers.set(key, answer);

			if (!(answers.size === keys.length || (answer.kind === 'failure' && answer.failure.kind === 'permission'))) {
				return;
			}

			runner.follow({round: 1, keys: [], callsPerSecond});
			resolve(answers);
		},
	});
	signal.throwIfAborted();
	signal.addEventListener('abort', () => {
		runner.follow({round: 1, keys: [], callsPerSecond});
		reject(signal.reason);
	}, {once: true});
	runner.follow({round: 1, keys, callsPerSecond});
	return keys.length === 0 ? answers : promise;
};

// Other imports have neither progress nor a reason.
const requiresDetails = ({status}: ImportTask): boolean => !isFinished(status) || isFailureStatus(status);

// Limits the requests per target for a filter with `reason:`.
const maxReasons = 200;

/*
Selects the imports whose details to request: first those that match already, then those whose reason may match. A filter with `reason:` needs those of all failed imports that may match.
*/
const detailedTasks = (tasks: Iterable<ImportTask>, filter: Filter, {id, place}: Pick<Listed, 'id' | 'place'>, options: Options): {readonly keys: readonly string[]; readonly unreadCount: number} => {
	const candidates = inScope(tasks, options).filter(task => requiresDetails(task) && mayMatchFilter(filter, {task, place}));
	const ordered = sorted(candidates.map(task => ({targetId: id, task})), options).map(({task}) => task);
	const {matching = [], possible = []} = Object.groupBy(ordered, task => matchesFilter(filter, {task, place}) ? 'matching' : 'possible');
	const failed = filter.usesReasons ? ordered.filter(({status}) => isFailureStatus(status)) : [];
	const keys = new Set([...failed.slice(0, maxReasons), ...[...matching, ...possible].slice(0, options.detailsBudget ?? 0)].map(({taskId}) => taskId));
	return {keys: [...keys], unreadCount: failed.filter(({taskId}) => !keys.has(taskId)).length};
};

const scanAll = async (openSource: OpenSource, targets: ReadonlyArray<TargetSpec & {readonly id: string}>, options: Options, {filter, clock, signal, onEnd}: {
	readonly filter: Filter;
	readonly clock: Clock;
	readonly signal: AbortSignal;
	readonly onEnd: () => void;
}): Promise<readonly Listed[]> => Promise.all(targets.map(async ({id, profile, region}) => {
	const spec = {profile, region};
	let place: ListedPlace = {...spec, isShown: targets.length > 1};
	const source = openSource({
		id,
		spec,
		onConnected(target) {
			place = {...place, profile: target.profile, region: target.region};
		},
		onEnd,
	});

	try {
		const result = await source.scan(signal);
		const {tasks, isComplete} = result.snapshot;
		const graphsAnswer = tasks.values().some(({graphId}) => graphId !== undefined) ? await source.askGraphs(signal) : undefined;

		if (graphsAnswer?.kind === 'graphs') {
			place = {...place, graphs: new Map(graphsAnswer.graphs.map(graph => [graph.id, graph]))};
		}

		const {keys, unreadCount} = detailedTasks(isComplete ? tasks.values() : [], filter, {id, place}, options);
		return {
			id,
			place,
			result,
			answers: await readDetails(source.askDetails, keys, {clock, signal}),
			unreadCount,
			graphFailure: graphsAnswer?.kind === 'failure' ? graphsFailureText(graphsAnswer.failure) : undefined,
		};
	} finally {
		await source.close();
	}
}));

const nameText = ({isShown, profile, region}: ListedPlace): string => isShown ? `${profile ?? 'default'}@${region ?? '–'}: ` : '';

/*
Reports missing details once per target.
*/
const missingDetailsLines = ({place, answers, unreadCount}: Listed): readonly string[] => {
	const failures = answers.values().filter(answer => answer.kind === 'failure').map(({failure}) => failure).toArray();
	const failure = failures.find(({kind}) => kind === 'permission') ?? failures[0];
	return [
		...(failure === undefined ? [] : [detailsFailureText(failure, nameText(place))]),
		...(unreadCount === 0 ? [] : [`${nameText(place)}reason: was compared with ${maxReasons} failed imports, and not with ${unreadCount} more. Add other terms to the filter.`]),
	];
};

const failureLines = ({place, result: {failure, snapshot}}: Listed): readonly string[] => {
	if (failure === undefined && snapshot.isComplete) {
		return [];
	}

	const {sentence, remedy} = failure ?? {sentence: 'The list could not be read completely.'};
	return [`${nameText(place)}${sentence}`, ...(remedy === undefined ? [] : [remedy])];
};

type Stop = {readonly text: string; readonly exitCode: number};

const timedOut: Stop = {text: 'Timed out', exitCode: exitCodes.timedOut};
const recordingEnded: Stop = {text: 'End of recording', exitCode: exitCodes.unanswered};

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
	const filter = parseFilter(options.filter ?? '');
	const stop = new AbortController();
	const cancelTimer = options.timeoutMs === undefined
		? undefined
		: clock.after(options.timeoutMs, () => {
			stop.abort(timedOut);
		});

	try {
		const lists = await scanAll(openSource, targets, options, {
			filter,
			clock,
			signal: stop.signal,
			onEnd() {
				stop.abort(recordingEnded);
			},
		});
		const failures = lists.flatMap(listed => failureLines(listed));

		if (failures.length > 0) {
			printError(options, ...failures);
			process.exitCode = exitCodes.unanswered;
			return;
		}

		printError(options, ...new Set(lists.map(({graphFailure}) => graphFailure).filter(sentence => sentence !== undefined)));
		printImports(lists, filter, options);
		printError(options, ...lists.flatMap(listed => missingDetailsLines(listed)));
	} catch (error: unknown) {
		if (!stop.signal.aborted) {
			throw error;
		}

		const {text, exitCode} = stop.signal.reason as Stop; // Set by `abort`.
		printError(options, `${text}: the list${(options.detailsBudget ?? 0) > 0 ? ' and its details were' : ' was'} not fully read`);
		process.exitCode = exitCode;
	} finally {
		cancelTimer?.();
	}
};
