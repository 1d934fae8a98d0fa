const unitsMs: Readonly<Record<string, number>> = {
	d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000,
};

// A year; longer durations are typos.
const longestMs = 366 * 86_400_000;

const durationForm = /^(?:\d{1,9}d)?(?:\d{1,9}h)?(?:\d{1,9}m)?(?:\d{1,9}s)?$/v;

/**
Parses `90s`, `45m`, `1h30m` or `2d` to milliseconds. Returns undefined for other text, for zero, and for more than a year.
*/
export const parseDuration = (text: string): number | undefined => {
	if (!durationForm.test(text)) {
		return undefined;
	}

	let durationMs = 0;

	for (const {groups} of text.matchAll(/(?<count>\d{1,9})(?<unit>[dhms])/gv)) {
		durationMs += Number(groups?.['count']) * (unitsMs[groups?.['unit'] ?? ''] ?? NaN);
	}

	return durationMs > 0 && durationMs <= longestMs ? durationMs : undefined;
};

const dateForm = /^(?<date>\d{4}-\d\d-\d\d)(?:[ T](?<time>\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(?<offset>Z|[+\-]\d\d:\d\d)?)?$/v;

const midnight = (now: number, daysAgo: number): number => {
	const date = new Date(now);
	date.setHours(0, 0, 0, 0);
	date.setDate(date.getDate() - daysAgo);
	return date.getTime();
};

// `Date` accepts February 30 as March 2.
const isRealDate = (date: string): boolean => {
	const parsed = new Date(`${date}T00:00:00Z`);
	return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
};

const parseDate = (text: string): number | undefined => {
	const {date = '', time = '00:00', offset = ''} = dateForm.exec(text)?.groups ?? {};

	if (!isRealDate(date)) {
		return undefined;
	}

	const at = Date.parse(`${date}T${time}${offset}`);
	return Number.isNaN(at) ? undefined : at;
};

/**
Parses a duration before `now` (`2h`), the start of `today` or `yesterday`, a date, or a date and time (`2026-03-01T12:00`, local time by default). Times are epoch milliseconds. Returns undefined for other text.
*/
export const parseSince = (text: string, now: number): number | undefined => {
	if (text === 'today' || text === 'yesterday') {
		return midnight(now, text === 'today' ? 0 : 1);
	}

	const durationMs = parseDuration(text);
	return durationMs === undefined ? parseDate(text) : now - durationMs;
};
