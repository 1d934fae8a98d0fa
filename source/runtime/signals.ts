import {once} from 'node:events';
import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import {finishOutput} from './output.ts';

// Usually arrives within a millisecond.
const signalArrivesWithinMs = 5000;

const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
Stops before a signal ends the program, so that output lines are whole and no child process is left. A second signal ends it at once. SIGUSR1 is ignored. Ctrl+C also reaches a command in the foreground: then `isIgnored` leaves it to that.
*/
export const stopOnSignals = (stop?: () => Promise<void>, {isIgnored = () => false}: {readonly isIgnored?: (signal: NodeJS.Signals) => boolean} = {}): void => {
	let isStopping = false;

	const end = (signal: NodeJS.Signals): void => {
		for (const name of signals) {
			process.removeListener(name, onSignal);
		}

		// Now the default applies: the shell sees which signal ended the program.
		process.kill(process.pid, signal);

		// Keeps the process running until the signal arrives.
		setTimeout(() => {}, signalArrivesWithinMs); // eslint-disable-line @typescript-eslint/no-empty-function -- Only waits.
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
		// Stops first, so that no change is recorded but not printed.
		void Promise.allSettled([stop?.(), finishOutput()]).then(() => {
			end(signal);
		});
	};

	for (const name of signals) {
		process.on(name, onSignal);
	}

	// Otherwise, Node would open a debugger to all local programs, and print its address on the screen.
	process.on('SIGUSR1', () => {}); // eslint-disable-line @typescript-eslint/no-empty-function -- Ignores the signal.
};

// The system ignores a stop signal if no shell could continue the process. Then resume after this time.
const notStoppedAfterMs = 200;

/**
Stops the process group, as the terminal does on Ctrl+Z. Resolves when the shell continues it.
*/
export const suspendProcess = async (): Promise<void> => {
	const waiting = new AbortController();
	const continued = once(process, 'SIGCONT', {signal: waiting.signal});
	process.kill(0, 'SIGTSTP');

	try {
		await Promise.race([continued, delay(notStoppedAfterMs, undefined, {signal: waiting.signal})]);
	} finally {
		waiting.abort();
		// The terminal may have been resized while the process was stopped.
		process.kill(process.pid, 'SIGWINCH');
	}
};
