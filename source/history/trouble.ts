import path from 'node:path';
import {printable} from '../domain/printable.ts';

// The code of a system error, such as `ENOSPC`, or the primary result code of SQLite (https://sqlite.org/rescode.html).
const codeOf = (error: unknown): unknown => {
	const {code, errcode} = new Object(error) as Readonly<Record<'code' | 'errcode', unknown>>; // Either may be missing.
	return typeof errcode === 'number' ? errcode % 256 : code;
};

const isOneOf = (error: unknown, ...codes: readonly unknown[]): boolean => codes.includes(codeOf(error));

/**
Whether another process holds a lock, so that trying again later helps.
*/
export const isBusy = (error: unknown): boolean => isOneOf(error, 5, 6);

/**
Whether the file is damaged, or no database.
*/
export const isDamage = (error: unknown): boolean => isOneOf(error, 11, 26);

/**
Why the history can't be used, as part of a sentence and safe to print.
*/
export const reasonText = (error: unknown, file: string): string => {
	const folder = path.dirname(file);

	if (isOneOf(error, 'EROFS', 'EACCES', 'EPERM')) {
		return printable(`no permission to write in ${folder}`);
	}

	return printable(isOneOf(error, 'ENOENT', 'ENOTDIR', 'EEXIST')
		? `can't create the folder ${folder}`
		: `${error instanceof Error ? error.message : String(error)} (${file})`);
};
