import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	clockTime,
	countText,
	dateTime,
	durationText,
	expectedTime,
	intervalText,
	momentText,
	pastClockTime,
	pastTime,
	pluralText,
	startOfDay,
} from '../../source/text/time-text.ts';

test.each([
	[0, '0s'],
	[-5, '0s'],
	[59_999, '59s'],
	[60_000, '1m 00s'],
	[723_000, '12m 03s'],
	[3_900_000, '1h 05m'],
	[183_600_000, '2d 03h'],
])('durationText(%i) is %s', (durationMs, text) => {
	expect(durationText(durationMs)).toBe(text);
});

test.each([
	['12:10:01', '~12:11'],
	['12:10:00', '~12:10'],
	['12:59:30', '~13:00'],
	['13:00:00', '~13:00'],
	['13:01:00', '~13:05'],
	['21:55:00', '~21:55'],
	['22:05:00', '~22:15'],
])('expectedTime at %s, seen at 12:00, is %s', (time, text) => {
	expect(expectedTime(new Date(`2026-03-01T${time}`).getTime(), new Date('2026-03-01T12:00:00').getTime())).toBe(text);
});

test.each([
	[23 * 60, '~11:00'],
	[24 * 60, '~Mon 12:00'],
	[5 * 24 * 60, '~Fri 12:00'],
	[10 * 24 * 60, '~11 Mar'],
])('expectedTime in %i minutes is %s', (minutes, text) => {
	const noon = new Date('2026-03-01T12:00:00').getTime();
	expect(expectedTime(noon + (minutes * 60_000), noon)).toBe(text);
});

test.each([
	[1000, '1 s'],
	[2500, '2.5 s'],
	[60_000, '1 min'],
	[90_000, '90 s'],
	[600_000, '10 min'],
])('intervalText(%i) is %s', (intervalMs, text) => {
	expect(intervalText(intervalMs)).toBe(text);
});

test('clockTime and dateTime use local time', () => {
	const at = new Date(2026, 2, 1, 9, 5, 7).getTime();
	expect(clockTime(at, at)).toBe('09:05:07');
	expect(dateTime(at)).toBe('2026-03-01 09:05:07');
});

test('startOfDay is midnight in local time', () => {
	expect(startOfDay(new Date(2026, 2, 1, 23, 59, 59, 999).getTime())).toBe(new Date(2026, 2, 1).getTime());
	expect(startOfDay(new Date(2026, 2, 1).getTime())).toBe(new Date(2026, 2, 1).getTime());
});

describe('a time relative to now', () => {
	const now = new Date(2026, 2, 1, 12, 3).getTime();

	test.each([
		['today', new Date(2026, 2, 1, 0, 0, 59), '00:00:59'],
		['yesterday, less than 24 hours ago', new Date(2026, 1, 28, 23, 59), 'Sat 23:59:00'],
		['yesterday, more than 24 hours ago', new Date(2026, 1, 28, 9, 12), 'Sat 09:12:00'],
		['tomorrow', new Date(2026, 2, 2, 1, 0), 'Mon 01:00:00'],
		['six days ago', new Date(2026, 1, 23, 0, 0), 'Mon 00:00:00'],
		['seven days ago', new Date(2026, 1, 22, 23, 59), '22 Feb 23:59:00'],
		['in six days', new Date(2026, 2, 7, 23, 59), 'Sat 23:59:00'],
		['in seven days', new Date(2026, 2, 8, 0, 0), '8 Mar 00:00:00'],
	])('names the day unless it is today: %s', (_, date, text) => {
		expect(clockTime(date.getTime(), now)).toBe(text);
		expect(momentText(date.getTime(), now)).toBe(text.slice(0, -3));
	});
});

test.each([
	[0, '0'],
	[999, '999'],
	[1000, '1,000'],
	[123_456, '123,456'],
])('countText(%i) is %s', (count, text) => {
	expect(countText(count)).toBe(text);
});

test('pluralText counts a noun', () => {
	expect([0, 1, 2, 1500].map(count => pluralText(count, 'import'))).toEqual(['0 imports', '1 import', '2 imports', '1,500 imports']);
});

test('countText separates thousands like English', () => {
	fc.assert(fc.property(fc.maxSafeNat(), count => {
		expect(countText(count)).toBe(count.toLocaleString('en-US'));
	}));
});

describe('a past time', () => {
	const today = Date.UTC(2026, 2, 4);

	test.each([
		['2026-03-04T03:35:10Z', 10, '03:35'],
		['2026-03-04T00:00:00Z', 10, '00:00'],
		['2026-03-03T23:59:59Z', 9, 'Tue 23:59'],
		['2026-03-03T14:02:00Z', 10, 'Tue 14:02'],
		['2026-03-03T14:02:00Z', 8, 'Tu 14:02'],
		['2026-02-26T00:00:00Z', 10, 'Thu 00:00'],
		['2026-02-25T23:59:59Z', 10, '25 Feb'],
		['2025-11-12T09:00:00Z', 8, '12 Nov'],
	])('%s in %i columns is %s', (at, width, text) => {
		expect(pastTime(Date.parse(at), today, width)).toBe(text);
	});

	test('has seconds if it is today and seconds are asked for', () => {
		const midnight = Date.parse('2026-03-04T00:00:00Z');
		expect([midnight, midnight - 1].map(at => pastClockTime(at, today, 8))).toEqual(['00:00:00', 'Tu 23:59']);
		expect([midnight, midnight - 1].map(at => pastClockTime(at, today, 9))).toEqual(['00:00:00', 'Tue 23:59']);
	});
});
