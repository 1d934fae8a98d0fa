/**
One thing that is in force: what, how, and from where.
*/
export type ConfigRow = {
	readonly name: string;
	readonly value: string;
	readonly from: string;
};

/**
What is in force under one heading.
*/
export type ConfigPart = {
	readonly heading: string;
	readonly rows: readonly ConfigRow[];
};

/*
A value that is longer goes beyond its column.
*/
const maxValueWidth = 40;

const widest = (texts: readonly string[], most = Infinity): number => Math.max(0, ...texts.map(text => text.length).filter(length => length <= most));

/**
What is in force, part by part, in columns that are the same in all of them.
*/
export const configLines = (parts: readonly ConfigPart[]): readonly string[] => {
	const rows = parts.flatMap(part => part.rows);
	const nameWidth = widest(rows.map(({name}) => name));
	const valueWidth = widest(rows.map(({value}) => value), maxValueWidth);

	return parts.filter(part => part.rows.length > 0).flatMap(({heading, rows: those}, index) => [
		...(index === 0 ? [] : ['']),
		heading,
		...those.map(({name, value, from}) => `  ${name.padEnd(nameWidth)}  ${value.padEnd(valueWidth)}  ${from}`),
	]);
};
