import process from 'node:process';
import {parseSince} from '../domain/duration.ts';
import {matchesFilter, parseFilter} from '../domain/filter.ts';
import {jsonLine} from '../domain/json-line.ts';
import {readHistory} from '../history/read-history.ts';
import {historyLines} from '../output/tables.ts';
import {systemClock} from '../watch/clock.ts';
import {printedTheme, shownText} from './appearance.ts';
import {historyFolder} from './keep-history.ts';
import {type HistoryOptions} from './options.ts';
import {say} from './say.ts';
import {tableColumns} from './table-columns.ts';

/**
Prints what was observed, oldest first. Asks nobody, and needs no credentials.
*/
export const printHistory = (options: HistoryOptions): void => {
	const {profiles, regions, graph, taskIds, since, isJson} = options;
	const filter = parseFilter(options.filter ?? '');
	const {events, notes} = readHistory(historyFolder(), {
		profiles,
		regions,
		graphId: graph,
		sinceMs: since === undefined ? undefined : parseSince(since, systemClock.now()),
		matches: ({task, profile, region}) => (taskIds.length === 0 || taskIds.includes(task.taskId)) && matchesFilter(filter, task, {profile, region, isTold: false}),
	});
	say(options, ...notes);

	const lines = isJson
		? events.map(event => jsonLine(event))
		: historyLines(events, {
			columns: tableColumns(),
			theme: printedTheme(options, process.stdout.isTTY),
		}).map(line => shownText(line, options));
	process.stdout.write(lines.map(line => `${line}\n`).join(''));
};
