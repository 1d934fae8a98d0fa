import {durationText} from '../../text/time-text.ts';

/**
A time known to lie between two bounds, in epoch milliseconds. The bounds are equal if it was observed directly.
*/
export type Moment = {
	readonly earliest: number;
	readonly latest: number;
};

export type Elapsed = {
	readonly minMs: number;
	readonly maxMs: number;
};

export const momentAt = (at: number): Moment => ({earliest: at, latest: at});

/**
Returns undefined if the clock was set back in between.
*/
export const elapsedBetween = (from: Moment, to: Moment): Elapsed | undefined => {
	const maxMs = to.latest - from.earliest;
	return maxMs < 0 ? undefined : {minMs: Math.max(0, to.earliest - from.latest), maxMs};
};

export const elapsedText = ({minMs, maxMs}: Elapsed): string => {
	if (minMs === maxMs) {
		return durationText(maxMs);
	}

	return minMs < 1000 ? `at most ${durationText(maxMs)}` : `${durationText(minMs)} to ${durationText(maxMs)}`;
};
