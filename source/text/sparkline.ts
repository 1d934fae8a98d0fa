const levels = ['▁', '▂', '▃', '▄', '▅', '▆', '▇'] as const;

/**
Returns one column per value, whose height is the share of the greatest value. Zero and less are at the bottom.
*/
export const sparkline = (values: readonly number[]): string => {
	const greatest = Math.max(...values, 0);
	return values.map(value => levels[greatest === 0 ? 0 : Math.max(0, Math.round(value / greatest * (levels.length - 1)))] ?? levels[0]).join('');
};
