import process from 'node:process';
import {createInterface} from 'node:readline';
import {parseSince} from '../text/duration.ts';
import {type HistoryEvent} from '../imports/event.ts';
import {matchesFilter, parseFilter} from '../imports/filter.ts';
import {observedImports} from '../imports/observed-imports.ts';
import {timelineImport} from '../imports/timeline.ts';
import {reasonDetails} from '../imports/reason.ts';
import {jsonLine, printable} from '../text/printable.ts';
import {deleteDatabase, readDatabase, reasonText} from '../history/database.ts';
import {readChanges} from '../history/record.ts';
import {readLastScans} from '../history/timeline.ts';
import {historyLines} from '../print/tables.ts';
import {timelineLines} from '../print/timeline-lines.ts';
import {exitCodes} from './exit-codes.ts';
import {systemClock} from './polling/clock.ts';
import {
	printedTheme,
	tableColumns,
} from './appearance.ts';
import {defaultHistoryFile} from './keep-history.ts';
import {type HistoryOptions} from './options.ts';
import {printData, printError, printText} from './output.ts';
import {stopOnSignals} from './signals.ts';

type Query = Omit<Parameters<typeof readChanges>[1], 'sinceMs'>;

/*
Returns undefined if there is no history, or if it can't be read.
*/
const readHistory = <Result>(options: HistoryOptions, read: (database: Parameters<typeof readChanges>[0], query: Query) => Result): Result | undefined => {
	const {profiles, regions, graph, taskIds} = options;
	const query: Query = {
		profiles, regions, taskIds, graphIds: graph === undefined ? [] : [graph],
	};
	const file = defaultHistoryFile();

	try {
		return readDatabase(file, database => read(database, query));
	} catch (error: unknown) {
		printError(options, `Can't read the history: ${reasonText(error, file)}.`);
		return undefined;
	}
};

const readEvents = (options: HistoryOptions): readonly HistoryEvent[] => {
	const {since} = options;
	const filter = parseFilter(options.filter ?? '');
	const sinceMs = since === undefined ? undefined : parseSince(since, systemClock.now());
	return readHistory(options, (database, query) => readChanges(database, {...query, sinceMs})
		.filter(event => {
			const {task, profile, region} = event;
			const details = event.event === 'baseline' || event.reason === undefined ? undefined : reasonDetails(event.reason, task);
			return matchesFilter(filter, {task, place: {profile, region, isShown: false}, details});
		})
		.toArray()) ?? [];
};

const defaultSpanMs = 24 * 3_600_000;
const defaultColumns = 100;

const placeOf = ({profile, region}: HistoryEvent): string => `${profile}@${region}`;

/*
Reads all changes, because an import can begin long before the window.
*/
const printTimeline = (options: HistoryOptions): void => {
	const now = systemClock.now();
	const {since, width, filter: filterText = ''} = options;
	const filter = parseFilter(filterText);
	const [imports, lastScans] = readHistory(options, (database, query) => [observedImports(readChanges(database, query), placeOf), readLastScans(database)] as const) ?? [[], new Map<string, number>()];
	const shown = imports.filter(({task, targetId}) => {
		const separator = targetId.lastIndexOf('@');
		return matchesFilter(filter, {task, place: {profile: targetId.slice(0, separator), region: targetId.slice(separator + 1), isShown: false}});
	}).map(seen => timelineImport(seen)).filter(one => one !== undefined);
	const isSeveral = new Set(shown.map(({targetId}) => targetId)).size > 1;
	const lines = timelineLines(shown, {
		since: (since === undefined ? undefined : parseSince(since, now)) ?? (now - defaultSpanMs),
		now,
		columns: width ?? tableColumns() ?? defaultColumns,
		theme: printedTheme(options, process.stdout.isTTY),
		name: targetId => isSeveral ? targetId : undefined,
		seenUntil: targetId => lastScans.get(targetId),
	});
	printText(options, ...lines);
};

const printHistory = (options: HistoryOptions): void => {
	const events = readEvents(options);
	const lines = options.isJson
		? events.map(event => jsonLine(event))
		: historyLines(events, {
			columns: tableColumns(),
			theme: printedTheme(options, process.stdout.isTTY),
		});

	if (options.isJson) {
		printData(...lines);
	} else {
		printText(options, ...lines);
	}
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
	const file = defaultHistoryFile();

	if (!options.isConfirmed) {
		if (!process.stdin.isTTY || !process.stdout.isTTY) {
			printError(options, 'history --delete needs a terminal to ask for confirmation; use --yes in scripts.');
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
		printError(options, `Can't delete the history: ${reasonText(error, file)}.`);
		process.exitCode = exitCodes.writeError;
	}
};

/**
Prints the recorded changes, oldest first, or the path of the history file, or deletes the history. Makes no AWS calls.
*/
export const runHistory = async (options: HistoryOptions): Promise<void> => {
	switch (options.action) {
		case 'print': {
			stopOnSignals();
			printHistory(options);
			return;
		}

		case 'timeline': {
			printTimeline(options);
			return;
		}

		case 'path': {
			printData(defaultHistoryFile());
			return;
		}

		case 'delete': {
			await deleteHistory(options);
		}
	}
};
