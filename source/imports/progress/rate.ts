import {type ProgressHistory, type StatementSample} from './progress.ts';
import {type Usual} from './usual.ts';

const countAt = (samples: readonly StatementSample[], at: number): number => {
	const index = samples.findIndex(sample => sample.at >= at);
	const before = samples[index - 1] ?? samples[0];
	const after = samples[index] ?? samples.at(-1);

	if (before === undefined || after === undefined || after.at <= before.at) {
		return after?.count ?? 0;
	}

	const fraction = Math.min(1, Math.max(0, (at - before.at) / (after.at - before.at)));
	return before.count + ((after.count - before.count) * fraction);
};

/**
The statements per second in up to `columns` equal parts of the observed time in IMPORTING, oldest first. Empty until the count has been observed twice.
*/
export const rateColumns = ({loading}: ProgressHistory, columns: number): readonly number[] => {
	const samples = loading?.samples ?? [];
	const [first, last] = [samples[0], samples.at(-1)];

	if (first === undefined || last === undefined || last.at <= first.at) {
		return [];
	}

	const parts = Math.min(columns, samples.length - 1);
	const partMs = (last.at - first.at) / parts;
	const counts = Array.from({length: parts + 1}, (_, index) => countAt(samples, first.at + (index * partMs)));
	return counts.slice(1).map((count, index) => (count - (counts[index] ?? 0)) * 1000 / partMs);
};

// Long enough to smooth out single polls, short enough to follow a change.
const recentParts = 4;

/**
The statements per second in the last quarter of the observed time in IMPORTING, or between the last two samples.
*/
export const recentRate = (history: ProgressHistory): number | undefined => rateColumns(history, recentParts).at(-1);

const slowFraction = 0.5;

export const isSlowerThanUsual = (statementsPerSecond: number | undefined, usual: Usual | undefined): boolean =>
	statementsPerSecond !== undefined && usual?.statementsPerSecond !== undefined && statementsPerSecond < usual.statementsPerSecond * slowFraction;

const units = [[1e9, 'G'], [1e6, 'M'], [1e3, 'k']] as const;

/**
Formats `312 k/s`, `1.5 M/s` or `40/s`.
*/
export const rateText = (statementsPerSecond: number): string => {
	// 999.5 is rounded to 1.0 k.
	const found = units.find(([factor]) => statementsPerSecond >= factor * 0.9995);

	if (found === undefined) {
		return `${Math.round(statementsPerSecond)}/s`;
	}

	const [factor, prefix] = found;
	const value = statementsPerSecond / factor;
	return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${prefix}/s`;
};
