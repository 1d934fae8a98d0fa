/**
Runs each of these so many times, in turn (A B A B …), so that what else goes on in the machine hits all alike. Each runs once before that counts, to warm what is warm in daily use. Gives what the runs of a name gave: nothing for a name without a measure.
*/
export const interleave = async <Name extends string>(runs: number, measures: Readonly<Record<Name, (() => Promise<number>) | undefined>>): Promise<(name: Name) => readonly number[]> => {
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
