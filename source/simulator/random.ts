/* eslint-disable no-bitwise -- Random number generators mix bits. */

/**
A seeded sequence of draws. `fraction` returns 0 to 1 (exclusive). `whole` includes both bounds.
*/
export type Random = {
	readonly fraction: () => number;
	readonly whole: (min: number, max: number) => number;
	readonly chance: (probability: number) => boolean;
	readonly pick: <Choice>(choices: readonly [Choice, ...Choice[]]) => Choice;
};

const steps = {seed: 0x9E_37_79_B9, draw: 0x6D_2B_79_F5} as const;

// The finalizer of MurmurHash3. Spreads adjacent seeds far apart.
const scramble = (seed: number): number => {
	let bits = seed >>> 0;
	bits = Math.imul(bits ^ (bits >>> 16), 0x85_EB_CA_6B);
	bits = Math.imul(bits ^ (bits >>> 13), 0xC2_B2_AE_35);
	return (bits ^ (bits >>> 16)) >>> 0;
};

/**
Creates a Mulberry32 generator. Each stream of a seed is an independent sequence. Seed and stream are whole numbers.
*/
export const createRandom = (seed: number, stream: number): Random => {
	let state = scramble(scramble(seed) + Math.imul(stream, steps.seed));

	const fraction = (): number => {
		state = (state + steps.draw) >>> 0;
		let bits = Math.imul(state ^ (state >>> 15), state | 1);
		bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
		return ((bits ^ (bits >>> 14)) >>> 0) / (2 ** 32);
	};

	const whole = (min: number, max: number): number => min + Math.floor(fraction() * (max - min + 1));

	return {
		fraction,
		whole,
		chance: probability => fraction() < probability,
		pick: choices => choices[whole(0, choices.length - 1)] ?? choices[0],
	};
};

const identifierSpace = 36n ** 10n;

// Coprime to the identifier space and close to its golden section. Consecutive numbers get unique identifiers that look unrelated.
const identifierStep = 2_259_630_181_453_129n;

/**
Returns an identifier in the service's format: the prefix, a hyphen and ten characters of a-z0-9. Unique per seed and prefix.
*/
export const identifierOf = (prefix: 'g' | 't', seed: number, number: number): string => {
	const offset = BigInt(scramble(seed + (prefix === 'g' ? 1 : 0))) * 1_000_003n;
	const position = (offset + (BigInt(number) * identifierStep)) % identifierSpace;
	return `${prefix}-${position.toString(36).padStart(10, '0')}`;
};
