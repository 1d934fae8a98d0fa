import {printable} from '../domain/printable.ts';
import {type LinesRead} from './history-lines.ts';

/**
Sentences that say which lines of a file were not read, safe to print; none where all were.
*/
export const skippedNotes = ({damagedCount, newerCount}: Pick<LinesRead, 'damagedCount' | 'newerCount'>, file: string): readonly string[] => {
	const name = printable(file);

	return [
		...(damagedCount === 0 ? [] : [`${damagedCount === 1 ? '1 line of the history is damaged and was' : `${damagedCount} lines of the history are damaged and were`} skipped: ${name}.`]),
		...(newerCount === 0 ? [] : [`${newerCount === 1 ? '1 line of the history is' : `${newerCount} lines of the history are`} from a newer version of this program and skipped: ${name}.`]),
	];
};
