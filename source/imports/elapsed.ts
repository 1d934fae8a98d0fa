import {durationText} from '../text/time-text.ts';

/**
When something happened, as well as it is known: between two times, in epoch milliseconds. They are the same where it was seen as it happened, as far as polling sees anything.
*/
export type Moment = {
	readonly earliest: number;
	readonly latest: number;
};

/**
How long something took, as well as it is known, in milliseconds.
*/
export type Elapsed = {
	readonly minMs: number;
	readonly maxMs: number;
};

/**
A moment that is known.
*/
export const momentAt = (at: number): Moment => ({earliest: at, latest: at});

/**
From one moment to another; undefined where the clock was set back between them, since then nothing is known.
*/
export const elapsedBetween = (from: Moment, to: Moment): Elapsed | undefined => {
	const maxMs = to.latest - from.earliest;
	return maxMs < 0 ? undefined : {minMs: Math.max(0, to.earliest - from.latest), maxMs};
};

/**
How long something took, as well as it is known: `31m 04s`; a range where it crossed a gap, `10s to 3m 21s` or `at most 3m 21s`.
*/
export const elapsedText = ({minMs, maxMs}: Elapsed): string => {
	if (minMs === maxMs) {
		return durationText(maxMs);
	}

	return minMs < 1000 ? `at most ${durationText(maxMs)}` : `${durationText(minMs)} to ${durationText(maxMs)}`;
};
