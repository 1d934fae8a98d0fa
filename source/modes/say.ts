import process from 'node:process';

/**
Prints a sentence, or several lines, on standard error.
*/
export const say = (...lines: readonly string[]): void => {
	for (const line of lines) {
		process.stderr.write(`${line}\n`);
	}
};
