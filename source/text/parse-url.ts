/**
The URL that a text is, or that it names from the base; undefined where it is none. Node 22.0 has no `URL.parse` yet.
*/
export const parseUrl = (text: string, base?: string): URL | undefined => URL.canParse(text, base) ? new URL(text, base) : undefined;
