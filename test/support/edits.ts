import fc from 'fast-check';

/**
The text after up to five random replacements, each with characters or one of the snippets.
*/
export const editedText = (text: string, snippets: readonly string[]): fc.Arbitrary<string> => fc.array(fc.record({
	at: fc.nat({max: text.length}),
	length: fc.nat({max: 12}),
	inserted: fc.oneof(fc.string({unit: 'binary', maxLength: 6}), fc.constantFrom(...snippets)),
}), {maxLength: 5}).map(edits => {
	let current = text;

	for (const {at, length, inserted} of edits) {
		current = current.slice(0, at) + inserted + current.slice(at + length);
	}

	return current;
});

/**
The bytes after up to four random replacements, and cut off at a random length in one of four cases. `places` are more likely to be replaced.
*/
export const damagedBytes = (bytes: Uint8Array, places: fc.Arbitrary<number> = fc.nat({max: bytes.length - 1})): fc.Arbitrary<Uint8Array> => fc.record({
	damages: fc.array(fc.record({at: places, replacement: fc.oneof(fc.uint8Array({minLength: 1, maxLength: 3}), fc.uint8Array({maxLength: 5000}))}), {maxLength: 4}),
	length: fc.oneof({weight: 3, arbitrary: fc.constant(bytes.length)}, {weight: 1, arbitrary: fc.nat({max: bytes.length})}),
}).map(({damages, length}) => {
	const damaged = Uint8Array.from(bytes);

	for (const {at, replacement} of damages) {
		damaged.set(replacement.subarray(0, damaged.length - at), at);
	}

	return damaged.subarray(0, length);
});
