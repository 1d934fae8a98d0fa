import {type ReadStream} from 'node:tty';
import {createInputReader, type InputPart, type MouseReport} from './input-reader.ts';

/*
How long to wait for the rest of a mouse event, in milliseconds: Esc alone can't wait for longer. After a key was released, its rest may still come for a while.
*/
const holdMs = 30;
const expectMs = 500;

// A paste without an end marker ends after this time without input.
const pasteTimeoutMs = 2000;

// Characters that are handled before the event loop gets a turn: Ctrl+C behind 100 KB of junk must be seen within a second.
const charactersPerTurn = 256;

// Drops what arrives beyond this: nobody types that far ahead.
const maxWaitingLength = 131_072;

const interrupt = '\u{3}';

type Listener = () => void;

// A mouse event counts as about as many characters as it took.
const lengthOf = (part: InputPart): number => part.kind === 'mouse' ? 10 : part.text.length;

/**
A terminal's input as Ink reads it. Takes out mouse events, ends unfinished pastes, and calls `onInterrupt` as soon as Ctrl+C arrives, also inside a paste.

Follows the two ways that Ink uses a stream: it listens for `readable`, and then reads until `read` returns null.
*/
export const createTerminalInput = (stdin: ReadStream, {onMouse, onInterrupt}: {
	readonly onMouse: (report: MouseReport) => void;
	readonly onInterrupt: () => void;
}): ReadStream => {
	const reader = createInputReader();
	const listeners = new Set<Listener>();
	let waiting: InputPart[] = [];
	let waitingLength = 0;
	let leftInTurn = charactersPerTurn;
	let timer: NodeJS.Timeout | undefined;

	const notify = (): void => {
		for (const listener of listeners) {
			listener();
		}
	};

	const add = (part: InputPart): void => {
		waiting.push(part);
		waitingLength += lengthOf(part);
	};

	const after = (delayMs: number, takeLate: () => InputPart): void => {
		clearTimeout(timer);
		timer = setTimeout(() => {
			const part = takeLate();

			if (!(lengthOf(part) > 0)) {
				return;
			}

			add(part);
			notify();
		}, delayMs);
		timer.unref();
	};

	const settle = (): InputPart => ({kind: 'keys', text: reader.settle()});

	const release = (): InputPart => {
		const text = reader.release();
		after(expectMs, settle);
		return {kind: 'keys', text};
	};

	const setTimer = (): void => {
		if (reader.isPasting()) {
			after(pasteTimeoutMs, () => ({kind: 'paste', text: reader.endPaste()}));
		} else if (reader.isHolding()) {
			after(holdMs, release);
		} else {
			after(expectMs, settle);
		}
	};

	/*
	Reads everything that has arrived, so that Ctrl+C is seen before the keys in front of it are handled.
	*/
	const drain = (): void => {
		for (let chunk: unknown = stdin.read(); typeof chunk === 'string'; chunk = stdin.read()) {
			if (chunk.includes(interrupt)) {
				waiting = [];
				waitingLength = 0;
				onInterrupt();
			} else if (waitingLength < maxWaitingLength) {
				for (const part of reader.push(chunk)) {
					add(part);
				}

				setTimer();
			}
		}
	};

	const take = (): InputPart | undefined => {
		const part = waiting[0]?.kind === 'keys' ? waiting[0] : waiting.shift();

		if (part?.kind !== 'keys') {
			return part;
		}

		// Never splits a surrogate pair.
		const text = part.text.slice(0, (part.text.codePointAt(leftInTurn - 1) ?? 0) > 0xFF_FF ? leftInTurn + 1 : leftInTurn);

		if (text.length === part.text.length) {
			waiting.shift();
		} else {
			waiting[0] = {kind: 'keys', text: part.text.slice(text.length)};
		}

		return {kind: 'keys', text};
	};

	/*
	Returns the next keys or paste, or null if there is nothing more in this turn. Handles mouse events on the way, in their order.
	*/
	const read = (): string | null => { // eslint-disable-line @typescript-eslint/no-restricted-types -- As streams do.
		drain();

		while (leftInTurn > 0) {
			const part = take();

			if (part === undefined) {
				break;
			}

			leftInTurn -= lengthOf(part);
			waitingLength -= lengthOf(part);

			if (part.kind === 'keys') {
				return part.text;
			}

			if (part.kind === 'paste') {
				return `\u{1B}[200~${part.text}\u{1B}[201~`;
			}

			onMouse(part.report);
		}

		leftInTurn = charactersPerTurn;

		if (waiting.length > 0) {
			setImmediate(notify);
		}

		return null;
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
