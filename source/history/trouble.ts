import path from 'node:path';
import {printable} from '../domain/printable.ts';

/*
SQLite's primary result codes (https://sqlite.org/rescode.html).
*/
const busy = 5;
const locked = 6;
const corrupt = 11;
const notADatabase = 26;

/*
The code of a system error, such as `ENOSPC`, or the primary result code of SQLite.
*/
const codeOf = (error: unknown): unknown => {
	if (!(error instanceof Error)) {
		return undefined;
	}

	if ('errcode' in error) {
		return Number(error.errcode) % 256;
	}

	return 'code' in error ? error.code : undefined;
};

const isOneOf = (error: unknown, ...codes: readonly unknown[]): boolean => codes.includes(codeOf(error));

/**
Whether another process holds a lock, so that trying again later helps.
*/
export const isBusy = (error: unknown): boolean => isOneOf(error, busy, locked);

/**
Whether the file is damaged, or no database.
*/
export const isDamage = (error: unknown): boolean => isOneOf(error, corrupt, notADatabase);

/**
Why the history can't be used, as part of a sentence and safe to print.
*/
export const reasonText = (error: unknown, file: string): string => {
	const folder = path.dirname(file);

	if (isOneOf(error, 'EROFS', 'EACCES', 'EPERM')) {
		return printable(`no permission to write in ${folder}`);
	}

	if (isOneOf(error, 'ENOENT', 'ENOTDIR', 'EEXIST')) {
		return printable(`can't create the folder ${folder}`);
	}

	return printable(error instanceof Error ? `${error.message} (${file})` : String(error));
};
