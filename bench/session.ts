import {Buffer} from 'node:buffer';
import {setTimeout as delay} from 'node:timers/promises';
import {spawn} from '@lydell/node-pty';
import {root} from './environment.ts';

export type Command = {
	readonly file: string;
	readonly args: readonly string[];
	readonly env: Readonly<Record<string, string>>;
};

/**
A program in a pseudo-terminal. No emulator draws its output, because that would take CPU time from the program. Times are milliseconds since the start.
*/
export type Session = {
	readonly pid: number;

	/**
	The number of bytes written.
	*/
	readonly bytes: () => number;

	readonly now: () => number;
	readonly press: (keys: string) => void;

	/**
	Discards the output so far.
	*/
	readonly clear: () => void;

	/**
	Resolves to the time of the output that met the condition. Considers the output since the last `clear`. Rejects if the program ends first or the limit passes.
	*/
	readonly until: (isMet: (written: string) => boolean, limitMs?: number) => Promise<number>;
	readonly untilQuiet: (quietMs: number) => Promise<void>;

	/**
	Resolves when the program has ended, to the time of its last output.
	*/
	readonly untilEnd: () => Promise<number>;

	/**
	Quits with the q key, and kills the program after some seconds. Only a normal exit saves Node's compile cache for the next start.
	*/
	readonly quit: () => Promise<void>;

	/**
	Kills the program.
	*/
	readonly close: () => Promise<void>;
};

const columns = 120;
const rows = 40;

// Keeps only this many of the last characters.
const maxWritten = 1_000_000;

/**
Starts a program in a pseudo-terminal of 120×40.
*/
export const openSession = ({file, args, env}: Command): Session => {
	const startedAt = performance.now();
	const now = () => performance.now() - startedAt;
	const pty = spawn(file, [...args], {
		cols: columns,
		rows,
		cwd: root,
		env: {...env},
	});
	const {promise: ended, resolve: end} = Promise.withResolvers<undefined>();
	let written = '';
	let bytes = 0;
	let lastWroteAt = 0;
	let hasEnded = false;
	let check = () => {}; // eslint-disable-line @typescript-eslint/no-empty-function -- Nobody waits yet.

	pty.onData(text => {
		lastWroteAt = now();
		bytes += Buffer.byteLength(text);
		written = (written + text).slice(-maxWritten);
		check();
	});

	pty.onExit(() => {
		hasEnded = true;
		check();
		end(undefined);
	});

	const until = async (isMet: (text: string) => boolean, limitMs = 300_000): Promise<number> => {
		const {promise, resolve, reject} = Promise.withResolvers<number>();
		const fail = (reason: string) => {
			const lastWritten = JSON.stringify(written.slice(-2000));
			reject(new Error(`${file} ${args.join(' ')}: ${reason}. Output:\n${lastWritten}`));
		};

		const timer = setTimeout(fail, limitMs, `timed out after ${limitMs / 1000} s`);
		check = () => {
			if (isMet(written)) {
				resolve(lastWroteAt);
			} else if (hasEnded) {
				fail('the program ended');
			}
		};

		check();

		try {
			return await promise;
		} finally {
			clearTimeout(timer);
			check = () => {}; // eslint-disable-line @typescript-eslint/no-empty-function -- Nobody waits any more.
		}
	};

	const close = async () => {
		if (!hasEnded) {
			pty.kill('SIGKILL');
		}

		await ended;
	};

	return {
		pid: pty.pid,
		bytes: () => bytes,
		now,
		press(keys) {
			pty.write(keys);
		},
		clear() {
			written = '';
		},
		until,
		async untilQuiet(quietMs) {
			for (let leftMs = quietMs; leftMs > 0; leftMs = lastWroteAt + quietMs - now()) {
				await delay(leftMs); // eslint-disable-line no-await-in-loop -- Waits again after each output.
			}
		},
		async untilEnd() {
			await ended;
			return lastWroteAt;
		},
		async quit() {
			if (!hasEnded) {
				pty.write('q');
			}

			await Promise.race([ended, delay(3000, undefined, {ref: false})]);
			await close();
		},
		close,
	};
};
