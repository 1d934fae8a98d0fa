import {existsSync, mkdtempSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {spawn, type IPty} from '@lydell/node-pty';
import xterm, {type IBufferCell, type Terminal as Emulator} from '@xterm/headless';

const root = path.join(import.meta.dirname, '..', '..');
const program = path.join('dist', 'bin.js');

/**
What a terminal sends for the keys that are not characters.
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

/**
What to start, and on what terminal.
*/
export type OpenTerminalOptions = {
	/**
	Default: the built program.
	*/
	readonly command?: readonly [file: string, ...args: readonly string[]];

	/**
	What follows on the command line.
	*/
	readonly args?: readonly string[];

	/**
	Number of columns (horizontal character cells). Default: 100.
	*/
	readonly columns?: number;

	/**
	Number of rows. Default: 30.
	*/
	readonly rows?: number;

	/**
	In addition to the clean environment, or in place of parts of it.
	*/
	readonly env?: Readonly<Record<string, string>>;

	/**
	The title that the terminal has before the program starts. Default: none.
	*/
	readonly title?: string;

	/**
	The home folder, where it is to outlive the program. Default: one of its own, which is removed.
	*/
	readonly home?: string;
};

/**
How the program ended: one of the two.
*/
export type Exit = {
	readonly exitCode: number | undefined;

	/**
	`SIGTERM`, …
	*/
	readonly signal: string | undefined;
};

/**
What one cell of the screen holds. A color is one of the palette's 256 by its number, or `#rrggbb`; undefined is the terminal's own.
*/
export type Cell = {
	readonly text: string;

	/**
	Number of columns: 2 where the character is wide, and 0 for the cell after such a one.
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
An empty cell, in the terminal's own colors.
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
What the program has turned on in the terminal, and has to turn off before it ends.
*/
export type Modes = {
	readonly isAlternateScreen: boolean;
	readonly isCursorHidden: boolean;
	readonly isBracketedPaste: boolean;

	/**
	Whether the program is told of what the mouse does.
	*/
	readonly isMouseReported: boolean;
};

/*
Nothing of the person who runs the tests gets in: no AWS settings, no home folder, no sign of a build machine.
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
		throw new Error(`${program} is not there: \`npm run build\` makes it.`);
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
A program in a pseudo-terminal, and a terminal emulator that draws what it writes and answers what it asks.
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
	Between the two ends of a synchronized update a terminal shows what it showed before.
	*/
	readonly #drawn = (): void => {
		if (this.#emulator.modes.synchronizedOutputMode && this.#exit === undefined) {
			return;
		}

		for (const look of this.#onDrawn) {
			look();
		}
	};

	/**
	Settles when the program has ended, and all that it wrote is on the screen.
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
		this.#followTold();
		this.#emulator.write(`\u{1B}]2;${title}\u{7}`);
		this.#pty.onData(data => {
			this.#raw += data;
			this.#emulator.write(data, this.#drawn);
		});

		// A program may ask its terminal, for the position of the cursor for one.
		this.#emulator.onData(answer => {
			this.#send(answer);
		});

		const {promise, resolve} = Promise.withResolvers<Exit>();
		this.exited = promise;
		this.#pty.onExit(({exitCode, signal}) => {
			// Called when all that came before has been drawn.
			this.#emulator.write('', () => {
				const name = signalName(signal);
				this.#exit = {exitCode: name === undefined ? exitCode : undefined, signal: name};
				resolve(this.#exit);
				this.#drawn();
			});
		});
	}

	/*
	The emulator knows whether the cursor is shown, and does not tell.
	*/
	#followModes(): void {
		const setCursor = (isHidden: boolean) => (parameters: ReadonlyArray<number | number[]>): boolean => {
			if (parameters.includes(25)) {
				this.#isCursorHidden = isHidden;
			}

			// The emulator is to act on it as well.
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
	What terminals tell outside of the screen, in any of the three ways; the emulator knows none of them.
	*/
	#followTold(): void {
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
	What is on its way when the program ends gets lost, as in any terminal.
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

	/**
	Every byte that the program has written, as text.
	*/
	get raw(): string {
		return this.#raw;
	}

	/**
	The title that the terminal has.
	*/
	get title(): string {
		return this.#title;
	}

	/**
	What the program has last said of the progress in the taskbar, as `4;1;76`; empty before it does.
	*/
	get taskbar(): string {
		return this.#taskbar;
	}

	/**
	The notifications that the program has sent by OSC 9, 99 or 777, as they were sent.
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
	The rows of the screen from the top, without the spaces at their ends.
	*/
	lines(): readonly string[] {
		const {active} = this.#emulator.buffer;
		return Array.from({length: this.#emulator.rows}, (_, row) => (active.getLine(active.baseY + row)?.translateToString(true) ?? '').trimEnd());
	}

	/**
	The rows of the screen as one text, without empty ones at the bottom.
	*/
	screen(): string {
		return this.lines().join('\n').trimEnd();
	}

	/**
	What stands on the ordinary screen and has scrolled off it: what a person finds there after the program has ended.
	*/
	scrollback(): string {
		const {normal} = this.#emulator.buffer;
		const rows = Array.from({length: normal.length}, (_, row) => (normal.getLine(row)?.translateToString(true) ?? '').trimEnd());
		return rows.join('\n').trimEnd();
	}

	/**
	One cell of the screen, counted from the upper left, which is 0, 0. Undefined outside.
	*/
	cell(row: number, column: number): Cell | undefined {
		const {active} = this.#emulator.buffer;
		const cell = active.getLine(active.baseY + row)?.getCell(column);
		return cell === undefined ? undefined : readCell(cell);
	}

	/**
	All cells of the screen: rows from the top, each from the left.
	*/
	cells(): ReadonlyArray<readonly Cell[]> {
		const {rows, cols} = this.#emulator;
		return Array.from({length: rows}, (_, row) => Array.from({length: cols}, (__, column) => this.cell(row, column)).filter(cell => cell !== undefined));
	}

	/**
	Sends keys: characters as they are, others by `key`.

	Keys that are sent in a row may reach the program in one piece. Most programs sort that out, except after `key.escape`, which begins every other special key: wait for what it does to the screen before the next.
	*/
	press(...keys: readonly string[]): void {
		for (const sent of keys) {
			this.#send(sent);
		}
	}

	/**
	Pastes text as terminals do: line ends as `Enter`, and in brackets if the program has asked for them.
	*/
	paste(text: string): void {
		const typed = text.replaceAll('\n', '\r');
		this.#send(this.modes.isBracketedPaste ? `\u{1B}[200~${typed}\u{1B}[201~` : typed);
	}

	/**
	Makes the terminal this large, and tells the program.
	*/
	resize(columns: number, rows: number): void {
		this.#emulator.resize(columns, rows);
		this.#pty.resize(columns, rows);
		this.#drawn();
	}

	/**
	Settles as soon as the screen is as awaited: each time that something has been drawn, it is looked at. Rejects, and shows the screen, when the program ends first or it takes longer than the limit.
	*/
	async waitFor(isAwaited: (screen: string) => boolean, what: string, limitMs = 60_000): Promise<void> {
		const {promise, resolve, reject} = Promise.withResolvers<'seen' | 'ended' | 'late'>();
		const look = (): void => {
			try {
				if (isAwaited(this.screen())) {
					resolve('seen');
				} else if (this.#exit !== undefined) {
					resolve('ended');
				}
			} catch (error: unknown) {
				reject(error);
			}
		};

		const timer = setTimeout(resolve, limitMs, 'late');
		this.#onDrawn.add(look);
		look();

		try {
			const outcome = await promise;

			if (outcome !== 'seen') {
				const reason = outcome === 'ended' ? 'the program ended' : `${limitMs / 1000} s went by`;
				throw new Error(`Waited for ${what}, but ${reason}. The screen:\n${this.#framed()}`);
			}
		} finally {
			clearTimeout(timer);
			this.#onDrawn.delete(look);
		}
	}

	/**
	Settles as soon as the text stands on the screen. Rejects as `waitFor` does.
	*/
	async waitForText(text: string | RegExp, limitMs?: number): Promise<void> {
		await this.waitFor(
			screen => typeof text === 'string' ? screen.includes(text) : screen.search(text) !== -1,
			typeof text === 'string' ? `“${text}”` : String(text),
			limitMs,
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
	Ends the program if it still runs, and removes its home folder.
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
Starts a program in a terminal: the built one, where no other is named. `await using` ends it with the test.
*/
export const openTerminal = (options: OpenTerminalOptions = {}): Terminal => new Terminal(options);
