import {type WriteStream} from 'node:tty';

/*
Shorter than what is felt as a delay, longer than the pause between two steps of a window that is dragged.
*/
const settledAfterMs = 40;

/*
The cursor to the first cell, and everything from there on erased: what the terminal made of the old frame when its size changed is not known.
*/
const eraseScreen = '\u{1B}[H\u{1B}[J';

/**
A terminal whose size changes when it has settled: of a storm of resizes, as of a window that is dragged, it reports the last one alone, so that one frame is drawn and not one for each step.

`onSettled` comes first, and what React draws because of it; then `onRedraw`, and whoever listens for a resize, which is Ink, draws a whole frame. `isOurs` says whether the terminal is the program's now, and `isWhole` whether its screen is the program's alone, and may be erased.
*/
export const settledStdout = (stdout: WriteStream, {isWhole, isOurs, onSettled, onRedraw}: {
	readonly isWhole: boolean;
	readonly isOurs: () => boolean;
	readonly onSettled: () => void;
	readonly onRedraw: () => void;
}): WriteStream => {
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
			setImmediate(redraw);
		}, settledAfterMs);
	});

	const overrides: ReadonlyMap<string | symbol, unknown> = new Map<string, (event: string, listener: () => void) => unknown>([
		['on', (event, listener) => event === 'resize' ? listeners.add(listener) : stdout.on(event, listener)],
		['off', (event, listener) => event === 'resize' ? listeners.delete(listener) : stdout.off(event, listener)],
	]);

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
