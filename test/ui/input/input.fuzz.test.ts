import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createInputReader, type InputPart} from '../../../source/ui/input/input-reader.ts';
import {stressCount} from '../../support/stress.ts';

const pieces = fc.constantFrom(
	'\u{1B}',
	'\u{1B}[',
	'\u{1B}[<',
	'\u{1B}[200~',
	'\u{1B}[201~',
	'\u{1B}[20',
	'\u{1B}[<0;99999;1M',
	'\u{1B}[<64;1;1m',
	'0;',
	'M',
	'\u{1B}O',
	'\u{0}',
	'\u{9B}',
	'\u{FFFD}',
);

/*
Chunks of terminal input, with what the timers do between them: nothing, release a held key, give up on its rest, or end a paste.
*/
const inputs = fc.array(fc.record({
	chunk: fc.oneof(fc.uint8Array({maxLength: 20}).map(bytes => new TextDecoder().decode(bytes)), fc.string({unit: 'binary', maxLength: 8}), fc.array(pieces, {maxLength: 6}).map(list => list.join(''))),
	timer: fc.constantFrom('none', 'none', 'release', 'settle', 'endPaste'),
}), {maxLength: 20});

const textOf = (part: InputPart): string => part.kind === 'mouse' ? '' : part.text;

test('any input is split into keys, pastes and valid mouse events, and is never kept beyond its bounds', () => {
	fc.assert(fc.property(inputs, input => {
		const reader = createInputReader();
		const parts: InputPart[] = [];

		for (const {chunk, timer} of input) {
			parts.push(...reader.push(chunk));

			if (timer === 'release' && reader.isHolding()) {
				parts.push({kind: 'keys', text: reader.release()});
			} else if (timer === 'settle') {
				parts.push({kind: 'keys', text: reader.settle()});
			} else if (timer === 'endPaste' && reader.isPasting()) {
				parts.push({kind: 'paste', text: reader.endPaste()});
			}
		}

		for (const part of parts) {
			if (part.kind === 'mouse') {
				expect([part.report.column, part.report.row].every(place => Number.isSafeInteger(place) && place >= -1 && place < 100_000)).toBe(true);
			}
		}

		const length = input.reduce((sum, {chunk}) => sum + chunk.length, 0);
		expect(parts.reduce((sum, part) => sum + textOf(part).length, 0)).toBeLessThanOrEqual(length);

		// After the timers, keys work again.
		reader.endPaste();
		reader.release();
		reader.settle();
		expect(reader.push('q')).toEqual([{kind: 'keys', text: 'q'}]);
	}), {numRuns: stressCount({usual: 100, full: 100_000})});
});
