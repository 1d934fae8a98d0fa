import process from 'node:process';
import {createInterface} from 'node:readline';
import {parseSince} from '../text/duration.ts';
import {type HistoryEvent} from '../imports/event.ts';
import {matchesFilter, parseFilter} from '../imports/filter.ts';
import {jsonLine, printable} from '../text/printable.ts';
import {deleteDatabase, readDatabase, reasonText} from '../history/database.ts';
import {readChanges} from '../history/record.ts';
import {historyLines} from '../print/tables.ts';
import {exitCodes} from './exit-codes.ts';
import {systemClock} from './polling/clock.ts';
import {
	printedTheme,
	tableColumns,
} from './appearance.ts';
import {defaultHistoryFile} from './keep-history.ts';
import {type HistoryOptions} from './options.ts';
import {printData, printError, printText} from './output.ts';

const readEvents = (options: HistoryOptions): readonly HistoryEvent[] => {
	const {profiles, regions, graph, taskIds, since} = options;
	const filter = parseFilter(options.filter ?? '');
	const query = {
		profiles,
		regions,
		taskIds,
		graphIds: graph === undefined ? [] : [graph],
		sinceMs: since === undefined ? undefined : parseSince(since, systemClock.now()),
	};
	const file = defaultHistoryFile();

	try {
		return readDatabase(file, database => readChanges(database, query)
			.filter(({task, profile, region}) => matchesFilter(filter, {task, place: {profile, region, isShown: false}}))
			.toArray()) ?? [];
	} catch (error: unknown) {
		printError(options, `Can't read the history: ${reasonText(error, file)}.`);
		return [];
	}
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
			printHistory(options);
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
