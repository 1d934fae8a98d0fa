import process from 'node:process';
import {createInterface} from 'node:readline';
import {parseSince} from '../../text/duration.ts';
import {type HistoryEvent} from '../../imports/event.ts';
import {type Candidate} from '../../imports/filter/filter-fields.ts';
import {matchesFilter, parseFilter} from '../../imports/filter/filter.ts';
import {observedImports} from '../../imports/timeline/observed-imports.ts';
import {type Reason, reasonDetails} from '../../imports/failures/reason.ts';
import {importStatistics} from '../../imports/progress/statistics.ts';
import {targetIdOf} from '../../imports/target.ts';
import {type ImportTask} from '../../imports/task.ts';
import {byStart, timelineImport, type TimelineImport} from '../../imports/timeline/timeline.ts';
import {jsonLine, printable} from '../../text/printable.ts';
import {deleteDatabase, readDatabase, reasonText} from '../../history/database.ts';
import {readChanges} from '../../history/record.ts';
import {readLastScans} from '../../history/timeline.ts';
import {statisticsFacts, statisticsLines} from '../../print/statistics.ts';
import {historyLines} from '../../print/tables.ts';
import {timelineLines} from '../../print/timeline-lines.ts';
import {exitCodes} from '../exit-codes.ts';
import {systemClock} from '../polling/clock.ts';
import {
	printedTheme,
	tableColumns,
} from '../appearance.ts';
import {type HistoryOptions, SessionError} from '../options.ts';
import {userFile} from '../user-file.ts';
import {stopOnSignals} from '../signals.ts';
import {printData, printError, printText} from '../output.ts';

type Query = Omit<Parameters<typeof readChanges>[1], 'sinceMs'>;

/*
Returns undefined if there is no history. Throws a `SessionError` if it can't be read.
*/
const readHistory = <Result>(options: HistoryOptions, read: (database: Parameters<typeof readChanges>[0], query: Query) => Result): Result | undefined => {
	const {profiles, regions, graph, taskIds} = options;
	const query: Query = {
		profiles, regions, taskIds, graphIds: graph === undefined ? [] : [graph],
	};
	const file = userFile('history');

	try {
		return readDatabase(file, database => read(database, query));
	} catch (error: unknown) {
		throw new SessionError(`can't read the history: ${reasonText(error, file)}`, {cause: error});
	}
};

type Place = Pick<HistoryEvent, 'profile' | 'region'>;

/*
The input of the filter, with the recorded reason and name of the graph.
*/
const candidateOf = (
	{task, reason}: {readonly task: ImportTask; readonly reason?: Reason | undefined},
	{profile, region}: Place,
	graphName: string | undefined,
): Candidate => {
	const {graphId: id = ''} = task;
	return {
		task,
		place: {
			profile, region, isShown: false, graphs: graphName === undefined ? undefined : new Map([[id, {id, name: graphName, status: ''}]]),
		},
		details: reason && reasonDetails(task, reason),
	};
};

const sinceMsOf = ({since}: HistoryOptions, now: number): number | undefined => since === undefined ? undefined : parseSince(since, now);

const readEvents = (options: HistoryOptions): readonly HistoryEvent[] => {
	const filter = parseFilter(options.filter ?? '');
	const sinceMs = sinceMsOf(options, systemClock.now());
	return readHistory(options, (database, query) => readChanges(database, {...query, sinceMs})
		.filter(event => matchesFilter(filter, candidateOf(event, event, event.graph?.name)))
		.toArray()) ?? [];
};

const defaultSpanMs = 24 * 3_600_000;
const defaultColumns = 100;

// The inverse of `targetIdOf`.
const placeOf = (targetId: string): Place => {
	const separator = targetId.lastIndexOf('@');
	return {profile: targetId.slice(0, separator), region: targetId.slice(separator + 1)};
};

/*
Reads all changes, because an import can begin long before `since`. Returns the imports in the order of the timeline, and when their targets were last read.
*/
const readImports = (options: HistoryOptions): {readonly imports: readonly TimelineImport[]; readonly lastScans: ReadonlyMap<string, number>} => {
	const filter = parseFilter(options.filter ?? '');
	const read = readHistory(options, (database, query) => [observedImports(readChanges(database, query), targetIdOf), readLastScans(database)] as const);
	const [observed, lastScans] = read ?? [[], new Map<string, number>()];
	const matching = observed.filter(seen => matchesFilter(filter, candidateOf(seen, placeOf(seen.targetId), seen.graphName)));
	return {imports: byStart(matching.map(seen => timelineImport(seen)).filter(one => one !== undefined)), lastScans};
};

