import {type StatusSummary} from '../imports/status-summary.ts';
import {printable} from '../text/printable.ts';
import {type TerminalKind} from './terminal-kind.ts';
import {throughTmux} from './sequences.ts';

/**
The title of the terminal, and the progress in its tab or the taskbar. `restoreTerminal` clears the progress, which some terminals would keep forever; `show` may follow it.
*/
export type TerminalStatus = {
	readonly show: (summary: StatusSummary) => void;
	readonly restoreTerminal: () => void;
};

// XTWINOPS. Terminals without a title stack keep the last title.
const pushTitle = '\u{1B}[22;0t';
const popTitle = '\u{1B}[23;0t';

const setTitle = (title: string): string => `\u{1B}]2;${printable(title)}\u{7}`;

// ConEmu's state numbers.
const progressBody = (progress: StatusSummary['progress']): string => {
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

		write(`${shownTitle === undefined ? pushTitle : ''}${setTitle(title)}`);
		shownTitle = title;
	};

	const showProgress = (body: string): void => {
		if (!hasProgress || body === shownProgress) {
			return;
		}

		// Some VTE terminals ignore the sequence unless it ends with ST.
		const sequence = `\u{1B}]9;4;${body}\u{1B}\\`;

		// Tmux has a title per pane, but no progress.
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
				write(popTitle);
				shownTitle = undefined;
			}

			showProgress(noProgress);
		},
	};
};
