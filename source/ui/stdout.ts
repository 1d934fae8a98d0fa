import {type WriteStream} from 'node:tty';
import {asciiText} from '../domain/ascii-text.ts';

/*
Too short to be felt, longer than the pause between two steps of a window that is dragged.
*/
const settledAfterMs = 40;

/*
Moves the cursor to the first cell and erases everything from there: nobody knows what the terminal made of the old frame when its size changed.
*/
const eraseScreen = '\u{1B}[H\u{1B}[J';

type StdoutSettings = {
	/**
	Whether to replace signs by ASCII ones of the same width.
	*/
	readonly isAscii: boolean;

	/**
	Whether the program has the screen for itself, and may erase it.
	*/
	readonly isWhole: boolean;

	/**
	Whether the program has the terminal now.
	*/
	readonly isOurs: () => boolean;

	/**
	Called with each new size, before anything is drawn.
	*/
	readonly onSettled: () => void;

	/**
	Called before Ink, which draws a whole frame.
	*/
	readonly onRedraw: () => void;
};

/**
The terminal as Ink sees it. While a window is dragged, it reports the last size only, so that one frame is drawn and not one for each step.
*/
export const createStdout = (stdout: WriteStream, {isAscii, isWhole, isOurs, onSettled, onRedraw}: StdoutSettings): WriteStream => {
	const listeners = new Set<() => void>();
	let size = {columns: stdout.columns, rows: stdout.rows};
	let timer: NodeJS.Timeout | undefined;

	const redraw = () => {
		if (!isOurs()) {
			return;
		}

		if (isWhole) {
			stdout.write(eraseScreen);
		}

		onRedraw();

		for (const listener of listeners) {
			listener();
		}
	};

	stdout.on('resize', () => {
		clearTimeout(timer);
		timer = setTimeout(() => {
			size = {columns: stdout.columns, rows: stdout.rows};
			onSettled();

			// Lets React render with the new size first.
			setImmediate(redraw);
		}, settledAfterMs);
	});

	const write = (chunk: string | Uint8Array, ...rest: readonly unknown[]): unknown =>
		Reflect.apply(stdout.write, stdout, [isAscii && typeof chunk === 'string' ? asciiText(chunk) : chunk, ...rest]);
	const on = (event: string, listener: () => void): unknown => event === 'resize' ? listeners.add(listener) : stdout.on(event, listener);
	const off = (event: string, listener: () => void): unknown => event === 'resize' ? listeners.delete(listener) : stdout.off(event, listener);
	const overrides: ReadonlyMap<string | symbol, unknown> = new Map<string, unknown>([['write', write], ['on', on], ['off', off]]);

	return new Proxy(stdout, {
		get(target, property) {
			if (property === 'columns' || property === 'rows') {
				return size[property];
			}

			const value: unknown = overrides.get(property) ?? Reflect.get(target, property);
			return typeof value === 'function' ? value.bind(target) as unknown : value;
		},
	});
};
