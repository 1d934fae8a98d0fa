import {bannerLines} from './banner.ts';
import {hasScope} from './scope.ts';
import {type Model} from './model.ts';

/**
The smallest terminal that the screen is drawn in, in character cells.
*/
export const minColumns = 40;
export const minRows = 8;

/**
What of the list screen is drawn, and how high its parts are, in rows. They add up to the height of the terminal.
*/
export type Layout = {
	/**
	Rows for imports, without the heading; at least 1.
	*/
	readonly tableRows: number;
	readonly bannerRows: number;
	readonly changeRows: number;
	readonly hasFilterLine: boolean;

	/**
	Whether empty lines part the panes.
	*/
	readonly hasSpacing: boolean;
};

/**
Whether the terminal is too small for anything but a line that says so.
*/
export const isTooSmall = ({columns, rows}: Model['size']): boolean => columns < minColumns || rows < minRows;

/*
Header, counts, table heading, page line, key hints: always there.
*/
const fixedRows = 5;

const changeRowsIn = (rows: number): number => {
	if (rows < 14) {
		return 0;
	}

	if (rows < 20) {
		return 1;
	}

	return rows < 30 ? 3 : 5;
};

/**
How the rows of the terminal are shared out. As the terminal gets lower, first the changes go, then the empty lines, the filter line where nothing is filtered, and the further lines of the banner.
*/
export const layoutOf = (model: Model): Layout => {
	const {rows} = model.size;
	const hasSpacing = rows >= 18;
	const hasFilterLine = rows >= 12 || model.isEditingFilter || model.query.text !== '' || hasScope(model);
	const changeRows = changeRowsIn(rows);
	const bannerRows = bannerLines(model).length;
	const takenRows = fixedRows + (hasFilterLine ? 1 : 0) + bannerRows + changeRows + (hasSpacing ? 2 : 0);

	return {
		tableRows: Math.max(1, rows - takenRows),
		bannerRows,
		changeRows,
		hasFilterLine,
		hasSpacing,
	};
};

/**
The rows that a screen of lines (details, changes, help) can show between its title and its key hints.
*/
export const scrolledRows = (size: Model['size']): number => Math.max(1, size.rows - 2);
