const full = '█';

/*
Cells that are filled in part, the emptiest first.
*/
const partial: readonly string[] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const partsPerColumn = partial.length + 1;

/*
What is no number counts as nothing.
*/
const clampedPercentage = (percentage: number): number => Number.isNaN(percentage) ? 0 : Math.min(100, Math.max(0, percentage));

/*
How many of so many parts are filled, rounded down: all of them at 100 alone, and none at 0 alone.
*/
const filledParts = (percentage: number, parts: number): number => {
	if (percentage === 0 || percentage === 100) {
		return percentage === 0 ? 0 : parts;
	}

	return Math.min(parts - 1, Math.max(1, Math.floor(percentage * parts / 100)));
};

/**
A percentage as a bar of exactly `width` columns, by eighths of a column: `███▊  `. It is full at 100 alone and empty at 0 alone; percentages outside of that are taken for the nearer of the two.
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
