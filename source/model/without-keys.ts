/**
The entries without those of these keys: the very same where none of them is there.
*/
export const withoutKeys = <Value>(entries: ReadonlyMap<string, Value>, keys: Iterable<string>): ReadonlyMap<string, Value> => {
	let rest: Map<string, Value> | undefined;

	for (const key of keys) {
		if (!entries.has(key)) {
			continue;
		}

		rest ??= new Map(entries);
		rest.delete(key);
	}

	return rest ?? entries;
};
