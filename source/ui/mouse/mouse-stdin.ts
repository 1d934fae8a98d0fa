import {type ReadStream} from 'node:tty';
import {createMouseReader, type MouseReport} from './mouse-reader.ts';

/*
How long to wait for the rest of a report. A lone `Esc` must not wait long. Input that can't be a key can.
*/
const possibleKeyDelayMs = 30;
const partialReportDelayMs = 500;

type Listener = () => void;

/**
A proxy of stdin without mouse reports. Those go to `onReport`, in order with the text. Supports the two calls that Ink makes: it listens for `readable`, and reads until `read` returns null.
*/
export const mouseStdin = (stdin: ReadStream, onReport: (report: MouseReport) => void): ReadStream => {
	const reader = createMouseReader();
	const listeners = new Set<Listener>();
	const queue: Array<string | MouseReport> = [];
	let timer: NodeJS.Timeout | undefined;

	const flushLater = (take: () => string, delayMs: number): void => {
		timer = setTimeout(() => {
			const text = take();

			if (text !== '') {
				queue.push(text);
			}

			for (const listener of listeners) {
				listener();
			}
		}, delayMs);

		timer.unref();
	};

	const release = (): string => {
		const text = reader.release();
		flushLater(reader.settle, partialReportDelayMs);
		return text;
	};

	const push = (chunk: string): void => {
		clearTimeout(timer);
		queue.push(...reader.push(chunk));

		if (reader.isHolding()) {
			flushLater(release, possibleKeyDelayMs);
		} else {
			flushLater(reader.settle, partialReportDelayMs);
		}
	};

	const read = (): string | null => { // eslint-disable-line @typescript-eslint/no-restricted-types -- Node streams return null at the end.
		for (;;) {
			const part = queue.shift();

			if (typeof part === 'string') {
				return part;
			}

			if (part !== undefined) {
				onReport(part);
				continue;
			}

			const chunk: unknown = stdin.read();

			// Ink sets an encoding, so chunks are strings.
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
