import process from 'node:process';
import {type Outcome} from '../imports/polling/until-done.ts';
import {type Model} from '../app/model.ts';
import {failureMessages, graphFailures, targetNamer} from '../app/targets/targets.ts';
import {followedImports} from '../app/polling/until-done.ts';
import {pluralText} from '../text/time-text.ts';
import {outcomeLines} from '../print/outcome-lines.ts';
import {exitCodes} from './exit-codes.ts';
import {type Options} from './options.ts';
import {type Session} from './session.ts';
import {printError} from './output.ts';

const codes: Readonly<Record<Outcome, number>> = {
	succeeded: 0, failed: exitCodes.failed, timedOut: exitCodes.timedOut, unanswered: exitCodes.unanswered,
};

/**
Prints the outcome of `--until-done` on stderr, if there is one, and sets the exit code.
*/
export const printOutcome = (model: Model, options: Options): void => {
	const {outcome, untilDone, taskIds, targets} = model;

	if (outcome === undefined) {
		return;
	}

	printError(options, ...outcomeLines(outcome, {
		followed: followedImports(model),
		named: taskIds,
		expected: untilDone?.expected ?? 0,
		isRead: targets.values().every(({lastCompleteAt}) => lastCompleteAt !== undefined),
		failures: failureMessages(model),
		graphFailures: untilDone?.isUsable === true ? graphFailures(model) : [],
		nameOf: targetNamer(model),
	}));
	process.exitCode = codes[outcome];
};

export const waitForCommands = async ({pendingCommands, commandsFinished}: Session, options: Options): Promise<void> => {
	const count = pendingCommands();

	if (count > 0) {
		printError(options, `Waiting for the --on-change command: ${pluralText(count, 'change')} left. Press Ctrl+C to quit now.`);
	}

	await commandsFinished();
};
