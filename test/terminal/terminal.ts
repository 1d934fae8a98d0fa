import {existsSync, mkdtempSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {spawn, type IPty} from '@lydell/node-pty';
import xterm, {type IBufferCell, type Terminal as Emulator} from '@xterm/headless';
import {root} from '../support/root.ts';

const program = path.join('dist', 'bin.js');

/**
The input that a terminal sends for special keys.
*/
export const key = {
	up: '\u{1B}[A',
	down: '\u{1B}[B',
	right: '\u{1B}[C',
	left: '\u{1B}[D',
	home: '\u{1B}[H',
	end: '\u{1B}[F',
	pageUp: '\u{1B}[5~',
	pageDown: '\u{1B}[6~',
	delete: '\u{1B}[3~',
	backspace: '\u{7F}',
	enter: '\r',
	tab: '\t',
	shiftTab: '\u{1B}[Z',
	escape: '\u{1B}',
	ctrl: (letter: string): string => String.fromCodePoint((letter.toUpperCase().codePointAt(0) ?? 0) - 0x40),
} as const;

export type OpenTerminalOptions = {
	/**
	Default: the built program.
	*/
	readonly command?: readonly [file: string, ...args: readonly string[]];

	/**
	Arguments after those of `command`.
	*/
	readonly args?: readonly string[];

	/**
	Default: 100.
	*/
	readonly columns?: number;

	/**
	Default: 30.
	*/
	readonly rows?: number;

	/**
	Added to the clean environment.
	*/
	readonly env?: Readonly<Record<string, string>>;

	/**
	The title of the terminal before the program starts.
	*/
	readonly title?: string;

	/**
	Default: a new folder, removed on `close`.
	*/
	readonly home?: string;
};

/*
Either the exit code or the signal (such as `SIGTERM`) is defined.
*/
type Exit = {
	readonly exitCode: number | undefined;
	readonly signal: string | undefined;
};

/**
A cell of the screen. A colour is an index of the 256-colour palette or `#rrggbb`; undefined is the default colour.
*/
export type Cell = {
	readonly text: string;

	/**
	In columns: 2 for a wide character, and 0 for the cell after it.
	*/
	readonly width: number;
	readonly foreground: number | string | undefined;
	readonly background: number | string | undefined;
	readonly isBold: boolean;
	readonly isDim: boolean;
	readonly isInverse: boolean;
	readonly isUnderlined: boolean;
};

/**
An empty cell in the default colours.
*/
export const plainCell: Cell = {
	text: '',
	width: 1,
	foreground: undefined,
	background: undefined,
	isBold: false,
	isDim: false,
	isInverse: false,
	isUnderlined: false,
};

/**
Terminal modes that the program turns on, and must turn off before it ends.
*/
export type Modes = {
	readonly isAlternateScreen: boolean;
	readonly isCursorHidden: boolean;
	readonly isBracketedPaste: boolean;
	readonly isMouseReported: boolean;
};

/*
Contains nothing of the user who runs the tests: no AWS settings, home folder or CI variables.
*/
const cleanEnvironment = (home: string): Readonly<Record<string, string>> => Object.fromEntries([
	['PATH', process.env['PATH'] ?? ''],
	['HOME', home],
	['TERM', 'xterm-256color'],
	['LANG', 'C.UTF-8'],
	['TZ', 'UTC'],
	['AWS_CONFIG_FILE', os.devNull],
	['AWS_SHARED_CREDENTIALS_FILE', os.devNull],
	['AWS_EC2_METADATA_DISABLED', 'true'],
]);

const builtProgram = (): readonly [string, string] => {
	if (!existsSync(path.join(root, program))) {
		throw new Error(`${program} does not exist. Run npm run build.`);
	}

	return [process.execPath, program];
};

const signalName = (signal: number | undefined): string | undefined =>
	Object.entries(os.constants.signals).find(([, number]) => number === signal)?.[0];

const color = (isDefault: boolean, isRgb: boolean, value: number): number | string | undefined => {
	if (isDefault) {
		return undefined;
	}

	return isRgb ? `#${value.toString(16).padStart(6, '0')}` : value;
};

const readCell = (cell: IBufferCell): Cell => ({
	text: cell.getChars(),
	width: cell.getWidth(),
	foreground: color(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor()),
	background: color(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor()),
	isBold: cell.isBold() !== 0,
	isDim: cell.isDim() !== 0,
	isInverse: cell.isInverse() !== 0,
	isUnderlined: cell.isUnderline() !== 0,
});

/**
A program in a pseudo-terminal, connected to a terminal emulator.
*/
export class Terminal {
	readonly #home: string;
	readonly #isHomeOwn: boolean;
	readonly #emulator: Emulator;
	readonly #pty: IPty;
	readonly #onDrawn = new Set<() => void>();
	#raw = '';
	#title: string;
	#taskbar = '';
	readonly #notifications: string[] = [];
	#bells = 0;
	#isCursorHidden = false;
	#exit: Exit | undefined;

	/*
	During a synchronized update, a terminal keeps showing the old frame.
	*/
	readonly #notifyDrawn = (): void => {
		if (this.#emulator.modes.synchronizedOutputMode && this.#exit === undefined) {
			return;
		}

		for (const listener of this.#onDrawn) {
			listener();
		}
	};

	/**
	Resolves when the program has ended and the emulator has drawn all its output.
	*/
	readonly exited: Promise<Exit>;

	constructor({command, args = [], columns = 100, rows = 30, env = {}, title = '', home}: OpenTerminalOptions) {
		this.#isHomeOwn = home === undefined;
		this.#home = home ?? mkdtempSync(path.join(os.tmpdir(), 'neptune-import-watch-'));
		this.#title = title;
		const [file, ...firstArgs] = command ?? builtProgram();
		this.#emulator = new xterm.Terminal({
			cols: columns,
			rows,
			scrollback: 10_000,
			allowProposedApi: true,
			windowOptions: {pushTitle: true, popTitle: true},
		});
		this.#pty = spawn(file, [...firstArgs, ...args], {
			cols: columns,
			rows,
			cwd: root,
			env: {...cleanEnvironment(this.#home), ...env},
		});
		this.#followModes();
		this.#followNotifications();
		this.#emulator.write(`\u{1B}]2;${title}\u{7}`);
		this.#pty.onData(data => {
			this.#raw += data;
			this.#emulator.write(data, this.#notifyDrawn);
		});

		// Answers queries of the program, such as for the cursor position.
		this.#emulator.onData(answer => {
			this.#send(answer);
		});

		const {promise, resolve} = Promise.withResolvers<Exit>();
		this.exited = promise;
		this.#pty.onExit(({exitCode, signal}) => {
			// Called when all output before it has been drawn.
			this.#emulator.write('', () => {
				const name = signalName(signal);
				this.#exit = {exitCode: name === undefined ? exitCode : undefined, signal: name};
				resolve(this.#exit);
				this.#notifyDrawn();
			});
		});
	}

	/*
	The emulator has no API for the visibility of the cursor.
	*/
	#followModes(): void {
		const setCursor = (isHidden: boolean) => (parameters: ReadonlyArray<number | number[]>): boolean => {
			if (parameters.includes(25)) {
				this.#isCursorHidden = isHidden;
			}

			// Lets the emulator handle it too.
			return false;
		};

		this.#emulator.parser.registerCsiHandler({prefix: '?', final: 'l'}, setCursor(true));
		this.#emulator.parser.registerCsiHandler({prefix: '?', final: 'h'}, setCursor(false));
		this.#emulator.onTitleChange(title => {
			this.#title = title;
		});
		this.#emulator.onBell(() => {
			this.#bells++;
		});
	}

	/*
	The emulator ignores OSC 9, 99 and 777.
	*/
	#followNotifications(): void {
		this.#emulator.parser.registerOscHandler(9, text => {
			if (text.startsWith('4;')) {
				this.#taskbar = text;
			} else {
				this.#notifications.push(text);
			}

			return true;
		});

		for (const number of [99, 777]) {
			this.#emulator.parser.registerOscHandler(number, text => {
				this.#notifications.push(text);
				return true;
			});
		}
	}

	/*
	Drops input after the program has ended.
	*/
	#send(text: string): void {
		if (this.#exit === undefined) {
			this.#pty.write(text);
		}
	}

	#framed(): string {
		const edge = '─'.repeat(this.#emulator.cols);
		return [`┌${edge}┐`, ...this.lines().map(line => `│${line}`), `└${edge}┘`].join('\n');
	}

	get pid(): number {
		return this.#pty.pid;
	}

	/**
	The whole output of the program, including control sequences.
	*/
	get raw(): string {
		return this.#raw;
	}

	get title(): string {
		return this.#title;
	}

	/**
	The last progress in the taskbar (OSC 9), such as `4;1;76`; initially empty.
	*/
	get taskbar(): string {
		return this.#taskbar;
	}

	/**
	The raw notifications (OSC 9, 99 or 777).
	*/
	get notifications(): readonly string[] {
		return this.#notifications;
	}

	/**
	How many times the bell rang.
	*/
	get bells(): number {
		return this.#bells;
	}

	get modes(): Modes {
		const {modes, buffer} = this.#emulator;
		return {
			isAlternateScreen: buffer.active.type === 'alternate',
			isCursorHidden: this.#isCursorHidden,
			isBracketedPaste: modes.bracketedPasteMode,
			isMouseReported: modes.mouseTrackingMode !== 'none',
		};
	}

	/**
	The rows of the screen, without trailing spaces.
	*/
	lines(): readonly string[] {
		const {active} = this.#emulator.buffer;
		return Array.from({length: this.#emulator.rows}, (_, row) => (active.getLine(active.baseY + row)?.translateToString(true) ?? '').trimEnd());
	}

	/**
	The rows of the screen as one text, without empty rows at the end.
	*/
	screen(): string {
		return this.lines().join('\n').trimEnd();
	}

	/**
	The text of the normal screen and its scrollback.
	*/
	scrollback(): string {
		const {normal} = this.#emulator.buffer;
		const rows = Array.from({length: normal.length}, (_, row) => (normal.getLine(row)?.translateToString(true) ?? '').trimEnd());
		return rows.join('\n').trimEnd();
	}

	/**
	Counts from 0 at the upper left. Returns undefined outside of the screen.
	*/
	cell(row: number, column: number): Cell | undefined {
		const {active} = this.#emulator.buffer;
		const cell = active.getLine(active.baseY + row)?.getCell(column);
		return cell === undefined ? undefined : readCell(cell);
	}

	cells(): ReadonlyArray<readonly Cell[]> {
		const {rows, cols} = this.#emulator;
		return Array.from({length: rows}, (_, row) => Array.from({length: cols}, (__, column) => this.cell(row, column)).filter(cell => cell !== undefined));
	}

	/**
	Sends keys: characters, or special keys of `key`.

	Several keys may reach the program in one chunk. After `key.escape`, wait for its effect before the next key, because special keys start with the same character.
	*/
	press(...keys: readonly string[]): void {
		for (const sent of keys) {
			this.#send(sent);
		}
	}

	/**
	Pastes text like a terminal: line ends become `Enter`, and bracketed paste is used if the program turned it on.
	*/
	paste(text: string): void {
		const typed = text.replaceAll('\n', '\r');
		this.#send(this.modes.isBracketedPaste ? `\u{1B}[200~${typed}\u{1B}[201~` : typed);
	}

	resize(columns: number, rows: number): void {
		this.#emulator.resize(columns, rows);
		this.#pty.resize(columns, rows);
		this.#notifyDrawn();
	}

	/**
	Checks the condition after each drawing. Rejects with the screen if the program ends first or the timeout passes.
	*/
	async waitFor(isExpected: (screen: string) => boolean, description: string, timeoutMs = 60_000): Promise<void> {
		const {promise, resolve, reject} = Promise.withResolvers<'seen' | 'ended' | 'late'>();
		const check = (): void => {
			try {
				if (isExpected(this.screen())) {
					resolve('seen');
				} else if (this.#exit !== undefined) {
					resolve('ended');
				}
			} catch (error: unknown) {
				reject(error);
			}
		};

		const timer = setTimeout(resolve, timeoutMs, 'late');
		this.#onDrawn.add(check);
		check();

		try {
			const outcome = await promise;

			if (outcome !== 'seen') {
				const reason = outcome === 'ended' ? 'the program ended' : `${timeoutMs / 1000} s passed`;
				throw new Error(`Waited for ${description}, but ${reason}. The screen:\n${this.#framed()}`);
			}
		} finally {
			clearTimeout(timer);
			this.#onDrawn.delete(check);
		}
	}

	async waitForText(text: string | RegExp, timeoutMs?: number): Promise<void> {
		await this.waitFor(
			screen => typeof text === 'string' ? screen.includes(text) : screen.search(text) !== -1,
			typeof text === 'string' ? `“${text}”` : String(text),
			timeoutMs,
		);
	}

	/**
	Sends a signal to the program, unless it has ended.
	*/
	kill(signal: NodeJS.Signals): void {
		if (this.#exit === undefined) {
			this.#pty.kill(signal);
		}
	}

	/**
	Kills the program if it still runs, and removes its temporary home folder.
	*/
	async close(): Promise<void> {
		this.kill('SIGKILL');
		await this.exited;
		this.#emulator.dispose();

		if (this.#isHomeOwn) {
			await rm(this.#home, {recursive: true, force: true});
		}
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.close();
	}
}

/**
Starts a program in a terminal. Use `await using` or `closeAfterTest` to close it.
*/
export const openTerminal = (options: OpenTerminalOptions = {}): Terminal => new Terminal(options);
