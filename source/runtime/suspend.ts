import {once} from 'node:events';
import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';

/*
A stop signal is dropped where no shell would continue the process; then it simply goes on after this.
*/
const notStoppedAfterMs = 200;

/**
Stops the process and those that were started with it, as the terminal does on Ctrl+Z, and resolves when they are continued.
*/
export const stopProcess = async (): Promise<void> => {
	const waiting = new AbortController();
	const continued = once(process, 'SIGCONT', {signal: waiting.signal});
	process.kill(0, 'SIGTSTP');

	try {
		await Promise.race([continued, delay(notStoppedAfterMs, undefined, {signal: waiting.signal})]);
	} finally {
		waiting.abort();
		// Not told of while it was in the background: the size of the terminal may be another.
		process.kill(process.pid, 'SIGWINCH');
	}
};
