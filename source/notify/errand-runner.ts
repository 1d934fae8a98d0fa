import process from 'node:process';
import {type CancelAnswer} from '../domain/cancelling.ts';
import {type Errand, type ErrandReport} from '../domain/errand.ts';
import {openInBrowser} from './browser.ts';
import {copySequence} from './clipboard.ts';

/**
Runs errands: each once.
*/
export type ErrandRunner = {
	readonly follow: (errand: {readonly number: number; readonly errand: Errand} | undefined) => void;
};

/**
A runner that copies, opens addresses, and cancels imports where it is given what does that: without it, it can't write to the account.
*/
export const createErrandRunner = ({cancel, report}: {
	readonly cancel: ((key: string) => Promise<CancelAnswer>) | undefined;
	readonly report: (report: ErrandReport) => void;
}): ErrandRunner => {
	let lastNumber = 0;

	const run = async (errand: Errand): Promise<void> => {
		switch (errand.kind) {
			case 'copy': {
				process.stdout.write(copySequence(errand.text, {isTmux: process.env['TMUX'] !== undefined}));
				return;
			}

			case 'open': {
				const isOpened = await openInBrowser(errand.url, process.platform, process.env);
				report({type: 'errandDone', notice: isOpened ? `opened ${errand.url}` : errand.url});
				return;
			}

			case 'cancel': {
				if (cancel !== undefined) {
					report({type: 'cancelAnswered', key: errand.key, answer: await cancel(errand.key)});
				}
			}
		}
	};

	return {
		follow(errand) {
			if (errand === undefined || !(errand.number > lastNumber)) {
				return;
			}

			lastNumber = errand.number;
			void run(errand.errand);
		},
	};
};
