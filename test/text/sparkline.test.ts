import fc from 'fast-check';
import {expect, test} from 'vitest';
import {asciiText} from '../../source/text/ascii-text.ts';
import {sparkline} from '../../source/text/sparkline.ts';

test.each([
	[[], '', ''],
	[[0, 0], '▁▁', '__'],
	[[5], '▇', '='],
	[[0, 1, 2, 3, 4, 5, 6], '▁▂▃▄▅▆▇', '__..--='],
	[[100, 50, -5, 1], '▇▄▁▁', '=.__'],
])('the sparkline of %j is %s, in ASCII %s', (values, line, ascii) => {
	expect(sparkline(values)).toBe(line);
	expect(asciiText(line)).toBe(ascii);
});

test('a greater value is never drawn lower, and the greatest one is at the top', () => {
	fc.assert(fc.property(fc.array(fc.double({min: 0, max: 1e12, noNaN: true}), {minLength: 1, maxLength: 20}), values => {
		const signs = [...sparkline(values)];
		const sorted = values.map((value, index) => ({value, sign: signs[index] ?? ''})).toSorted((one, other) => one.value - other.value);
		expect(signs).toHaveLength(values.length);
		expect(sorted.map(({sign}) => sign)).toEqual(sorted.map(({sign}) => sign).toSorted());
		expect(sorted.at(-1)?.sign).toBe(Math.max(...values) === 0 ? '▁' : '▇');
	}));
});
