import {changeText} from '../domain/change.ts';
import {elapsedText} from '../domain/elapsed-text.ts';
import {type BaselineEvent, type ChangeEvent, observedChangeOf} from '../domain/event.ts';
import {statusLabel} from '../domain/task.ts';
import {type Theme} from '../domain/themes.ts';
import {dateTime} from '../domain/time-text.ts';
import {type PrintedColumn, tableLines} from './columns.ts';
import {colored} from './sgr.ts';

type HistoryRow = BaselineEvent | ChangeEvent;

const timeText = (event: HistoryRow): string => {
	const at = dateTime(Date.parse(event.at));
	return event.event === 'baseline' || event.notBefore === undefined ? at : `${dateTime(Date.parse(event.notBefore))} – ${at}`;
};

const whatText = (event: HistoryRow): string => event.event === 'baseline'
	? `first seen, ${statusLabel(event.task.status)}`
	: changeText(observedChangeOf(event).change);

const afterText = (event: HistoryRow): string => {
	const elapsed = event.event === 'baseline' ? undefined : observedChangeOf(event).elapsed;
	return elapsed === undefined ? '' : elapsedText(elapsed);
};

/**
What was observed as a table, with its titles first, no wider than `columns`; as wide as it needs to be where that is undefined. What happened looks as the theme says, if there is one. Times are in the time zone of the machine.
*/
export const historyLines = (events: readonly HistoryRow[], {columns, theme}: {readonly columns: number | undefined; readonly theme: Theme | undefined}): readonly string[] => {
	const targets = new Set(events.map(({profile, region}) => `${profile} ${region}`));
	const table: ReadonlyArray<PrintedColumn<HistoryRow>> = [
		{title: 'SEEN', text: timeText},
		{title: 'TASK', text: ({task}) => task.taskId},
		{
			title: 'WHAT',
			text: whatText,
			dress: (text, {task}) => colored(text, task.status, theme),
		},
		{title: 'AFTER', text: afterText},
		{title: 'GRAPH', text: ({task}) => task.graphId ?? '–'},
		...(targets.size > 1 ? [{title: 'PROFILE, REGION', text: ({profile, region}: HistoryRow) => `${profile}, ${region}`}] : []),
		{title: 'SOURCE', text: ({task}) => task.source, isElastic: true},
	];
	return tableLines(table, events, columns);
};
