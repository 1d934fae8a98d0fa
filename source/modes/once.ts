import process from 'node:process';
import {divertConsole} from '../debug-log.ts';
import {matchesFilter, parseFilter} from '../domain/filter.ts';
import {jsonLine} from '../domain/json-line.ts';
import {sortTasks} from '../domain/order.ts';
import {type ScanResult} from '../domain/poll.ts';
import {type ImportTask} from '../domain/task.ts';
import {exitCodes} from '../exit-codes.ts';
import {isInScope} from '../model/scope.ts';
import {type Options} from '../options/options.ts';
import {csvLines} from '../output/task-csv.ts';
import {taskTable} from '../output/task-table.ts';
import {printedTheme, shownText} from './appearance.ts';
import {endOnFault} from './faults.ts';
import {openSource} from './open-source.ts';
import {say} from './say.ts';
import {openSession} from './session.ts';
import {tableColumns} from './table-columns.ts';

const printed = (tasks: readonly ImportTask[], options: Options): readonly string[] => {
	if (options.form === 'jsonOnce') {
		return tasks.map(task => jsonLine(task));
	}

	return options.form === 'csv'
		? csvLines(tasks)
		: taskTable(tasks, {columns: tableColumns(), theme: printedTheme(options, process.stdout.isTTY)}).map(line => shownText(line, options));
};

/*
What a scan saw, as the screen would show it.
*/
const wanted = ({snapshot}: ScanResult, options: Options): readonly ImportTask[] => {
	const filter = parseFilter(options.filter ?? '');
	say(options, ...filter.notes.map(note => `--filter: ${note}`));
	const tasks = snapshot.tasks.values().filter(task => isInScope({graphId: options.graph, taskIds: options.taskIds}, task) && matchesFilter(filter, task)).toArray();
	return sortTasks(tasks, {order: options.sort ?? 'activity', isReversed: false, changedAt: new Map()});
};

/**
Reads the list once, whole, and prints it; or prints nothing but why that was not possible. Throws a `SessionError` where something that the options name can't be opened.
*/
export const printOnce = async (options: Options): Promise<void> => {
	const {clock, log, recording, close} = await openSession({...options, keepsHistory: false, onChange: undefined}, {columns: 0, rows: 0});
	divertConsole(log);
	endOnFault(options, log, close);
	const source = await openSource(options, {
		clock, log, recording, onConnected() {}, // eslint-disable-line @typescript-eslint/no-empty-function -- Nobody watches.
	});
	const timeout = new AbortController();
	const callOff = options.timeoutMs === undefined
		? undefined
		: clock.after(options.timeoutMs, () => {
			timeout.abort();
		});

	try {
		const result = await source.scan(timeout.signal);

		if (result.failure !== undefined || !result.snapshot.isComplete) {
			say(options, ...[result.failure?.sentence ?? 'The list could not be read to its end.', result.failure?.remedy].filter(line => line !== undefined));
			process.exitCode = exitCodes.unasked;
			return;
		}

		process.stdout.write(printed(wanted(result, options), options).map(line => `${line}\n`).join(''));
	} catch (error: unknown) {
		if (!timeout.signal.aborted) {
			throw error;
		}

		say(options, 'The time is over, and the list was not read to its end.');
		process.exitCode = exitCodes.timedOut;
	} finally {
		callOff?.();
		await source.close();
		close();
	}
};
