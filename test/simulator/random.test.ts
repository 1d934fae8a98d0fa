import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createRandom, identifierOf} from '../../source/simulator/random.ts';

const seeds = fc.nat({max: (2 ** 32) - 1});
const numbers = fc.nat({max: 1_000_000});

const draws = (seed: number, stream: number): readonly number[] => {
	const random = createRandom(seed, stream);
	return Array.from({length: 20}, () => random.fraction());
};

describe('createRandom', () => {
	test('repeats the sequence for the same seed and stream', () => {
		fc.assert(fc.property(seeds, numbers, (seed, stream) => {
			expect(draws(seed, stream)).toEqual(draws(seed, stream));
		}));
	});

	test('returns another sequence for another stream', () => {
		fc.assert(fc.property(seeds, numbers, (seed, stream) => {
			expect(draws(seed, stream)).not.toEqual(draws(seed, stream + 1));
		}));
	});

	test('stays within its bounds', () => {
		fc.assert(fc.property(seeds, fc.integer({min: -50, max: 50}), fc.nat({max: 50}), (seed, min, span) => {
			const random = createRandom(seed, 1);
			const fraction = random.fraction();
			const whole = random.whole(min, min + span);
			expect(fraction >= 0 && fraction < 1).toBe(true);
			expect(Number.isSafeInteger(whole) && whole >= min && whole <= min + span).toBe(true);
			expect(['a', 'b', 'c']).toContain(random.pick(['a', 'b', 'c']));
		}));
	});

	test('includes both ends of a range', () => {
		const random = createRandom(1, 1);
		const drawn = new Set(Array.from({length: 200}, () => random.whole(1, 3)));
		expect([...drawn].toSorted((one, other) => one - other)).toEqual([1, 2, 3]);
	});
});

describe('identifiers', () => {
	test('have the service\'s format', () => {
		fc.assert(fc.property(fc.constantFrom('g', 't'), seeds, numbers, (prefix, seed, number) => {
			expect(identifierOf(prefix, seed, number)).toMatch(/^[gt]-[\da-z]{10}$/v);
		}));
	});

	test('differ for different numbers', () => {
		fc.assert(fc.property(seeds, numbers, numbers, (seed, one, other) => {
			fc.pre(one !== other);
			expect(identifierOf('t', seed, one)).not.toBe(identifierOf('t', seed, other));
		}));
	});
});
