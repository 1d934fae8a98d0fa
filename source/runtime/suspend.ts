import {once} from 'node:events';
import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';

// The system ignores a stop signal if no shell could continue the process. Then resume after this time.
const notStoppedAfterMs = 200;

/**
Stops the process group, as the terminal does on Ctrl+Z. Resolves when the shell continues it.
*/
export const stopProcess = async (): Promise<void> => {
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
