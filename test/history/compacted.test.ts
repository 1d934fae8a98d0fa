import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {jsonLine} from '../../source/domain/json-line.ts';
import {compacted, restated} from '../../source/history/compacted.ts';
import {fold} from '../../source/history/fold.ts';
import {
	anyLines,
	baseline,
	changed,
	gone,
	isEvent,
	observed,
	startAt,
} from './lines.ts';

const bounds = fc.integer({min: 0, max: 6000});

/*
How many of the newest events fit into so many characters.
*/
const fittingCount = (lengths: readonly number[], bound: number): number => {
	let room = bound;
	const lastLeftOut = lengths.findLastIndex(length => {
		room -= length + 1;
		return room < 0;
	});
	return lengths.length - 1 - lastLeftOut;
};

describe('the laws of compaction', () => {
	test('the same is known before and after', () => {
		fc.assert(fc.property(anyLines, bounds, (lines, bound) => {
			const before = fold(lines);
			const {known} = fold(compacted(before, bound));
			expect(new Map(known.imports)).toEqual(new Map(before.known.imports));
			expect([known.whole, known.graphs]).toEqual([before.known.whole, before.known.graphs]);
		}), {numRuns: 1000});
	});

	test('all that is kept is still told, in the same order, and the newest of it is there as far as it fits', () => {
		fc.assert(fc.property(anyLines, bounds, (lines, bound) => {
			const before = fold(lines);
			const kept = compacted(before, bound);
			const {told} = fold(kept);
			expect(told).toEqual(kept.filter(line => isEvent(line)));
			expect(told).toEqual(before.told.filter(event => told.includes(event)));

			const count = fittingCount(before.told.map(event => jsonLine(event).length), bound);
			expect(told.slice(told.length - count)).toEqual(before.told.slice(before.told.length - count));
		}), {numRuns: 1000});
	});

	test('of an import that is listed no more than two events are kept beyond the newest and what those need', () => {
		fc.assert(fc.property(anyLines, lines => {
			const before = fold(lines);
			expect(compacted(before, 0).filter(line => isEvent(line)).length).toBeLessThanOrEqual(before.known.imports.size * 3);
		}), {numRuns: 1000});
	});
});

describe('compaction', () => {
	test('forgets what happened long ago, and not since when each import is as it is', () => {
		const lines = [
			baseline(1, 'INITIALIZING', startAt),
			changed(1, 'INITIALIZING', 'EXPORTING', startAt + 1),
			changed(1, 'EXPORTING', 'IMPORTING', startAt + 2),
			changed(1, 'IMPORTING', 'SUCCEEDED', startAt + 3),
			baseline(2, 'FAILED', startAt + 4),
			gone(2, 'FAILED', startAt + 5),
			observed(startAt + 5),
			observed(startAt + 6),
		];
		expect(compacted(fold(lines), 0)).toEqual([lines[0], lines[3], lines[7]]);
	});

	test('keeps what shows that an import became again what it was at first', () => {
		const lines = [baseline(1, 'IMPORTING', startAt), changed(1, 'IMPORTING', 'ROLLING_BACK', startAt + 1), changed(1, 'ROLLING_BACK', 'IMPORTING', startAt + 2)];
		expect(compacted(fold(lines), 0)).toEqual(lines);
	});
});

test('what is known can be stated again', () => {
	fc.assert(fc.property(anyLines, lines => {
		const {known} = fold(lines);
		const again = fold(restated(known)).known;
		const lasts = (imports: typeof known.imports): unknown => new Map(imports.entries().map(([key, {last}]) => [key, last]));
		expect(lasts(again.imports)).toEqual(lasts(known.imports));
		expect([again.whole, again.graphs]).toEqual([known.whole, known.graphs]);
	}));
});
