const full = '━';
const half = '╸';
const track = '─';

const clampedPercentage = (percentage: number): number => Number.isNaN(percentage) ? 0 : Math.min(100, Math.max(0, percentage));

const filledHalves = (percentage: number, halves: number): number => percentage === 0 ? 0 : Math.max(1, Math.floor(percentage * halves / 100));

/**
Returns a bar of `width` columns with a resolution of half a column: `━━━╸────`. It is full only at 100 and empty only at 0 (or NaN); other values are clamped.

Fill and track differ in weight, so that the bar is legible without colors and on inverse rows.
*/
export const progressBar = (percentage: number, width: number): string => {
	if (!(width >= 1)) {
		return '';
	}

	const columns = Math.floor(width);
	const filled = filledHalves(clampedPercentage(percentage), columns * 2);
	const bar = full.repeat(Math.floor(filled / 2)) + (filled % 2 === 0 ? '' : half);
	return bar.padEnd(columns, track);
};

/**
The bar of an old percentage: `╍╍╍╍┄┄┄`, in whole columns.
*/
export const dashedBar = (percentage: number, width: number): string =>
	progressBar(percentage, width).replaceAll(full, '╍').replaceAll(/[─╸]/gv, '┄');
