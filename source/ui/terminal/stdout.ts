import {type WriteStream} from 'node:tty';
import {asciiText} from '../../text/ascii-text.ts';

// Too short to notice, but longer than the pause between two resize events of a dragged window.
const debounceMs = 40;

/*
Moves the cursor home and erases the screen. Terminals reflow the old frame differently when they resize.
*/
const eraseScreen = '\u{1B}[H\u{1B}[J';

type StdoutSettings = {
	/**
	Replaces symbols with ASCII ones of the same width.
	*/
	readonly isAscii: boolean;

	/**
	The program may erase the alternate screen, but not the scrollback.
	*/
	readonly hasAlternateScreen: boolean;

	/**
	False while the program is suspended.
	*/
	readonly canDraw: () => boolean;

	/**
	Called with each new size, before anything is drawn.
	*/
	readonly onSettled: () => void;

	/**
	Called before Ink draws a whole frame.
	*/
	readonly onRedraw: () => void;
};

/**
A proxy of stdout for Ink. Debounces resize events: dragging the window draws one frame, not one per step.
*/
export const createStdout = (stdout: WriteStream, {isAscii, hasAlternateScreen, canDraw, onSettled, onRedraw}: StdoutSettings): WriteStream => {
	const listeners = new Set<() => void>();
	let size = {columns: stdout.columns, rows: stdout.rows};
	let timer: NodeJS.Timeout | undefined;

	const redraw = () => {
		if (!canDraw()) {
			return;
		}

		if (hasAlternateScreen) {
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

			// React must render with the new size first.
			setImmediate(redraw);
		}, debounceMs);
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
