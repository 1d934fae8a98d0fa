export const errorText = (error: unknown): string => error instanceof Error ? error.message : String(error);

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
