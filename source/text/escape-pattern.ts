/**
The source of a pattern with the `v` flag that matches this text alone. `RegExp.escape` is missing in Node 22.
*/
export const escapePattern = (text: string): string => text.replaceAll(/[$\(\)*+.\/?\[\\\]^\{\|\}]/gv, String.raw`\$&`);
