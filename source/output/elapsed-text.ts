import {type EventElapsed} from '../domain/event.ts';
import {durationText} from '../domain/time-text.ts';

/**
How long something took, as well as it is known: `after 31m 04s`; a range where it crossed a gap.
*/
export const elapsedText = ({minSeconds, maxSeconds}: EventElapsed): string => {
	const most = durationText(maxSeconds * 1000);

	if (minSeconds === maxSeconds) {
		return `after ${most}`;
	}

	return minSeconds < 1 ? `after at most ${most}` : `after ${durationText(minSeconds * 1000)} to ${most}`;
};
