import {elapsedBetween} from './elapsed.ts';
import {type ProgressHistory, type ProgressStep} from './progress.ts';

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

const maxLeftMs = 30 * 24 * 60 * 60_000;

/**
Estimates the remaining time at `at` (epoch milliseconds). Returns undefined unless the rate is steady and the next percent is not overdue. An estimate expires when the last response is older than the observed span.

For a constant rate, the estimate is within a factor of 1.23, plus or minus the time of one percent. Statement counts are not used, as their total is unknown.
*/
export const timeLeft = ({pace}: ProgressHistory, at: number): {readonly leftMs: number} | undefined => {
	const first = pace?.steps[0];
	const last = pace?.steps.at(-1);
	const rate = pace && steadyRate(pace.steps);

	if (first === undefined || last === undefined || rate === undefined || pace?.lastPercentage === undefined) {
		return undefined;
	}

	const {earliest, latest} = last.moment;
	const {at: observedAt} = pace.lastPercentage;
	const idleMs = observedAt - latest;
	const unobservedMs = at - observedAt;
	const isOverdue = idleMs > 2 / rate.min;
	const isRecent = unobservedMs >= 0 && unobservedMs <= latest - first.moment.earliest;

	if (isOverdue || !isRecent) {
		return undefined;
	}

	// The geometric mean minimizes the largest relative error.
	const percentPerMs = Math.sqrt(rate.min * rate.max);
	const minBeyond = Math.min(1, percentPerMs * idleMs);
	const maxBeyond = Math.min(1, percentPerMs * (observedAt - earliest));
	const percentage = last.percentage + ((minBeyond + maxBeyond) / 2);
	const leftMs = ((100 - percentage) / percentPerMs) - unobservedMs;
	return leftMs > 0 && leftMs <= maxLeftMs ? {leftMs} : undefined;
};

const roundedTo = (unit: number, value: number): number => Math.round(value / unit) * unit;

/**
Formats a remaining time in at most eight columns: `~45 s`, `~12 min`, `~1h 20m`, `~2 d`. Rounds seconds to five, minutes to five from one hour, and to hours from ten hours.
*/
export const leftText = (leftMs: number): string => {
	const seconds = Math.max(5, roundedTo(5, leftMs / 1000));

	if (seconds < 60) {
		return `~${seconds} s`;
	}

	const exactMinutes = leftMs / 60_000;
	const minutes = Math.round(exactMinutes);

	if (minutes < 60) {
		return `~${minutes} min`;
	}

	const fives = roundedTo(5, exactMinutes);

	if (fives < 600) {
		return fives % 60 === 0 ? `~${fives / 60} h` : `~${Math.floor(fives / 60)}h ${String(fives % 60).padStart(2, '0')}m`;
	}

	const hours = Math.round(exactMinutes / 60);
	return hours < 48 ? `~${hours} h` : `~${Math.round(exactMinutes / 1440)} d`;
};
