/**
What the service sent where a string should be, as text: the SDK hands on whatever came, be it a number. Undefined where nothing came.
*/
export const wireText = (value: unknown): string | undefined => {
	if (value === undefined || value === null) {
		return undefined;
	}

	return typeof value === 'string' ? value : JSON.stringify(value);
};
