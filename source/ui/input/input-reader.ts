/**
A mouse event in SGR format (mode 1006). Columns and rows count from 0 at the upper left.
*/
export type MouseReport = {
	readonly action: 'press' | 'wheelUp' | 'wheelDown' | 'other';
	readonly column: number;
	readonly row: number;
};

/**
Keys as the terminal sent them, a paste without its markers, or a mouse event.
*/
export type InputPart =
	| {readonly kind: 'keys'; readonly text: string}
	| {readonly kind: 'paste'; readonly text: string}
	| {readonly kind: 'mouse'; readonly report: MouseReport};

/*
Splits terminal input into keys, pastes and mouse events, wherever the chunks are cut.
*/
type InputReader = {
	/**
	Returns the parts in order. Holds back the start of a mouse event, and a paste until it ends.
	*/
	readonly push: (chunk: string) => readonly InputPart[];

	/**
	Whether it holds back something that may be a key: Esc, or a sequence that begins like a mouse event.
	*/
	readonly isHolding: () => boolean;

	/**
	Returns what is held back as keys. If the rest of a mouse event follows after all, it is still recognized.
	*/
	readonly release: () => string;

	/**
	After a release: stops expecting the rest of a mouse event, and returns what was held back for that.
	*/
	readonly settle: () => string;
	readonly isPasting: () => boolean;

	/**
	Ends a paste whose end marker did not come, and returns its text.
	*/
	readonly endPaste: () => string;
};

const escape = '\u{1B}';
const pasteStart = `${escape}[200~`;
const pasteEnd = `${escape}[201~`;

// A longer paste is cut: nothing here takes that much text.
const maxPasteLength = 65_536;

// No key begins like this.
const reportStart = `${escape}[<`;
const wholeReport = /^(?<code>\d{1,5});(?<column>\d{1,5});(?<row>\d{1,5})(?<end>[Mm])/v; // eslint-disable-line regexp/use-ignore-case -- The case tells a press from a release.
const begunReport = /^[\d;]{0,17}$/v;

const canBecomeReport = (text: string): boolean => reportStart.startsWith(text) || (text.startsWith(reportStart) && begunReport.test(text.slice(reportStart.length)));

const wheel = 64;
const modifiers = 4 + 8 + 16;

const actionOf = (code: number, isRelease: boolean): MouseReport['action'] => {
	if (isRelease) {
		return 'other';
	}

	const button = code & ~modifiers; // eslint-disable-line no-bitwise -- The code is a bit field.

	switch (button) {
		case 0: {
			return 'press';
		}

		case wheel: {
			return 'wheelUp';
		}

		case wheel + 1: {
			return 'wheelDown';
		}

		default: {
			return 'other';
		}
	}
};

type Sequence = {readonly length: number; readonly report?: MouseReport; readonly isPasteStart?: boolean};

/*
The sequence at the start of a text that begins with Esc. Undefined if the text is too short to tell.
*/
const sequenceAt = (text: string): Sequence | undefined => {
	if (text.startsWith(pasteStart)) {
		return {length: pasteStart.length, isPasteStart: true};
	}

	const groups = text.startsWith(reportStart) ? wholeReport.exec(text.slice(reportStart.length))?.groups : undefined;

	if (groups !== undefined) {
		const {code = '', column = '', row = '', end = ''} = groups;
		return {
			length: reportStart.length + code.length + column.length + row.length + 3,
			report: {action: actionOf(Number(code), end === 'm'), column: Number(column) - 1, row: Number(row) - 1},
		};
	}

	return pasteStart.startsWith(text) || canBecomeReport(text) ? undefined : {length: 1};
};

/*
The length of the longest end of the text that an end marker may begin with.
*/
const begunPasteEnd = (text: string): number => {
	const at = text.lastIndexOf(escape);
	return at !== -1 && pasteEnd.startsWith(text.slice(at)) ? text.length - at : 0;
};

export const createInputReader = (): InputReader => {
	let paste: string | undefined;
	let held = '';

	// How much of `held` was released as keys.
	let releasedLength = 0;

	const addToPaste = (text: string): void => {
		paste = ((paste ?? '') + text).slice(0, maxPasteLength);
	};

	/*
	Reads a paste up to its end marker. Returns where to go on, or undefined if the marker has not come.
	*/
	const readPaste = (input: string, from: number): number | undefined => {
		const end = input.indexOf(pasteEnd, from);

		if (end !== -1) {
			addToPaste(input.slice(from, end));
			return end + pasteEnd.length;
		}

		const length = begunPasteEnd(input.slice(from));
		addToPaste(input.slice(from, input.length - length));
		held = input.slice(input.length - length);
		return undefined;
	};

	const push = (chunk: string): readonly InputPart[] => {
		const parts: InputPart[] = [];
		const input = held + chunk;
		const alreadyReleased = releasedLength;
		let keys = '';
		let index = 0;
		held = '';
		releasedLength = 0;

		const addKeys = (from: number, to: number): void => {
			keys += input.slice(Math.max(from, alreadyReleased), Math.max(to, alreadyReleased));
		};

		const addPart = (part: InputPart): void => {
			parts.push({kind: 'keys', text: keys}, part);
			keys = '';
		};

		while (index < input.length) {
			if (paste !== undefined) {
				const next = readPaste(input, index);

				if (next === undefined) {
					break;
				}

				addPart({kind: 'paste', text: paste});
				paste = undefined;
				index = next;
				continue;
			}

			const at = input.indexOf(escape, index);
			addKeys(index, at === -1 ? input.length : at);

			if (at === -1) {
				break;
			}

			const sequence = sequenceAt(input.slice(at));

			if (sequence === undefined) {
				held = input.slice(at);
				releasedLength = Math.max(0, alreadyReleased - at);
				break;
			}

			index = at + sequence.length;

			if (sequence.isPasteStart) {
				paste = '';
			} else if (sequence.report === undefined) {
				addKeys(at, index);
			} else {
				addPart({kind: 'mouse', report: sequence.report});
			}
		}

		return [...parts, {kind: 'keys', text: keys} as const].filter(part => part.kind !== 'keys' || part.text !== '');
	};

	return {
		push,
		isHolding: () => paste === undefined && held.length > releasedLength && !held.startsWith(reportStart),
		release() {
			const text = held.slice(releasedLength);
			releasedLength = held.length;
			return text;
		},
		settle() {
			if (releasedLength === 0) {
				return '';
			}

			const text = held.slice(releasedLength);
			held = '';
			releasedLength = 0;
			return text;
		},
		isPasting: () => paste !== undefined,
		endPaste() {
			addToPaste(held);
			const text = paste ?? '';
			paste = undefined;
			held = '';
			return text;
		},
	};
};
