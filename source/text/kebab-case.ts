/**
The name of an option in camel case, such as `filterText`, as on a command line: `filter-text`.
*/
export const kebabCase = (name: string): string => name.replaceAll(/[A-Z]/gv, letter => `-${letter.toLowerCase()}`);
