/**
Whether what the service sent is an object, with members to look at.
*/
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
