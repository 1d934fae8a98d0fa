import {fitText} from '../domain/printable.ts';
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

/**
What stays in the scrollback when the screen is gone: the counts, what failed (what was seen to fail first), and what is still under way. `changedAt` says when the last change of an import was seen, by task key, in epoch milliseconds; `columns` is the width of the terminal. No line has a line break.
*/
export const summaryLines = ({tasks, changedAt, columns}: {
	readonly tasks: ReadonlyMap<string, ImportTask>;
	readonly changedAt: ReadonlyMap<string, number>;
	readonly columns: number;
}): readonly string[] => {
	const groups = Map.groupBy(tasks.values(), task => groupOf(task.status));
	const counts = statusGroups.map(group => `${groups.get(group)?.length ?? 0} ${group}`).join(', ');
	const failed = (groups.get('failed') ?? []).toSorted((one, other) => (changedAt.get(taskKey(other)) ?? 0) - (changedAt.get(taskKey(one)) ?? 0));

	const failedLine = (task: ImportTask): string => {
		const at = changedAt.get(taskKey(task));
		return `failed     ${task.taskId}  ${at === undefined ? '' : `at ${clockTime(at)}  `}${task.source}`;
	};

	return [
		fitText(`${tasks.size} ${tasks.size === 1 ? 'import' : 'imports'}: ${counts}`, columns),
		...listed(failed, failedLine, columns),
		...listed(groups.get('active') ?? [], task => `under way  ${task.taskId}  ${statusLabel(task.status)}  ${task.source}`, columns),
	];
};
