import {type ReadStream} from 'node:tty';
import {createMouseReader, type MouseReport} from './mouse-reader.ts';

/*
So long, in milliseconds, the pieces of a report may lie apart: Esc alone can't wait for longer, and what can be no key can.
*/
const heldForMs = 30;
const expectedForMs = 500;

type Listener = () => void;

/**
A terminal's input without what the mouse did, which goes to `onReport`, in the order in which both came. What the mouse did is never read as text, in however many pieces it arrives. Follows the two ways that Ink has: it listens for `readable`, and reads until there is nothing more.
*/
export const mouseStdin = (stdin: ReadStream, onReport: (report: MouseReport) => void): ReadStream => {
	const reader = createMouseReader();
	const listeners = new Set<Listener>();
	const waiting: Array<string | MouseReport> = [];
	let timer: NodeJS.Timeout | undefined;

	const giveLater = (take: () => string, delayMs: number): void => {
		timer = setTimeout(() => {
			const text = take();

			if (text !== '') {
				waiting.push(text);
			}

			for (const listener of listeners) {
				listener();
			}
		}, delayMs);

		// What is left of a report keeps no process alive.
		timer.unref();
	};

	const settle = (): string => reader.settle();

	const release = (): string => {
		const text = reader.release();
		giveLater(settle, expectedForMs);
		return text;
	};

	const push = (chunk: string): void => {
		clearTimeout(timer);
		waiting.push(...reader.push(chunk));

		if (reader.isHolding()) {
			giveLater(release, heldForMs);
		} else {
			giveLater(settle, expectedForMs);
		}
	};

	/*
	As a stream of text is read: null where there is nothing more.
	*/
	const read = (): string | null => { // eslint-disable-line @typescript-eslint/no-restricted-types -- As above.
		for (;;) {
			const part = waiting.shift();

			if (typeof part === 'string') {
				return part;
			}

			if (part !== undefined) {
				onReport(part);
				continue;
			}

			const chunk: unknown = stdin.read();

			// Ink has set an encoding.
			if (typeof chunk !== 'string') {
				return null;
			}

			push(chunk);
		}
	};

	const overrides: ReadonlyMap<string | symbol, unknown> = new Map<string, unknown>([
		['read', read],
		['addListener', (event: string, listener: Listener) => {
			if (event === 'readable') {
				listeners.add(listener);
			}

			return stdin.addListener(event, listener);
		}],
		['removeListener', (event: string, listener: Listener) => {
			listeners.delete(listener);
			return stdin.removeListener(event, listener);
		}],
	]);

	return new Proxy(stdin, {
		get(target, property) {
			const override = overrides.get(property);

			if (override !== undefined) {
				return override;
			}

			const value: unknown = Reflect.get(target, property);
			return typeof value === 'function' ? value.bind(target) as unknown : value;
		},
	});
};
