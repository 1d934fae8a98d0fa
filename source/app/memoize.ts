/**
Caches one value per object, in a `WeakMap`.
*/
export const memoize = <Input extends WeakKey, Value>(compute: (input: Input) => Value): ((input: Input) => Value) => {
	const values = new WeakMap<Input, {readonly value: Value}>();

	return input => {
		const known = values.get(input);

		if (known !== undefined) {
			return known.value;
		}

		const value = compute(input);
		values.set(input, {value});
		return value;
	};
};

/**
Caches the latest value until `isSame` returns false, for inputs that are new objects with mostly the same parts. `compute` can reuse parts of the previous value. Alternating between two models computes each time.
*/
export const memoizeLatest = <Input, Value>(
	compute: (input: Input, previous: Value | undefined) => Value,
	isSame: (before: Input, after: Input) => boolean,
): ((input: Input) => Value) => {
	let latest: {readonly input: Input; readonly value: Value} | undefined;

	return input => {
		if (latest === undefined || !isSame(latest.input, input)) {
			latest = {input, value: compute(input, latest?.value)};
		}

		return latest.value;
	};
};
