import path from 'node:path';
import {printable} from '../domain/printable.ts';

/**
The code of an error of the system, such as `ENOSPC`; undefined where it is another error.
*/
export const errorCode = (error: unknown): string | undefined => error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/*
What it is comes before where it is, which may be so long that a row has no room for more.
*/
const reasons: ReadonlyMap<string | undefined, (file: string) => string> = new Map<string, (file: string) => string>([
	['ENOSPC', () => 'the disk is full'],
	['EDQUOT', () => 'the quota of the disk is used up'],
	['EFBIG', file => `no file may grow as large as ${file}`],
	['EROFS', file => `a read-only file system holds ${path.dirname(file)}`],
	['EACCES', file => `there is no permission for ${file}`],
	['EPERM', file => `there is no permission for ${file}`],
	['ENOENT', file => `there can be no folder ${path.dirname(file)}`],
	['ENOTDIR', file => `there can be no folder ${path.dirname(file)}`],
	['EEXIST', file => `there can be no folder ${path.dirname(file)}`],
	['EISDIR', file => `a folder is at ${file}`],
]);

/**
Why a file can't be read or written, in words for the middle of a sentence, safe to print.
*/
export const troubleOf = (error: unknown, file: string): string =>
	printable(reasons.get(errorCode(error))?.(file) ?? (error instanceof Error ? error.message : String(error)));
