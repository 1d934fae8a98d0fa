const unitsMs: Readonly<Record<string, number>> = {
	d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000,
};

/*
A year: longer is a slip of the hand.
*/
const longestMs = 366 * 86_400_000;

const durationForm = /^(?:\d{1,9}d)?(?:\d{1,9}h)?(?:\d{1,9}m)?(?:\d{1,9}s)?$/v;

/**
A duration in milliseconds, from text such as `90s`, `45m`, `2h`, `1h30m` or `2d`: whole numbers, each with its unit, the greatest first. Undefined for anything else, for none at all, and beyond a year.
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

/*
A date, with a time of day or without; without an offset it is in the time zone of the machine.
*/
const dateForm = /^(?<date>\d{4}-\d\d-\d\d)(?:[ T](?<time>\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(?<offset>Z|[+\-]\d\d:\d\d)?)?$/v;

const midnight = (now: number, daysAgo: number): number => {
	const date = new Date(now);
	date.setHours(0, 0, 0, 0);
	date.setDate(date.getDate() - daysAgo);
	return date.getTime();
};

/*
`Date` takes February the 30th for March the 2nd.
*/
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
A time in the past, in epoch milliseconds, from text: so long before now (`2h`), `today` or `yesterday` from its beginning, a date, or a date and a time of day (`2026-03-01T12:00`), in the time zone of the machine where it names none. Undefined for anything else.
*/
export const parseSince = (text: string, now: number): number | undefined => {
	if (text === 'today' || text === 'yesterday') {
		return midnight(now, text === 'today' ? 0 : 1);
	}

	const durationMs = parseDuration(text);
	return durationMs === undefined ? parseDate(text) : now - durationMs;
};
