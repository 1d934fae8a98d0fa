import {type WriteStream} from 'node:tty';

/*
Shorter than what is felt as a delay, longer than the pause between two steps of a window that is dragged.
*/
const settledAfterMs = 40;

/**
A terminal whose size changes when it has settled: of a storm of resizes, as of a window that is dragged, it reports the last one alone, so that one frame is drawn and not one for each step.
*/
export const settledStdout = (stdout: WriteStream): WriteStream => {
	const listeners = new Set<() => void>();
	let size = {columns: stdout.columns, rows: stdout.rows};
	let timer: NodeJS.Timeout | undefined;

	stdout.on('resize', () => {
		clearTimeout(timer);
		timer = setTimeout(() => {
			size = {columns: stdout.columns, rows: stdout.rows};

			for (const listener of listeners) {
				listener();
			}
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
