/**
Where a page of the list begins.
*/
export type PageStart = {
	/**
	How many imports of the list come before it, as the list stands when the page is asked for.
	*/
	readonly offset: number;

	/**
	From 1.
	*/
	readonly page: number;
};

/**
A `nextToken` for a page. It means nothing to clients.
*/
export const encodePageToken = ({offset, page}: PageStart): string => btoa(`page ${page} from ${offset}`);

/*
Empty where the text is not base64.
*/
const decodeBase64 = (text: string): string => {
	try {
		return atob(text);
	} catch {
		return '';
	}
};

/**
The page that a `nextToken` stands for; undefined for a token that was never given out.
*/
export const decodePageToken = (token: string): PageStart | undefined => {
	const match = /^page (?<page>\d{1,9}) from (?<offset>\d{1,9})$/v.exec(decodeBase64(token));
	return match === null ? undefined : {offset: Number(match.groups?.['offset']), page: Number(match.groups?.['page'])};
};
