import {type ListedPlace} from '../domain/target.ts';
import {formatLabel, type ImportTask, statusLabel} from '../domain/task.ts';
import {type Theme} from '../domain/themes.ts';
import {type PrintedColumn, tableLines} from './columns.ts';
import {colored} from './sgr.ts';

/**
Imports as a table, with its titles first, no wider than `columns`: the source gives way first, then whole columns go, the last first. Statuses look as the theme says, if there is one. Where `columns` is undefined, as for a pipe, nothing is cut. Profile and region are columns where the list tells where imports are.
*/
export const taskTable = (tasks: readonly ImportTask[], {columns, theme, placeOf}: {
	readonly columns: number | undefined;
	readonly theme: Theme | undefined;
	readonly placeOf?: (task: ImportTask) => ListedPlace;
}): readonly string[] => {
	const places: ReadonlyArray<PrintedColumn<ImportTask>> = placeOf !== undefined && tasks.some(task => placeOf(task).isTold)
		? [{title: 'PROFILE', text: task => placeOf(task).profile ?? '–'}, {title: 'REGION', text: task => placeOf(task).region ?? '–'}]
		: [];
	const table: ReadonlyArray<PrintedColumn<ImportTask>> = [
		{title: 'TASK', text: ({taskId}) => taskId},
		...places,
		{title: 'GRAPH', text: ({graphId}) => graphId ?? '–'},
		{
			title: 'STATUS',
			text: ({status}) => statusLabel(status),
			dress: (text, {status}) => colored(text, status, theme),
		},
		{title: 'FORMAT', text: ({format}) => formatLabel(format)},
		{title: 'SOURCE', text: ({source}) => source, isElastic: true},
	];
	return tableLines(table, tasks, columns);
};
