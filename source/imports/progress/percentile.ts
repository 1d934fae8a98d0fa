/**
Interpolates between the two nearest values. Undefined if there are no values.
*/
export const percentile = (values: readonly number[], fraction: number): number | undefined => {
	const sorted = values.toSorted((one, other) => one - other);
	const place = (sorted.length - 1) * fraction;
	const below = sorted[Math.floor(place)];
	const above = sorted[Math.ceil(place)];
	return below === undefined || above === undefined ? undefined : below + ((above - below) * (place % 1));
};
