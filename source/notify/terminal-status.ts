import {printable} from '../text/printable.ts';
import {type TerminalKind} from './terminal-kind.ts';
import {throughTmux} from './sequences.ts';

/**
What is shown of how things stand outside of the screen.
*/
export type Status = {
	readonly title: string;

	/**
	Percentages are whole, from 0 to 100.
	*/
	readonly progress:
		| {readonly state: 'none' | 'indeterminate'}
		| {readonly state: 'normal' | 'error'; readonly percentage: number};
};

/**
The title of the terminal, and the progress in its tab or the taskbar.
*/
export type TerminalStatus = {
	/**
	Writes what differs from what is shown.
	*/
	readonly show: (status: Status) => void;

	/**
	Puts the title back, and clears the progress, which some terminals would keep for ever. May be followed by `show`.
	*/
	readonly restoreTerminal: () => void;
};

/*
The title and the icon's name, kept and taken back (XTWINOPS); a terminal that has no memory for it keeps what was last shown.
*/
const keepTitle = '\u{1B}[22;0t';
const takeTitleBack = '\u{1B}[23;0t';

const setTitle = (title: string): string => `\u{1B}]2;${printable(title)}\u{7}`;

/*
The numbers that ConEmu gave the states. Ended by ST, without which some terminals of VTE pass over it.
*/
const progressBody = (progress: Status['progress']): string => {
	switch (progress.state) {
		case 'none': {
			return '0;0';
		}

		case 'indeterminate': {
			return '3;0';
		}

		case 'normal': {
			return `1;${progress.percentage}`;
		}

		case 'error': {
			return `2;${progress.percentage}`;
		}
	}
};

const noProgress = progressBody({state: 'none'});

/**
A status of a terminal of this kind, as far as it shows any. `write` gets the bytes for it.
*/
export const createTerminalStatus = ({kind: {hasTitle, hasProgress, isTmux}, write}: {
	readonly kind: TerminalKind;
	readonly write: (bytes: string) => void;
}): TerminalStatus => {
	let shownTitle: string | undefined;
	let shownProgress = noProgress;

	const showTitle = (title: string): void => {
		if (!hasTitle || title === shownTitle) {
			return;
		}

		write(`${shownTitle === undefined ? keepTitle : ''}${setTitle(title)}`);
		shownTitle = title;
	};

	const showProgress = (body: string): void => {
		if (!hasProgress || body === shownProgress) {
			return;
		}

		const sequence = `\u{1B}]9;4;${body}\u{1B}\\`;

		// Tmux has a title of its own for each pane, but no progress.
		write(isTmux ? throughTmux(sequence) : sequence);
		shownProgress = body;
	};

	return {
		show({title, progress}) {
			showTitle(title);
			showProgress(progressBody(progress));
		},
		restoreTerminal() {
			if (shownTitle !== undefined) {
				write(takeTitleBack);
				shownTitle = undefined;
			}

			showProgress(noProgress);
		},
	};
};
