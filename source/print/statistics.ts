import {type ImportStatistics} from '../imports/progress/statistics.ts';
import {countText, durationText} from '../text/time-text.ts';
import {type PrintedColumn, tableLines} from './tables.ts';

const durationCell = (durationMs: number | undefined): string => durationMs === undefined ? '–' : durationText(durationMs);

const failuresText = ({failures}: ImportStatistics): string => failures.entries().map(([code, count]) => `${code} ${countText(count)}`).toArray().join(', ');

/**
Returns statistics as a table, at most `columns` wide (no limit if undefined, as for a pipe). `nameOf` returns the target, if there are several.
*/
export const statisticsLines = (statistics: readonly ImportStatistics[], {columns, nameOf}: {
	readonly columns: number | undefined;
	readonly nameOf: ((row: ImportStatistics) => string) | undefined;
}): readonly string[] => {
	const table: ReadonlyArray<PrintedColumn<ImportStatistics>> = [
		{heading: 'SOURCE', text: ({sourcePrefix}) => sourcePrefix, isElastic: true},
		{heading: 'GRAPH', text: ({newest: {graphName, task}}) => graphName ?? task.graphId ?? '–'},
		...(nameOf === undefined ? [] : [{heading: 'TARGET', text: nameOf}]),
		{heading: 'IMPORTS', align: 'right', text: ({counts}) => countText(counts.all)},
		{heading: 'FAILED', align: 'right', text: ({counts}) => countText(counts.failed)},
		{heading: 'MEDIAN', align: 'right', text: ({medianMs}) => durationCell(medianMs)},
		{heading: '90%', align: 'right', text: ({p90Ms}) => durationCell(p90Ms)},
		{heading: 'STATEMENTS/S', align: 'right', text: ({statementsPerSecond: rate}) => rate === undefined ? '–' : countText(Math.round(rate))},
		...(statistics.some(({failures}) => failures.size > 0)
			? [{
				heading: 'FAILURES', text: failuresText, isElastic: true, cut: 'end', priority: -1,
			} as const]
			: []),
	];
	return tableLines(table, statistics, columns);
};

/**
Returns statistics as a line of `history --stats --json`.
*/
export const statisticsFacts = (
	{sourcePrefix, newest: {graphName, task}, counts, failures, medianMs, p90Ms, statementsPerSecond}: ImportStatistics,
	place: {readonly profile: string; readonly region: string},
) => ({
	sourcePrefix,
	graphId: task.graphId,
	graphName,
	...place,
	imports: counts.all,
	running: counts.active,
	succeeded: counts.succeeded,
	failed: counts.failed,
	cancelled: counts.cancelled,
	gone: counts.gone,
	failures: Object.fromEntries(failures),
	...(medianMs !== undefined && {medianSeconds: medianMs / 1000}),
	...(p90Ms !== undefined && {p90Seconds: p90Ms / 1000}),
	...(statementsPerSecond !== undefined && {statementsPerSecond}),
});
