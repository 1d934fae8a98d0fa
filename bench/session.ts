import {Buffer} from 'node:buffer';
import {setTimeout as delay} from 'node:timers/promises';
import {spawn} from '@lydell/node-pty';
import {root} from './environment.ts';

/**
What to start.
*/
export type Command = {
	readonly file: string;
	readonly args: readonly string[];
	readonly env: Readonly<Record<string, string>>;
};

/**
A program in a pseudo-terminal. What it writes is not drawn, so that no emulator takes time from it. Times are milliseconds since it was started.
*/
export type Session = {
	readonly pid: number;

	/**
	How many bytes it has written.
	*/
	readonly bytes: () => number;

	readonly now: () => number;
	readonly press: (keys: string) => void;

	/**
	Forgets what was written so far.
	*/
	readonly forget: () => void;

	/**
	Gives the time at which what was written since the last `forget` became so that this is true. Rejects where the program ends before, or it takes longer than the limit.
	*/
	readonly until: (isSo: (written: string) => boolean, limitMs?: number) => Promise<number>;

	/**
	Resolves when it has written nothing for so long.
	*/
	readonly untilQuiet: (quietMs: number) => Promise<void>;

	/**
	Gives the time at which the last of what it wrote came, when it has ended.
	*/
	readonly untilEnd: () => Promise<number>;

	/**
	Asks it to quit, as a person does, and gives it some seconds: what Node has compiled is kept for the next start only so.
	*/
	readonly quit: () => Promise<void>;

	/**
	Ends it at once.
	*/
	readonly close: () => Promise<void>;
};

const columns = 120;
const rows = 40;

/*
Beyond this, of what was written only the end is kept.
*/
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
	let look = () => {}; // eslint-disable-line @typescript-eslint/no-empty-function -- Nobody waits yet.

	pty.onData(text => {
		lastWroteAt = now();
		bytes += Buffer.byteLength(text);
		written = (written + text).slice(-maxWritten);
		look();
	});

	pty.onExit(() => {
		hasEnded = true;
		look();
		end(undefined);
	});

	const until = async (isSo: (text: string) => boolean, limitMs = 300_000): Promise<number> => {
		const {promise, resolve, reject} = Promise.withResolvers<number>();
		const fail = (reason: string) => {
			const lastWritten = JSON.stringify(written.slice(-2000));
			reject(new Error(`${file} ${args.join(' ')}: ${reason}. It wrote:\n${lastWritten}`));
		};

		const timer = setTimeout(fail, limitMs, `${limitMs / 1000} s went by`);
		look = () => {
			if (isSo(written)) {
				resolve(lastWroteAt);
			} else if (hasEnded) {
				fail('it ended');
			}
		};

		look();

		try {
			return await promise;
		} finally {
			clearTimeout(timer);
			look = () => {}; // eslint-disable-line @typescript-eslint/no-empty-function -- Nobody waits any more.
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
		forget() {
			written = '';
		},
		until,
		async untilQuiet(quietMs) {
			for (let leftMs = quietMs; leftMs > 0; leftMs = lastWroteAt + quietMs - now()) {
				await delay(leftMs); // eslint-disable-line no-await-in-loop -- Waits until it need not.
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
