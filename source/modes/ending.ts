import process from 'node:process';
import {isFinished} from '../domain/goal.ts';
import {printable} from '../domain/printable.ts';
import {type ImportTask, statusLabel} from '../domain/task.ts';
import {exitCodes} from '../exit-codes.ts';
import {type Model, type Outcome} from '../model/model.ts';
import {say} from './say.ts';
import {type Session} from './session.ts';

/**
What each end of the waiting is told to the shell as.
*/
const codes: Readonly<Record<Outcome, number>> = {succeeded: 0, failed: exitCodes.failed, timedOut: exitCodes.timedOut};

const importText = ({taskId, graphId, status}: ImportTask): string => printable(`${taskId}  ${graphId ?? '–'}  ${statusLabel(status)}`);

const imports = (count: number): string => `${count} ${count === 1 ? 'import' : 'imports'}`;

/*
Of those that were waited for, which did not succeed, and which are not over.
*/
const outcomeLines = ({outcome, followed, goal, failure}: Model): readonly string[] => {
	const all = followed.values().toArray();
	const unfinished = all.filter(one => !isFinished(one)).map(({task}) => `not over: ${importText(task)}`);
	const failed = all.filter(one => isFinished(one) && one.task.status !== 'SUCCEEDED').map(({task, isGone}) => `${importText(task)}${isGone ? ', no longer listed' : ''}`);

	switch (outcome) {
		case 'succeeded': {
			return [all.length === 0 ? 'No import matched.' : `${imports(all.length)}, all succeeded.`];
		}

		case 'failed': {
			return [`${failed.length} of ${imports(all.length)} did not succeed:`, ...failed, ...unfinished];
		}

		case 'timedOut': {
			const missing = Math.max(0, (goal?.expected ?? 0) - all.length);
			return [
				`The time is over, and ${unfinished.length} of ${imports(all.length)} are not.`,
				...(missing === 0 ? [] : [`${missing} more were expected.`]),
				...(failure === undefined ? [] : [failure.failure.sentence]),
				...unfinished,
			];
		}

		case undefined: {
			return [];
		}
	}
};

/**
Says how the waiting ended, if it did, on standard error, and sets the exit code of the process by it.
*/
export const tellOutcome = (model: Model): void => {
	if (model.outcome === undefined) {
		return;
	}

	say(...outcomeLines(model));
	process.exitCode = codes[model.outcome];
};

/**
Waits for the commands that run for changes, and says so where there are any.
*/
export const settleCommands = async ({pendingCommands, commandsSettled}: Session): Promise<void> => {
	const count = pendingCommands();

	if (count > 0) {
		say(`The command of --on-change has ${count} ${count === 1 ? 'change' : 'changes'} to go. Ctrl+C stops waiting for that.`);
	}

	await commandsSettled();
};
