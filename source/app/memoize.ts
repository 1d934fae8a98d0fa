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
