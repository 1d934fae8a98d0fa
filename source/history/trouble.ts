import path from 'node:path';
import {printable} from '../domain/printable.ts';

/**
The code of an error of the system, such as `ENOSPC`; undefined where it is another error.
*/
export const errorCode = (error: unknown): string | undefined => error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

const reasons: ReadonlyMap<string | undefined, (file: string) => string> = new Map<string, (file: string) => string>([
	['ENOSPC', () => 'the disk is full'],
	['EDQUOT', () => 'the quota of the disk is used up'],
	['EFBIG', file => `${file} would be larger than files may be`],
	['EROFS', file => `${path.dirname(file)} is on a file system that is read-only`],
	['EACCES', file => `there is no permission for ${file}`],
	['EPERM', file => `there is no permission for ${file}`],
	['ENOTDIR', file => `${path.dirname(file)} can't be a folder`],
	['EEXIST', file => `${path.dirname(file)} can't be a folder`],
	['EISDIR', file => `${file} is a folder`],
]);

/**
Why a file can't be read or written, in words for the middle of a sentence, safe to print.
*/
export const troubleOf = (error: unknown, file: string): string =>
	printable(reasons.get(errorCode(error))?.(file) ?? (error instanceof Error ? error.message : String(error)));
