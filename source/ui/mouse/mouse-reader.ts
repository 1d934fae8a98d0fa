/**
What a mouse did, as a terminal reports it (SGR, mode 1006).
*/
export type MouseReport = {
	readonly action: 'press' | 'wheelUp' | 'wheelDown' | 'other';

	/**
	Where, in character cells from 0 at the upper left.
	*/
	readonly column: number;
	readonly row: number;
};

/**
Takes what the mouse did out of what comes from a terminal, wherever that is cut into pieces.
*/
export type MouseReader = {
	/**
	What has come, in its order: text without reports, and reports. What may be the beginning of a report is held back.
	*/
	readonly push: (chunk: string) => ReadonlyArray<string | MouseReport>;

	/**
	Whether something is held back that may as well be a key: Esc, or one that begins as a report does.
	*/
	readonly isHolding: () => boolean;

	/**
	Gives up that it is a report. Should the rest of one come next all the same, it is none of the text.
	*/
	readonly release: () => string;

	/**
	Gives up, after a release, that the rest of one comes next, and gives what was held back for that.
	*/
	readonly settle: () => string;
};

const escape = '\u{1B}';
const pasteStart = `${escape}[200~`;
const pasteEnd = `${escape}[201~`;

/*
No key begins so.
*/
const surelyReport = `${escape}[<`;

/*
What follows that.
*/
const wholeReport = /^(?<code>\d{1,5});(?<column>\d{1,5});(?<row>\d{1,5})(?<end>[Mm])/v; // eslint-disable-line regexp/use-ignore-case -- It is what tells a press from a release.
const begunReport = /^[\d;]{0,17}$/v;

const isBegun = (text: string): boolean => surelyReport.startsWith(text) || (text.startsWith(surelyReport) && begunReport.test(text.slice(surelyReport.length)));

const wheel = 64;
const modifiers = 4 + 8 + 16;

const actionOf = (code: number, isRelease: boolean): MouseReport['action'] => {
	if (isRelease) {
		return 'other';
	}

	// A modifier that gets here was not the terminal's own.
	const button = code & ~modifiers; // eslint-disable-line no-bitwise -- That is how the code is made.

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

/**
A reader that nothing has come to.
*/
export const createMouseReader = (): MouseReader => {
	let isPasting = false;

	// What is held back, the first part of which may have been given already.
	let held = '';
	let givenLength = 0;

	/*
	What stands at the start of the text, which begins with an escape: so many characters of which are a report, or text; undefined where more has to come to tell.
	*/
	const look = (text: string): {readonly length: number; readonly report?: MouseReport} | undefined => {
		const mark = isPasting ? pasteEnd : pasteStart;

		if (text.startsWith(mark)) {
			isPasting = !isPasting;
			return {length: mark.length};
		}

		if (mark.startsWith(text)) {
			return undefined;
		}

		// Pasted text may look like a report, and is none.
		if (isPasting) {
			return {length: 1};
		}

		const groups = text.startsWith(surelyReport) ? wholeReport.exec(text.slice(surelyReport.length))?.groups : undefined;

		if (groups !== undefined) {
			const {code = '', column = '', row = '', end = ''} = groups;
			return {
				length: surelyReport.length + code.length + column.length + row.length + 3,
				report: {action: actionOf(Number(code), end === 'm'), column: Number(column) - 1, row: Number(row) - 1},
			};
		}

		return isBegun(text) ? undefined : {length: 1};
	};

	const push = (chunk: string): ReadonlyArray<string | MouseReport> => {
		const parts: Array<string | MouseReport> = [];
		const input = held + chunk;
		const alreadyGiven = givenLength;
		let text = '';
		let index = 0;
		held = '';
		givenLength = 0;

		const give = (from: number, to: number): void => {
			text += input.slice(Math.max(from, alreadyGiven), Math.max(to, alreadyGiven));
		};

		while (index < input.length) {
			const at = input.indexOf(escape, index);
			give(index, at === -1 ? input.length : at);

			if (at === -1) {
				break;
			}

			const rest = input.slice(at);
			const found = look(rest);

			if (found === undefined) {
				held = rest;
				givenLength = Math.max(0, alreadyGiven - at);
				break;
			}

			index = at + found.length;

			if (found.report === undefined) {
				give(at, index);
			} else {
				parts.push(text, found.report);
				text = '';
			}
		}

		return [...parts, text].filter(part => part !== '');
	};

	return {
		push,
		isHolding: () => held.length > givenLength && !held.startsWith(surelyReport),
		release() {
			const text = held.slice(givenLength);
			givenLength = held.length;
			return text;
		},
		settle() {
			if (givenLength === 0) {
				return '';
			}

			const text = held.slice(givenLength);
			held = '';
			givenLength = 0;
			return text;
		},
	};
};
