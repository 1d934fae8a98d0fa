import {type ProgressHistory, type StatementSample} from './progress.ts';
import {type Usual} from './usual.ts';

const countAt = (samples: readonly StatementSample[], at: number): number => {
	const index = samples.findIndex(sample => sample.at >= at);
	const [before, after] = [samples[index - 1] ?? samples[0], samples[index] ?? samples.at(-1)];

	return before === undefined || after === undefined || after.at <= before.at ? after?.count ?? 0 : before.count + ((after.count - before.count) * Math.min(1, Math.max(0, (at - before.at) / (after.at - before.at))));
};

/**
The statements per second in up to `columns` equal parts of the observed time in IMPORTING, oldest first. There are fewer parts than samples, and none until the count has been observed twice.
*/
export const rateColumns = ({pace}: ProgressHistory, columns: number): readonly number[] => {
	const samples = pace?.samples ?? [];
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

/**
True if the rate is below half of the usual one. False if there is no usual rate.
*/
export const isSlowerThanUsual = (statementsPerSecond: number | undefined, usual: Usual | undefined): boolean =>
	statementsPerSecond !== undefined && usual?.statementsPerSecond !== undefined && statementsPerSecond < usual.statementsPerSecond * slowFraction;

const units: ReadonlyArray<readonly [least: number, unit: string]> = [[1e9, ' G/s'], [1e6, ' M/s'], [1e3, ' k/s'], [0, '/s']];

/**
Formats `312 k/s`, `1.5 M/s` or `40/s`.
*/
export const rateText = (statementsPerSecond: number): string => {
	const [least, unit] = units.find(([from]) => statementsPerSecond >= Math.max(from * 0.9995, 0)) ?? [0, '/s'];
	const value = statementsPerSecond / (least === 0 ? 1 : least);
	return `${value < 10 && least > 0 ? value.toFixed(1) : Math.round(value)}${unit}`;
};
