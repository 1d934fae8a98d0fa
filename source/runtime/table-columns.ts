import process from 'node:process';

/**
How wide a table may be: as wide as the terminal, in character cells. Undefined where there is none, or it does not say, as some that a program opens for another.
*/
export const tableColumns = (): number | undefined => {
	const {isTTY: isTerminal, columns} = process.stdout;
	return isTerminal && columns > 0 ? columns : undefined;
};
