import stringWidth from 'string-width';
import {padText, printable} from '../domain/printable.ts';

/**
A column of a table that is printed.
*/
export type PrintedColumn<Row> = {
	readonly title: string;
	readonly text: (row: Row) => string;

	/**
	The text as it is printed, its width unchanged: with a colour, say.
	*/
	readonly dress?: (text: string, row: Row) => string;

	/**
	Whether it gives way, its middle first, where the table is too wide; others go whole, the last first.
	*/
	readonly isElastic?: boolean;
};

const gap = '  ';
const minElasticWidth = 12;

const widthOf = (widths: readonly number[]): number => {
	let sum = gap.length * (widths.length - 1);

	for (const width of widths) {
		sum += width;
	}

	return sum;
};

type Sized<Row> = {readonly column: PrintedColumn<Row>; readonly width: number};

/*
The columns that have room, and how wide they are: the elastic one as wide as is left.
*/
const fitted = <Row>(sized: ReadonlyArray<Sized<Row>>, columns: number): ReadonlyArray<Sized<Row>> => {
	const least = sized.map(({column, width}) => column.isElastic === true ? Math.min(width, minElasticWidth) : width);
	const overflow = widthOf(sized.map(({width}) => width)) - columns;

	if (overflow <= 0) {
		return sized;
	}

	if (widthOf(least) <= columns || sized.length === 1) {
		return sized.map(one => one.column.isElastic === true ? {...one, width: Math.max(1, one.width - overflow)} : one);
	}

	const dropped = sized.findLastIndex(({column}) => column.isElastic !== true);
	return fitted(sized.toSpliced(dropped === -1 ? sized.length - 1 : dropped, 1), columns);
};

/**
A table with its titles, a line a row, no wider than `columns`; undefined is as wide as it needs to be, with nothing cut.
*/
export const tableLines = <Row>(table: ReadonlyArray<PrintedColumn<Row>>, rows: readonly Row[], columns: number | undefined): readonly string[] => {
	const sized = table.map(column => {
		let width = column.title.length;

		for (const row of rows) {
			const text = printable(column.text(row));
			width = Math.max(width, stringWidth(text));
		}

		return {column, width};
	});
	const shown = columns === undefined ? sized : fitted(sized, columns);
	const lineOf = (cellOf: (one: Sized<Row>) => string): string => shown.map(one => cellOf(one)).join(gap).trimEnd();

	return [
		lineOf(({column, width}) => padText(column.title, width)),
		...rows.map(row => lineOf(({column, width}) => {
			const text = padText(column.text(row), width, {cut: 'middle'});
			return column.dress === undefined ? text : column.dress(text, row);
		})),
	];
};
