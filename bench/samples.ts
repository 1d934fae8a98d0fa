/**
What many runs of the same came to.
*/
export type Spread = {
	readonly count: number;
	readonly median: number;

	/**
	A quarter of the samples lie below the first, a quarter above the second.
	*/
	readonly quartiles: readonly [number, number];
};

/**
The sample below which this fraction of all lie, from 0 to 1; between two samples in proportion. `NaN` where there are none.
*/
export const quantile = (samples: readonly number[], fraction: number): number => {
	const sorted = samples.toSorted((one, other) => one - other);
	const position = (sorted.length - 1) * fraction;
	const below = sorted[Math.floor(position)] ?? NaN;
	const above = sorted[Math.ceil(position)] ?? NaN;
	return below + ((above - below) * (position - Math.floor(position)));
};

/**
The sample in the middle. `NaN` where there are none.
*/
export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

/**
Sums up samples.
*/
export const spreadOf = (samples: readonly number[]): Spread => ({
	count: samples.length,
	median: median(samples),
	quartiles: [quantile(samples, 0.25), quantile(samples, 0.75)],
});
