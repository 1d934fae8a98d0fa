import process from 'node:process';
import {finishOutput} from './output.ts';

const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
Stops before a signal ends the program, so that output lines are whole and no child process is left. A second signal ends it at once. Ctrl+C also reaches a command in the foreground: then `isIgnored` leaves it to that.
*/
export const stopOnSignals = (stop?: () => Promise<void>, {isIgnored = () => false}: {readonly isIgnored?: (signal: NodeJS.Signals) => boolean} = {}): void => {
	let isStopping = false;

	const end = (signal: NodeJS.Signals): void => {
		for (const name of signals) {
			process.removeListener(name, onSignal);
		}

		// Now the default applies: the shell sees which signal ended the program.
		process.kill(process.pid, signal);
	};

	const onSignal = (signal: NodeJS.Signals): void => {
		if (isIgnored(signal)) {
			return;
		}

		if (isStopping) {
			end(signal);
			return;
		}

		isStopping = true;
		void Promise.allSettled([finishOutput(), stop?.()]).then(() => {
			end(signal);
		});
	};

	for (const name of signals) {
		process.on(name, onSignal);
	}
};
