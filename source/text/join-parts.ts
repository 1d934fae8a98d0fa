/**
Joins the parts that are defined.
*/
export const joinParts = (parts: ReadonlyArray<string | undefined>, separator: string): string => parts.filter(part => part !== undefined).join(separator);
