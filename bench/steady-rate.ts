import {elapsedBetween} from '../source/imports/progress/elapsed.ts';
import {type LoadingProgress, type ProgressStep} from '../source/imports/progress/progress.ts';

// Bounds of a constant rate, in percent per millisecond.
type RateRange = {
	readonly min: number;
	readonly max: number;
};

// Combines two bounds. The moments are precise for frequent observations. For large steps, it is more precise that a percentage is rounded down by less than one.
const rateBetween = (from: ProgressStep, to: ProgressStep): RateRange | undefined => {
	const percent = to.percentage - from.percentage;
	const elapsed = elapsedBetween(from.moment, to.moment);
	const observedMs = to.moment.latest - from.moment.latest;

	return elapsed === undefined || observedMs <= 0
		? undefined
		: {
			min: Math.max(percent / elapsed.maxMs, (percent - 1) / observedMs),
			max: Math.min(percent / elapsed.minMs, (percent + 1) / observedMs),
		};
};

const minSteps = 4;
const minSpanMs = 20_000;

// Largest ratio of the bounds of a usable rate.
const maxSpread = 1.5;

// Largest factor between the overall and the recent rate, beyond their bounds.
const maxDrift = 1.2;

// The rate of the second half of the steps, if it is precise enough and close to the overall rate.
const steadyRate = (steps: readonly ProgressStep[]): RateRange | undefined => {
	const first = steps[0];
	const middle = steps[Math.floor((steps.length - 1) / 2)];
	const last = steps.at(-1);

	if (first === undefined || middle === undefined || last === undefined) {
		return undefined;
	}

	if (steps.length < minSteps || last.moment.latest - first.moment.latest < minSpanMs) {
		return undefined;
	}

	const overall = rateBetween(first, last);
	const recent = rateBetween(middle, last);

	if (overall === undefined || recent === undefined || recent.max > recent.min * maxSpread) {
		return undefined;
	}

	const isSteady = recent.min <= overall.max * maxDrift && overall.min <= recent.max * maxDrift;
	return isSteady ? recent : undefined;
};

/**
Estimates the time left at the last observation, in milliseconds, from the rate of the second half of the steps. Returns undefined unless the rate is steady and the next percent is not overdue. The bench compares the rules of the program with it.
*/
export const steadyLeftMs = ({steps, lastPercentage}: LoadingProgress): number | undefined => {
	const last = steps.at(-1);
	const rate = steadyRate(steps);

	if (last === undefined || rate === undefined || lastPercentage === undefined) {
		return undefined;
	}

	const {earliest, latest} = last.moment;
	const {at: observedAt} = lastPercentage;
	const idleMs = observedAt - latest;

	if (idleMs > 2 / rate.min) {
		return undefined;
	}

	// The geometric mean minimizes the largest relative error.
	const percentPerMs = Math.sqrt(rate.min * rate.max);
	const minBeyond = Math.min(1, percentPerMs * idleMs);
	const maxBeyond = Math.min(1, percentPerMs * (observedAt - earliest));
	return (100 - last.percentage - ((minBeyond + maxBeyond) / 2)) / percentPerMs;
};
