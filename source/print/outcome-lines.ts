import {
	deciderOf,
	type Followed,
	isFailure,
	isAwaitingGraph,
	isDone,
	type Outcome,
} from '../imports/polling/until-done.ts';
import {joinParts} from '../text/join-parts.ts';
import {printable} from '../text/printable.ts';
import {countText, pluralText} from '../text/time-text.ts';
import {availableStatus, graphStatusLabel} from '../imports/graph.ts';
import {statusLabel} from '../imports/task.ts';

/**
The state when waiting ended.

- `named` has the task IDs that the user named.
- `isRead` is true if the whole list was read at least once.
- `failures` are sentences about targets that can't be read now. `graphFailures` are those about graphs.
- `nameOf` returns the name of a target by its ID, or undefined if there is only one target.
*/
export type WaitState = {
	readonly followed: readonly Followed[];
	readonly named: readonly string[];
	readonly expected: number;
	readonly isRead: boolean;
	readonly failures: readonly string[];
	readonly graphFailures: readonly string[];
	readonly nameOf: (targetId: string) => string | undefined;
};

const stateText = ({task, isGone, graphStatus = availableStatus}: Followed): string => {
	const graph = graphStatus !== availableStatus && task.status === 'SUCCEEDED' ? `graph ${graphStatusLabel(graphStatus)}` : undefined;
	return joinParts([statusLabel(task.status), graph, isGone ? 'no longer listed' : undefined], ', ');
};

const importLine = ({nameOf}: WaitState, one: Followed, prefix = ''): string => {
	const {targetId, task, reason} = one;
	return printable(prefix + joinParts([task.taskId, nameOf(targetId), task.graphId ?? '–', stateText(one), reason?.summary], '  '));
};

const failedLines = (state: WaitState, one: Followed): readonly string[] =>
	[importLine(state, one), ...(one.reason?.remedy === undefined ? [] : [printable(`  ${one.reason.remedy}`)])];

// The imports that are still running, and the named ones that were never listed.
const unfinishedLines = (state: WaitState, printed: readonly Followed[] = []): readonly string[] => {
	const {followed, named} = state;
	const listed = new Set(followed.map(({task}) => task.taskId));
	return [
		...followed.filter(one => !isDone(one) && !printed.includes(one)).map(one => importLine(state, one, isAwaitingGraph(one) ? 'not available yet: ' : 'still running: ')),
		...named.filter(id => !listed.has(id)).map(id => `not listed: ${id}`),
	];
};

const progressText = ({followed, isRead}: WaitState): string => {
	if (followed.length === 0) {
		return isRead ? 'no import matched' : 'the list was not fully read';
	}

	const pending = followed.filter(one => !isDone(one));
	const running = countText(pending.length);
	const all = pluralText(followed.length, 'import');

	if (pending.length > 0 && pending.every(one => isAwaitingGraph(one))) {
		return `${running} of ${all} not available yet`;
	}

	return pending.length === 0 ? `${all} finished` : `${running} of ${all} still running`;
};

// Named imports are not counted, because each has a line of its own.
const missingLines = ({followed, named, expected}: WaitState): readonly string[] => {
	const missing = expected - followed.length;
	return named.length > 0 || missing <= 0 ? [] : [`Expected ${pluralText(missing, 'more import')}`];
};

const deciderLines = (outcome: Outcome, {followed, nameOf}: WaitState): readonly string[] => {
	const decider = deciderOf(outcome, followed);

	if (decider === undefined) {
		return [];
	}

	const {task: {taskId, graphId}, targetId, reason} = decider;
	const name = joinParts([taskId, nameOf(targetId), graphId === undefined ? undefined : `of ${graphId}`], ' ');
	return [printable(`Decided by ${name}: ${joinParts([stateText(decider), reason?.code], ', ')}`)];
};

/**
Reports how waiting ended, with the imports that failed or did not finish. The last line names the import that decided the result.
*/
export const outcomeLines = (outcome: Outcome, state: WaitState): readonly string[] => {
	const {followed, failures, graphFailures} = state;
	const failed = followed.filter(one => isFailure(one));
	const all = pluralText(followed.length, 'import');

	switch (outcome) {
		case 'succeeded': {
			return [
				followed.length === 0 ? 'No import matched.' : `${countText(followed.length)} of ${all} succeeded.`,
				...deciderLines(outcome, state),
			];
		}

		case 'failed': {
			return [
				`${countText(failed.length)} of ${all} did not succeed:`,
				...failed.flatMap(one => failedLines(state, one)),
				...unfinishedLines(state, failed),
				...deciderLines(outcome, state),
			];
		}

		case 'timedOut': {
			return [
				`Timed out: ${progressText(state)}`,
				...missingLines(state),
				...failures,
				...failed.filter(one => isDone(one)).flatMap(one => failedLines(state, one)),
				...unfinishedLines(state),
			];
		}

		case 'unanswered': {
			return [
				...(failures.length + graphFailures.length === 0 ? [`End of recording: ${progressText(state)}`] : failures.map(sentence => `Can't list imports: ${sentence}`)),
				...graphFailures.map(sentence => `Can't list graphs: ${sentence}`),
				...unfinishedLines(state),
			];
		}
	}
};
