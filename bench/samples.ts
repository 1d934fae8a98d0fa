/**
Returns the quantile for a fraction from 0 to 1, interpolated between samples. `NaN` without samples.
*/
export const quantile = (samples: readonly number[], fraction: number): number => {
	const sorted = samples.toSorted((one, other) => one - other);
	const position = (sorted.length - 1) * fraction;
	const below = sorted[Math.floor(position)] ?? NaN;
	const above = sorted[Math.ceil(position)] ?? NaN;
	return below + ((above - below) * (position - Math.floor(position)));
};

export const median = (samples: readonly number[]): number => quantile(samples, 0.5);