const hasSeveralTargets = (imports: readonly TimelineImport[]): boolean => new Set(imports.map(({targetId}) => targetId)).size > 1;

/*
Without rows, a sentence on stderr replaces the heading.
*/
const printTable = (options: HistoryOptions, rows: readonly unknown[], lines: readonly string[]): void => {
	if (rows.length === 0) {
		printError(options, 'No matching changes recorded.');
		return;
	}

	printText(options, ...lines);
};

/*
Counts the imports that are running or ended after `--since`.
*/
const printStatistics = (options: HistoryOptions): void => {
	const since = sinceMsOf(options, systemClock.now()) ?? -Infinity;
	const imports = readImports(options).imports.filter(({end}) => (end?.at ?? Infinity) >= since);
	const statistics = importStatistics(imports);

	if (options.isJson) {
		printData(...statistics.map(one => jsonLine(statisticsFacts(one, placeOf(one.newest.targetId)))));
		return;
	}

	printTable(options, statistics, statisticsLines(statistics, {
		columns: tableColumns(),
		nameOf: hasSeveralTargets(imports) ? ({newest: {targetId}}) => targetId : undefined,
	}));
};

const printTimeline = (options: HistoryOptions): void => {
	const now = systemClock.now();
	const {width} = options;
	const {imports, lastScans} = readImports(options);
	const lines = timelineLines(imports, {
		since: sinceMsOf(options, now) ?? (now - defaultSpanMs),
		now,
		columns: width ?? tableColumns() ?? defaultColumns,
		theme: printedTheme(options, process.stdout.isTTY),
		names: {target: hasSeveralTargets(imports) ? targetId => targetId : () => undefined, graph: () => undefined},
		seenUntil: targetId => lastScans.get(targetId),
	});
	printText(options, ...lines);
};

const printHistory = (options: HistoryOptions): void => {
	const events = readEvents(options);

	if (options.isJson) {
		printData(...events.map(event => jsonLine(event)));
		return;
	}

	printTable(options, events, historyLines(events, {
		columns: tableColumns(),
		theme: printedTheme(options, process.stdout.isTTY),
	}));
};

// Closing the terminal counts as no.
const isConfirmed = async (file: string): Promise<boolean> => new Promise(resolve => {
	const prompt = createInterface({input: process.stdin, output: process.stdout});
	prompt.once('close', () => {
		resolve(false);
	});
	prompt.question(`Delete the history in ${printable(file)}? [y/N] `, answer => {
		resolve(/^y(?:es)?$/iv.test(answer.trim()));
		prompt.close();
	});
});

const deleteHistory = async (options: HistoryOptions): Promise<void> => {
	const file = userFile('history');

	if (!options.isConfirmed) {
		if (!process.stdin.isTTY || !process.stdout.isTTY) {
			printError(options, 'history --delete needs a terminal to ask for confirmation; use --yes in scripts');
			process.exitCode = exitCodes.usage;
			return;
		}

		if (!await isConfirmed(file)) {
			printError(options, 'History not deleted.');
			return;
		}
	}

	try {
		deleteDatabase(file);
		printError(options, 'History deleted.');
	} catch (error: unknown) {
		printError(options, `can't delete the history: ${reasonText(error, file)}`);
		process.exitCode = exitCodes.writeError;
	}
};

/**
Prints recorded changes (oldest first), a timeline, statistics or the path of the history file, or deletes the history. Makes no AWS calls. Throws a `SessionError` if the history can't be read.
*/
export const runHistory = async (options: HistoryOptions): Promise<void> => {
	if (options.action !== 'delete') {
		stopOnSignals();
	}

	switch (options.action) {
		case 'print': {
			printHistory(options);
			return;
		}

		case 'timeline': {
			printTimeline(options);
			return;
		}

		case 'statistics': {
			printStatistics(options);
			return;
		}

		case 'path': {
			printData(userFile('history'));
			return;
		}

		case 'delete': {
			await deleteHistory(options);
		}
	}
};
