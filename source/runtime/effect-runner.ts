import process from 'node:process';
import {type CancelAnswer, type ImportRef} from '../imports/task.ts';
import {type Effect, type EffectReport, type ReadHistory} from '../app/effect.ts';
import {type ObservedImport} from '../imports/timeline/timeline.ts';
import {openInBrowser} from '../notify/browser.ts';
import {copySequence} from '../notify/sequences.ts';
import {terminalKind} from '../notify/terminal-kind.ts';
import {writeSequence} from './output.ts';

const copy = (text: string): void => {
	writeSequence(copySequence(text, terminalKind(process.env)));
};

/**
Copies text, opens a URL (or copies it if there is no browser), lists profiles, reads the history, and cancels imports. Without `cancel`, it can't write to the account. Ignores other effects.
*/
export const createEffectRunner = ({cancel, listProfiles, readHistory, report}: {
	readonly cancel: ((ref: ImportRef) => Promise<CancelAnswer>) | undefined;
	readonly listProfiles: () => Promise<readonly string[]>;
	readonly readHistory: ((effect: ReadHistory) => Promise<readonly ObservedImport[]>) | undefined;
	readonly report: (report: EffectReport) => void;
}): ((effect: Effect) => Promise<void>) => async effect => {
	switch (effect.type) {
		case 'copyText': {
			copy(effect.text);
			break;
		}

		case 'openUrl': {
			const isOpened = await openInBrowser(effect.url, process.platform, process.env);

			if (!isOpened) {
				copy(effect.url);
			}

			report({type: 'effectDone', notice: `${isOpened ? 'Opened' : 'Copied'} ${effect.url}`});
			break;
		}

		case 'cancelImport': {
			const {targetId, taskId} = effect;

			if (cancel !== undefined) {
				report({
					type: 'cancelAnswered', targetId, key: taskId, answer: await cancel({targetId, taskId}),
				});
			}

			break;
		}

		case 'listProfiles': {
			report({type: 'profilesListed', profiles: await listProfiles()});
			break;
		}

		case 'readHistory': {
			if (readHistory !== undefined) {
				report({type: 'historyRead', imports: await readHistory(effect)});
			}

			break;
		}

		case 'changesObserved':
		case 'eventsObserved':
		case 'listFilters':
		case 'filterKept':
		case 'reasonLearned':
		case 'statementsCounted':
		case 'detailsDenied':
		case 'targetConnected':
		case 'warned': {
			break;
		}
	}
};
