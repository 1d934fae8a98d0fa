import {type Moment} from '../domain/moment.ts';
import {fitText, padText} from '../domain/printable.ts';
import {
	groupOf,
	type ImportTask,
	statusGroups,
	statusLabel,
	taskKey,
} from '../domain/task.ts';
import {clockTime} from '../domain/time-text.ts';

/*
The summary is to be glanced at among the lines of a shell: more than this of a kind is counted, not listed.
*/
const maxListed = 5;

const listed = (tasks: readonly ImportTask[], line: (task: ImportTask) => string, width: number): readonly string[] => {
	const lines = tasks.slice(0, maxListed).map(task => fitText(line(task), width, {cut: 'end'}));
	return tasks.length > maxListed ? [...lines, `           and ${tasks.length - maxListed} more`] : lines;
};

const momentText = ({earliest, latest}: Moment): string =>
	earliest === latest ? `at ${clockTime(latest)}` : `between ${clockTime(earliest)} and ${clockTime(latest)}`;

/**
What stays in the scrollback when the screen is gone: the counts, what failed, and what is still under way; or that nothing was read, and why. `troubles` are sentences that say what could not be asked, and why; `nameOf` gives the name of an import's target where there are several. `failedAt` says when imports failed that were seen to fail, by task key: they come first. `columns` is the width of the terminal. No line has a line break.
*/
export const summaryLines = ({tasks, isRead, troubles, failedAt, nameOf, columns}: {
	readonly tasks: ReadonlyMap<string, ImportTask>;
	readonly isRead: boolean;
	readonly troubles: readonly string[];
	readonly failedAt: ReadonlyMap<string, Moment>;
	readonly nameOf?: (task: ImportTask) => string | undefined;
	readonly columns: number;
}): readonly string[] => {
	const trouble = troubles.map(sentence => `The service could not be asked: ${sentence}`);

	if (!isRead) {
		return (trouble.length === 0 ? ['Nothing was read.'] : trouble).map(line => fitText(line, columns));
	}

	const nameText = (task: ImportTask): string => {
		const name = nameOf?.(task);
		return name === undefined ? '' : `${name}  `;
	};

	const groups = Map.groupBy(tasks.values(), task => groupOf(task.status));
	const counts = statusGroups.map(group => `${groups.get(group)?.length ?? 0} ${group}`).join(', ');
	const failed = (groups.get('failed') ?? []).toSorted((one, other) => (failedAt.get(taskKey(other))?.latest ?? 0) - (failedAt.get(taskKey(one))?.latest ?? 0));

	const failedLine = (task: ImportTask): string => {
		const moment = failedAt.get(taskKey(task));
		return `failed     ${task.taskId}  ${nameText(task)}${moment === undefined ? '' : `${momentText(moment)}  `}${task.source}`;
	};

	const activeLine = (task: ImportTask): string => `under way  ${task.taskId}  ${nameText(task)}${padText(statusLabel(task.status), 14)}  ${task.source}`;

	return [
		...[...trouble, `${tasks.size} ${tasks.size === 1 ? 'import' : 'imports'}: ${counts}`].map(line => fitText(line, columns)),
		...listed(failed, failedLine, columns),
		...listed(groups.get('active') ?? [], activeLine, columns),
	];
};
