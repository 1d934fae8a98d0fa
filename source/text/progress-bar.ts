const full = '█';

const partial: readonly string[] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const partsPerColumn = partial.length + 1;

const clampedPercentage = (percentage: number): number => Number.isNaN(percentage) ? 0 : Math.min(100, Math.max(0, percentage));

const filledParts = (percentage: number, parts: number): number => {
	if (percentage === 0 || percentage === 100) {
		return percentage === 0 ? 0 : parts;
	}

	return Math.min(parts - 1, Math.max(1, Math.floor(percentage * parts / 100)));
};

/**
Returns a bar of `width` columns with a resolution of an eighth of a column: `███▊  `. It is full only at 100 and empty only at 0 (or NaN); other values are clamped.
*/
export const progressBar = (percentage: number, width: number): string => {
	if (!(width >= 1)) {
		return '';
	}

	const columns = Math.floor(width);
	const filled = filledParts(clampedPercentage(percentage), columns * partsPerColumn);
	const bar = full.repeat(Math.floor(filled / partsPerColumn)) + (partial[(filled % partsPerColumn) - 1] ?? '');
	return bar.padEnd(columns);
};
