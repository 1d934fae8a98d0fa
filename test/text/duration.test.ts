import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {parseDuration, parseSince} from '../../source/text/duration.ts';

describe('parseDuration', () => {
	test.each([
		['90s', 90_000],
		['45m', 2_700_000],
		['2h', 7_200_000],
		['1h30m', 5_400_000],
		['2d', 172_800_000],
		['1d2h3m4s', 93_784_000],
		['366d', 31_622_400_000],
	])('parses %s as %i ms', (text, durationMs) => {
		expect(parseDuration(text)).toBe(durationMs);
	});

	test.each(['', '0s', '10', '1.5h', '-2h', '2 h', '30m1h', 'h', '2H', '500ms', '366d1s', '367d', '999999999999s', '1h1h'])('rejects %j', text => {
		expect(parseDuration(text)).toBeUndefined();
	});

	test('adds up the units', () => {
		const count = fc.integer({min: 0, max: 59});
		fc.assert(fc.property(count, count, count, (hours, minutes, seconds) => {
			const durationMs = ((((hours * 60) + minutes) * 60) + seconds) * 1000;
			expect(parseDuration(`${hours}h${minutes}m${seconds}s`)).toBe(durationMs === 0 ? undefined : durationMs);
		}));
	});
});

describe('parseSince', () => {
	const now = new Date(2026, 2, 1, 12, 3, 11).getTime();

	test.each([
		['2h', now - 7_200_000],
		['today', new Date(2026, 2, 1).getTime()],
		['yesterday', new Date(2026, 1, 28).getTime()],
		['2026-02-28', new Date(2026, 1, 28).getTime()],
		['2026-02-28T09:12', new Date(2026, 1, 28, 9, 12).getTime()],
		['2026-02-28 09:12:30', new Date(2026, 1, 28, 9, 12, 30).getTime()],
		['2026-02-28T09:12:30.500Z', Date.UTC(2026, 1, 28, 9, 12, 30, 500)],
		['2026-02-28T09:12+02:00', Date.UTC(2026, 1, 28, 7, 12)],
	])('parses %s', (text, at) => {
		expect(parseSince(text, now)).toBe(at);
	});

	test.each(['', 'someday', '2026', '2026-2-8', '2026-02-30', '2026-13-01', '2026-02-28T25:00', '09:12', '2026-02-28Z'])('rejects %j', text => {
		expect(parseSince(text, now)).toBeUndefined();
	});
});
