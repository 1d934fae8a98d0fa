import {durationText} from '../text/time-text.ts';
import {type Elapsed} from './moment.ts';

/**
How long something took, as well as it is known: `31m 04s`; a range where it crossed a gap, `10s to 3m 21s` or `at most 3m 21s`.
*/
export const elapsedText = ({minMs, maxMs}: Elapsed): string => {
	if (minMs === maxMs) {
		return durationText(maxMs);
	}

	return minMs < 1000 ? `at most ${durationText(maxMs)}` : `${durationText(minMs)} to ${durationText(maxMs)}`;
};
