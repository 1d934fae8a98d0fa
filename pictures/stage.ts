import {
	mkdtempSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {openTerminal, type Terminal} from '../test/terminal/terminal.ts';

// Monday, 14:00 UTC.
const startedAt = Date.UTC(2026, 2, 2, 14);

const secondMs = 1000;

// The shortest interval between two polls.
const stepSeconds = 5;

/*
Loaded into the program. It takes the time from a file, and ends waits of a second or more when that time has come. It confirms the number beside the time in a second file once no request or shorter wait has been pending for ten turns of the event loop.
*/
const clockModule = (file: string): string => `data:text/javascript,${encodeURIComponent(`
import {readFileSync, writeFileSync} from 'node:fs';
import {subscribe} from 'node:diagnostics_channel';
const file = ${JSON.stringify(file)};
const read = () => readFileSync(file, 'utf8').split(' ').map(Number);
Date.now = () => read()[0];
const {setTimeout: start, clearTimeout: stop} = globalThis;
const short = new Set();
globalThis.setTimeout = (callback, ms = 0, ...values) => {
	const end = Date.now() + ms;
	const timer = ms < 1000 ? start(() => {
		short.delete(timer);
		callback(...values);
	}, ms) : setInterval(() => {
		if (Date.now() >= end) {
			clearInterval(timer);
			callback(...values);
		}
	}, 5);
	if (ms < 1000) {
		short.add(timer);
	}
	return timer;
};
globalThis.clearTimeout = timer => {
	short.delete(timer);
	stop(timer);
};
let inFlight = 0;
subscribe('http.client.request.start', () => { inFlight++; });
subscribe('http.client.response.finish', () => { inFlight--; });
subscribe('http.client.request.error', () => { inFlight--; });
let turn = 0;
let quiet = 0;
setInterval(() => {
	const [, given] = read();
	quiet = given === turn && inFlight === 0 && short.size === 0 ? quiet + 1 : 0;
	turn = given;
	if (quiet === 10) {
		writeFileSync(file + '.quiet', String(turn));
	}
}, 5).unref();
`).replaceAll('\'', '%27')}`;

export type Stage = {
	readonly terminal: Terminal;

	/**
	Lets the program poll until this time, in seconds since the start.
	*/
	readonly playUntil: (seconds: number) => Promise<void>;

	/**
	Presses keys, and waits until the screen has this text and nothing moves.
	*/
	readonly press: (keys: readonly string[], text: string) => Promise<void>;
	readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/**
Starts the built program with `--demo` and a clock that moves only between two polls. The imports of the demo depend on the time alone, so all screens are the same in each run.
*/
export const openStage = async ({columns, rows}: {readonly columns: number; readonly rows: number}): Promise<Stage> => {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'neptune-import-watch-stage-'));
	const clockFile = path.join(folder, 'clock');
	const quietFile = `${clockFile}.quiet`;
	let now = startedAt;
	let turn = 0;

	// The program never reads a half-written file.
	const write = (file: string, text: string): void => {
		writeFileSync(`${file}.new`, text);
		renameSync(`${file}.new`, file);
	};

	const setClock = (at: number): void => {
		now = at;
		turn++;
		write(clockFile, `${now} ${turn}`);
	};

	setClock(startedAt);
	write(quietFile, '');
	const terminal = openTerminal({
		args: ['--demo'], columns, rows, env: Object.fromEntries([['NODE_OPTIONS', `--import=${clockModule(clockFile)}`]]),
	});

	/*
	Waits until the program is quiet, and the terminal has read all of its output.
	*/
	const settle = async (): Promise<void> => {
		setClock(now);

		while (readFileSync(quietFile, 'utf8') !== String(turn)) {
			await delay(5); // eslint-disable-line no-await-in-loop -- Until the program has confirmed it.
		}

		for (let length = -1; length !== terminal.raw.length;) {
			({length} = terminal.raw);
			await delay(30); // eslint-disable-line no-await-in-loop -- Until nothing more comes.
		}
	};

	await terminal.waitForText(/\[All \d/v);
	await settle();

	return {
		terminal,
		async playUntil(seconds) {
			const from = now + (stepSeconds * secondMs);
			const until = startedAt + (seconds * secondMs);

			for (let at = from; at <= until; at += stepSeconds * secondMs) {
				setClock(at);
				await settle(); // eslint-disable-line no-await-in-loop -- One poll after the other.
			}
		},
		async press(keys, text) {
			terminal.press(...keys);
			await terminal.waitForText(text);
			await settle();
		},
		async [Symbol.asyncDispose]() {
			await terminal.close();
			rmSync(folder, {recursive: true, force: true});
		},
	};
};
