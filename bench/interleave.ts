/**
Runs the measurements in turn (A B A B …), so that other load on the machine affects all of them equally. Discards a first run of each, which warms the caches. Returns a function that looks up the samples of a name; a name without a measurement has none.
*/
export const runInTurn = async <Name extends string>(runs: number, measures: Readonly<Record<Name, (() => Promise<number>) | undefined>>): Promise<(name: Name) => readonly number[]> => {
	const samples = new Map<string, readonly number[]>();

	for (let run = 0; run <= runs; run++) {
		for (const [name, measure] of Object.entries<(() => Promise<number>) | undefined>(measures)) {
			const sample = await measure?.(); // eslint-disable-line no-await-in-loop -- One at a time is the point.

			if (sample !== undefined && run > 0) {
				samples.set(name, [...samples.get(name) ?? [], sample]);
			}
		}
	}

	return name => samples.get(name) ?? [];
};
