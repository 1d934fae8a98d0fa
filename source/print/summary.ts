import {type Moment} from '../imports/elapsed.ts';
import {fitText, padText} from '../text/printable.ts';
import {
	groupOf,
	type ImportTask,
	statusGroups,
	statusLabel,
} from '../imports/task.ts';
import {clockTime} from '../text/time-text.ts';

/**
An import, and what the summary shows of it besides.
*/
export type SummaryImport = {
	readonly task: ImportTask;

	/**
	The name of its target; undefined for a single target.
	*/
	readonly name?: string | undefined;

	/**
	When it failed, if that was observed: these imports come first.
	*/
	readonly failedAt?: Moment | undefined;
};

/*
The summary stands among the lines of a shell: beyond this many, imports of a group are counted, not listed.
*/
const maxListed = 5;

const listed = (imports: readonly SummaryImport[], line: (one: SummaryImport) => string, width: number): readonly string[] => {
	const lines = imports.slice(0, maxListed).map(one => fitText(line(one), width, {cut: 'end'}));
	return imports.length > maxListed ? [...lines, `           and ${imports.length - maxListed} more`] : lines;
};

const momentText = ({earliest, latest}: Moment): string =>
	earliest === latest ? `at ${clockTime(latest)}` : `between ${clockTime(earliest)} and ${clockTime(latest)}`;

const nameText = ({name}: SummaryImport): string => name === undefined ? '' : `${name}  `;

const failedLine = (one: SummaryImport): string =>
	`failed     ${one.task.taskId}  ${nameText(one)}${one.failedAt === undefined ? '' : `${momentText(one.failedAt)}  `}${one.task.source}`;

const activeLine = (one: SummaryImport): string =>
	`under way  ${one.task.taskId}  ${nameText(one)}${padText(statusLabel(one.task.status), 14)}  ${one.task.source}`;

/**
What stays in the scrollback after the program: the counts, the failed imports and the active ones; or that nothing was read, and why. `failures` are sentences. `columns` is the width of the terminal. No line has a line break.
*/
export const summaryLines = ({imports, isRead, failures, columns}: {
	readonly imports: readonly SummaryImport[];
	readonly isRead: boolean;
	readonly failures: readonly string[];
	readonly columns: number;
}): readonly string[] => {
	const failureLines = failures.map(sentence => `The service could not be asked: ${sentence}`);

	if (!isRead) {
		return (failureLines.length === 0 ? ['Nothing was read.'] : failureLines).map(line => fitText(line, columns));
	}

	const groups = Map.groupBy(imports, ({task}) => groupOf(task.status));
	const counts = statusGroups.map(group => `${groups.get(group)?.length ?? 0} ${group}`).join(', ');
	const failed = (groups.get('failed') ?? []).toSorted((one, other) => (other.failedAt?.latest ?? 0) - (one.failedAt?.latest ?? 0));

	return [
		...[...failureLines, `${imports.length} ${imports.length === 1 ? 'import' : 'imports'}: ${counts}`].map(line => fitText(line, columns)),
		...listed(failed, failedLine, columns),
		...listed(groups.get('active') ?? [], activeLine, columns),
	];
};
