import {
	type Cut,
	fitText,
	padText,
	textWidth,
} from './printable.ts';

/**
Widths are in terminal columns. A narrow table first drops or tightens the column with the lowest `priority` (default: 0); of equal ones, the last. `cut` is the part that a long text loses (default: the end).
*/
export type ColumnSpec = {
	readonly heading: string;
	readonly minWidth: number;

	/**
	Default: `minWidth`.
	*/
	readonly maxWidth?: number;
	readonly align?: 'right';
	readonly priority?: number;

	/**
	Applied once before the column is dropped: a smaller width and a higher priority.
	*/
	readonly tight?: {readonly minWidth: number; readonly priority: number} | undefined;
	readonly cut?: Cut;
};

export type SizedColumn<Column extends ColumnSpec = ColumnSpec> = Column & {readonly width: number};

export const columnGap = '  ';

const leastWidth = (columns: readonly ColumnSpec[], gap: number): number => columns.reduce((sum, {minWidth}) => sum + minWidth, 0) + (gap * Math.max(0, columns.length - 1));

const priorityOf = ({priority = 0}: ColumnSpec): number => priority;

/**
Returns the columns that fit, but at least one. `gap` is the number of columns between two of them.
*/
export const fitColumns = <Column extends ColumnSpec>(columns: readonly Column[], width: number, gap = columnGap.length): ReadonlyArray<SizedColumn<Column>> => {
	let kept: readonly Column[] = columns;

	while (kept.length > 1 && leastWidth(kept, gap) > width) {
		const lowest = Math.min(...kept.map(column => priorityOf(column)));
		const index = kept.findLastIndex(column => priorityOf(column) === lowest);
		kept = kept.toSpliced(index, 1, ...kept.slice(index, index + 1).filter(({tight}) => tight !== undefined).map(column => ({...column, ...column.tight, tight: undefined})));
	}

	let spare = width - leastWidth(kept, gap);
	return kept.map(column => {
		const {minWidth, maxWidth = minWidth} = column;
		const growth = Math.min(spare, maxWidth - minWidth);
		spare -= growth;
		return {...column, width: Math.max(1, minWidth + growth)};
	});
};

export const cellText = (text: string, {width, align, cut = 'end'}: SizedColumn): string => {
	if (align === undefined) {
		return padText(text, width, {cut});
	}

	const fitted = fitText(text, width, {cut});
	return ' '.repeat(Math.max(0, width - textWidth(fitted))) + fitted;
};

export const headingText = (columns: readonly SizedColumn[]): string => columns.map(column => cellText(column.heading, {...column, cut: 'end'})).join(columnGap);
