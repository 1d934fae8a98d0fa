import {
	type Cut,
	fitText,
	padText,
	textWidth,
} from './printable.ts';

/**
A column of a table. Widths are in character cells.
*/
export type ColumnSpec = {
	readonly heading: string;
	readonly minWidth: number;

	/**
	Default: `minWidth`.
	*/
	readonly maxWidth?: number;

	/**
	Default: left.
	*/
	readonly align?: 'right';

	/**
	A narrow table drops the column with the lowest number first; the last one, if several have it. Default: 0.
	*/
	readonly priority?: number;

	/**
	The part that a text loses if it is too long. Default: the end.
	*/
	readonly cut?: Cut;
};

export type SizedColumn<Column extends ColumnSpec = ColumnSpec> = Column & {readonly width: number};

/**
Stands between two columns.
*/
export const columnGap = '  ';

const joinedWidth = (widths: readonly number[]): number => widths.reduce((sum, width) => sum + width, 0) + (columnGap.length * Math.max(0, widths.length - 1));

/**
The width of columns that stand side by side.
*/
export const columnsWidth = (columns: readonly SizedColumn[]): number => joinedWidth(columns.map(({width}) => width));

const leastWidth = (columns: readonly ColumnSpec[]): number => joinedWidth(columns.map(({minWidth}) => minWidth));

const priorityOf = ({priority = 0}: ColumnSpec): number => priority;

/**
The columns that have room, and their widths. At least one stays.
*/
export const fitColumns = <Column extends ColumnSpec>(columns: readonly Column[], width: number): ReadonlyArray<SizedColumn<Column>> => {
	let kept = columns;

	while (kept.length > 1 && leastWidth(kept) > width) {
		const lowest = Math.min(...kept.map(column => priorityOf(column)));
		kept = kept.toSpliced(kept.findLastIndex(column => priorityOf(column) === lowest), 1);
	}

	let spare = width - leastWidth(kept);
	return kept.map(column => {
		const {minWidth, maxWidth = minWidth} = column;
		const growth = Math.min(spare, maxWidth - minWidth);
		spare -= growth;
		return {...column, width: Math.max(1, minWidth + growth)};
	});
};

/**
A text as wide as its column.
*/
export const cellText = (text: string, {width, align, cut = 'end'}: SizedColumn): string => {
	if (align === undefined) {
		return padText(text, width, {cut});
	}

	const fitted = fitText(text, width, {cut});
	return ' '.repeat(Math.max(0, width - textWidth(fitted))) + fitted;
};

/**
The headings of columns side by side.
*/
export const headingText = (columns: readonly SizedColumn[]): string => columns.map(column => cellText(column.heading, {...column, cut: 'end'})).join(columnGap);
