/**
The message of an error, or whatever else was thrown, as text.
*/
export const errorText = (error: unknown): string => error instanceof Error ? error.message : String(error);

/**
Hides the user name and password of URLs in a text, also of URLs that are invalid or have no scheme.
*/
export const hideCredentials = (text: string): string => text.replaceAll(/(?<=:\/\/)\S*@|[^\s"\/@]*:(?!\/\/)\S*@/gv, '…@');
