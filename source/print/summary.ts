import {type Moment} from '../imports/progress/elapsed.ts';
import {fitText, padText} from '../text/printable.ts';
import {
	groupName,
	groupOf,
	type ImportTask,
	statusGroups,
	statusLabel,
} from '../imports/task.ts';
import {clockTime, countText, pluralText} from '../text/time-text.ts';

/*
`name` is the name of the target, or undefined if there is only one. `failedAt` is undefined if the failure was not observed.
*/
type SummaryImport = {
	readonly task: ImportTask;
	readonly name?: string | undefined;
	readonly failedAt?: Moment | undefined;
};

// Per group. Other imports are only counted, so that the summary stays short.
const maxListed = 5;

const listed = (imports: readonly SummaryImport[], line: (one: SummaryImport) => string, width: number): readonly string[] => {
	const lines = imports.slice(0, maxListed).map(one => fitText(line(one), width, {cut: 'end'}));
	return imports.length > maxListed ? [...lines, `           and ${imports.length - maxListed} more`] : lines;
};

const failureTimeText = ({earliest, latest}: Moment, now: number): string =>
	earliest === latest ? `at ${clockTime(latest, now)}` : `between ${clockTime(earliest, now)} and ${clockTime(latest, now)}`;

const nameText = ({name}: SummaryImport): string => name === undefined ? '' : `${name}  `;

const failedLine = (one: SummaryImport, now: number): string =>
	`failed     ${one.task.taskId}  ${nameText(one)}${one.failedAt === undefined ? '' : `${failureTimeText(one.failedAt, now)}  `}${one.task.source}`;

const activeLine = (one: SummaryImport): string =>
	`running    ${one.task.taskId}  ${nameText(one)}${padText(statusLabel(one.task.status), 14)}  ${one.task.source}`;

/**
The lines that stay in the scrollback after the program: counts, failed imports (the latest first) and running imports. `failures` are sentences; `columns` is the width of the terminal.
*/
export const summaryLines = ({imports, isRead, failures, columns, now}: {
	readonly imports: readonly SummaryImport[];
	readonly isRead: boolean;
	readonly failures: readonly string[];
	readonly columns: number;
	readonly now: number;
}): readonly string[] => {
	const failureLines = failures.map(sentence => `Can't list imports: ${sentence}`);

	if (!isRead) {
		return (failureLines.length === 0 ? ['No data yet'] : failureLines).map(line => fitText(line, columns));
	}

	const groups = Map.groupBy(imports, ({task}) => groupOf(task.status));
	const counts = statusGroups.map(group => `${countText(groups.get(group)?.length ?? 0)} ${groupName(group)}`).join(', ');
	const failed = (groups.get('failed') ?? []).toSorted((one, other) => (other.failedAt?.latest ?? 0) - (one.failedAt?.latest ?? 0));

	return [
		...[...failureLines, `${pluralText(imports.length, 'import')}: ${counts}`].map(line => fitText(line, columns)),
		...listed(failed, one => failedLine(one, now), columns),
		...listed(groups.get('active') ?? [], activeLine, columns),
	];
};
