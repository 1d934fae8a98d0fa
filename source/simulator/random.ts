/* eslint-disable no-bitwise -- A generator of numbers mixes bits. */

/**
Draws from one seeded sequence: the same seed and stream give the same draws in the same order.
*/
export type Random = {
	/**
	A number from 0 up to, not including, 1.
	*/
	readonly fraction: () => number;

	/**
	A whole number; both ends are included.
	*/
	readonly whole: (least: number, most: number) => number;

	/**
	Whether something with this probability happens.
	*/
	readonly chance: (probability: number) => boolean;
	readonly pick: <Choice>(choices: readonly [Choice, ...Choice[]]) => Choice;
};

const steps = {seed: 0x9E_37_79_B9, draw: 0x6D_2B_79_F5} as const;

/*
The finalizer of MurmurHash3: seeds that lie next to each other end up far apart.
*/
const scramble = (seed: number): number => {
	let bits = seed >>> 0;
	bits = Math.imul(bits ^ (bits >>> 16), 0x85_EB_CA_6B);
	bits = Math.imul(bits ^ (bits >>> 13), 0xC2_B2_AE_35);
	return (bits ^ (bits >>> 16)) >>> 0;
};

/**
The sequence of a seed and a stream, both whole numbers: Mulberry32. Each stream of a seed is a sequence of its own, so that what is drawn in one never shifts another.
*/
export const createRandom = (seed: number, stream: number): Random => {
	let state = scramble(scramble(seed) + Math.imul(stream, steps.seed));

	const fraction = (): number => {
		state = (state + steps.draw) >>> 0;
		let bits = Math.imul(state ^ (state >>> 15), state | 1);
		bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
		return ((bits ^ (bits >>> 14)) >>> 0) / (2 ** 32);
	};

	const whole = (least: number, most: number): number => least + Math.floor(fraction() * (most - least + 1));

	return {
		fraction,
		whole,
		chance: probability => fraction() < probability,
		pick: choices => choices[whole(0, choices.length - 1)] ?? choices[0],
	};
};

const identifierSpace = 36n ** 10n;

/*
Shares no divisor with the space, and is about its golden section: numbers that follow each other get identifiers that look nothing alike, and none twice.
*/
const identifierStep = 2_259_630_181_453_129n;

/**
The identifier of the `number`th thing of its kind: its prefix and ten of a-z0-9, as the service makes them. No two numbers of the same seed share one.
*/
export const identifierOf = (prefix: 'g' | 't', seed: number, number: number): string => {
	const offset = BigInt(scramble(seed + (prefix === 'g' ? 1 : 0))) * 1_000_003n;
	const position = (offset + (BigInt(number) * identifierStep)) % identifierSpace;
	return `${prefix}-${position.toString(36).padStart(10, '0')}`;
};
