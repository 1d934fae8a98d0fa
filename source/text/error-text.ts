export const errorText = (error: unknown): string => error instanceof Error ? error.message : String(error);

// Node's own messages begin with the code, and repeat the system call and the file.
const systemReasons: ReadonlyMap<unknown, string> = new Map([
	['EACCES', 'permission denied'],
	['EDQUOT', 'the disk quota is used up'],
	['EISDIR', 'it is a folder'],
	['EMFILE', 'too many open files'],
	['ENOENT', 'no such file or folder'],
	['ENOSPC', 'the disk is full'],
	['ENOTDIR', 'no such file or folder'],
	['EPERM', 'permission denied'],
	['EROFS', 'the disk is read-only'],
]);

/**
Returns the end of a sentence that names the file, such as “can't read the recording run.ndjson: …”.
*/
export const fileErrorText = (error: unknown): string => systemReasons.get(error instanceof Error && 'code' in error ? error.code : undefined) ?? errorText(error);

const hideInWord = (word: string): string => {
	const scheme = word.indexOf('://');
	const start = scheme === -1 ? word.search(/[^"]/v) : scheme + 3;
	const end = word.lastIndexOf('@');
	const hasCredentials = end > start && (scheme !== -1 || word.slice(start, end).includes(':'));
	return hasCredentials ? `${word.slice(0, start)}…${word.slice(end)}` : word;
};

/**
Hides the user name and password of URLs in a text, also of URLs that are invalid or have no scheme.
*/
export const hideCredentials = (text: string): string => text.replaceAll(/\S+/gv, word => hideInWord(word));
