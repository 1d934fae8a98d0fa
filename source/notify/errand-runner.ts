import process from 'node:process';
import {type CancelAnswer} from '../domain/cancelling.ts';
import {type Errand, type ErrandReport} from '../domain/errand.ts';
import {type ImportRef} from '../domain/task.ts';
import {openInBrowser} from './browser.ts';
import {copySequence} from './clipboard.ts';

/**
Runs errands: each once.
*/
export type ErrandRunner = {
	readonly follow: (errand: {readonly number: number; readonly errand: Errand} | undefined) => void;
};

/**
A runner that copies, opens addresses, reads which profiles there are, and cancels imports where it is given what does that: without it, it can't write to the account.
*/
export const createErrandRunner = ({cancel, listProfiles, report}: {
	readonly cancel: ((ref: ImportRef) => Promise<CancelAnswer>) | undefined;
	readonly listProfiles: () => Promise<readonly string[]>;
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
					const {taskId, targetId} = errand;
					report({
						type: 'cancelAnswered', targetId, key: taskId, answer: await cancel({targetId, taskId}),
					});
				}

				return;
			}

			case 'listProfiles': {
				report({type: 'profilesListed', profiles: await listProfiles()});
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
