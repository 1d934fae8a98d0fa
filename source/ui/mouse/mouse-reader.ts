/**
A mouse report of the terminal (SGR, mode 1006). Column and row start at 0 in the upper left.
*/
export type MouseReport = {
	readonly action: 'press' | 'wheelUp' | 'wheelDown' | 'other';
	readonly column: number;
	readonly row: number;
};

/**
Separates mouse reports from the other input of a terminal, even if a report arrives in several chunks.
*/
export type MouseReader = {
	/**
	Returns text and reports in their order. Buffers the end of the input if it may be the start of a report.
	*/
	readonly push: (chunk: string) => ReadonlyArray<string | MouseReport>;

	/**
	Whether the buffer may also be a key, such as `Esc`.
	*/
	readonly isHolding: () => boolean;

	/**
	Returns the buffer as text. If the rest of a report arrives next, it is still parsed as a report.
	*/
	readonly release: () => string;

	/**
	Stops waiting, after `release`, for the rest of a report. Returns the text that arrived meanwhile.
	*/
	readonly settle: () => string;
};

const escape = '\u{1B}';
const pasteStart = `${escape}[200~`;
const pasteEnd = `${escape}[201~`;

// No key starts with it.
const reportPrefix = `${escape}[<`;
const reportBody = /^(?<code>\d{1,5});(?<column>\d{1,5});(?<row>\d{1,5})(?<end>[Mm])/v; // eslint-disable-line regexp/use-ignore-case -- M is a press, m a release.
const partialBody = /^[\d;]{0,17}$/v;

const isPartialReport = (text: string): boolean => reportPrefix.startsWith(text) || (text.startsWith(reportPrefix) && partialBody.test(text.slice(reportPrefix.length)));

const wheel = 64;
const modifiers = 4 + 8 + 16;

const actionOf = (code: number, isRelease: boolean): MouseReport['action'] => {
	if (isRelease) {
		return 'other';
	}

	// Ignores modifiers. The terminal keeps clicks with its own modifier (Shift, in most).
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

export const createMouseReader = (): MouseReader => {
	let isPasting = false;

	// The first `releasedLength` characters of the buffer were already returned.
	let held = '';
	let releasedLength = 0;

	/*
	Parses the start of a text that begins with an escape character. Returns the length of the report or of the plain text; undefined if more input is needed.
	*/
	const parseStart = (text: string): {readonly length: number; readonly report?: MouseReport} | undefined => {
		const mark = isPasting ? pasteEnd : pasteStart;

		if (text.startsWith(mark)) {
			isPasting = !isPasting;
			return {length: mark.length};
		}

		if (mark.startsWith(text)) {
			return undefined;
		}

		// Pasted text may look like a report.
		if (isPasting) {
			return {length: 1};
		}

		const groups = text.startsWith(reportPrefix) ? reportBody.exec(text.slice(reportPrefix.length))?.groups : undefined;

		if (groups !== undefined) {
			const {code = '', column = '', row = '', end = ''} = groups;
			return {
				length: reportPrefix.length + code.length + column.length + row.length + 3,
				report: {action: actionOf(Number(code), end === 'm'), column: Number(column) - 1, row: Number(row) - 1},
			};
		}

		return isPartialReport(text) ? undefined : {length: 1};
	};

	const push = (chunk: string): ReadonlyArray<string | MouseReport> => {
		const parts: Array<string | MouseReport> = [];
		const input = held + chunk;
		const alreadyReleased = releasedLength;
		let text = '';
		let index = 0;
		held = '';
		releasedLength = 0;

		const addText = (from: number, to: number): void => {
			text += input.slice(Math.max(from, alreadyReleased), Math.max(to, alreadyReleased));
		};

		while (index < input.length) {
			const at = input.indexOf(escape, index);
			addText(index, at === -1 ? input.length : at);

			if (at === -1) {
				break;
			}

			const rest = input.slice(at);
			const found = parseStart(rest);

			if (found === undefined) {
				held = rest;
				releasedLength = Math.max(0, alreadyReleased - at);
				break;
			}

			index = at + found.length;

			if (found.report === undefined) {
				addText(at, index);
			} else {
				parts.push(text, found.report);
				text = '';
			}
		}

		return [...parts, text].filter(part => part !== '');
	};

	return {
		push,
		isHolding: () => held.length > releasedLength && !held.startsWith(reportPrefix),
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
	};
};
