const twoDigits = (value: number): string => String(value).padStart(2, '0');

/**
Formats epoch milliseconds in local time: `12:03:11`.
*/
export const clockTime = (at: number): string => {
	const date = new Date(at);
	return `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}:${twoDigits(date.getSeconds())}`;
};

/**
Formats epoch milliseconds in local time: `12:03`.
*/
export const minuteText = (at: number): string => clockTime(at).slice(0, 5);

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

const weekdayText = (at: number): string => weekdays[new Date(at).getDay()] ?? '';

/**
Formats a local day: `12 Nov`.
*/
export const dateText = (at: number): string => {
	const date = new Date(at);
	return `${date.getDate()} ${months[date.getMonth()] ?? ''}`;
};

/**
Formats a local day: `Sun 4`.
*/
export const dayText = (at: number): string => `${weekdayText(at)} ${new Date(at).getDate()}`;

export const dateTime = (at: number): string => {
	const date = new Date(at);
	return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())} ${clockTime(at)}`;
};

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const dayOf = (at: number): string => new Date(at).toDateString();

/**
Formats epoch milliseconds in local time, relative to `now`: `09:12`, `09:12 yesterday`, `09:12 on 2026-03-01`.
*/
export const timeSince = (at: number, now: number): string => {
	const time = minuteText(at);

	if (dayOf(at) === dayOf(now)) {
		return time;
	}

	const noon = new Date(now).setHours(12, 0, 0, 0);
	return dayOf(at) === dayOf(noon - dayMs) ? `${time} yesterday` : `${time} on ${dateTime(at).slice(0, 10)}`;
};

export const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/**
Formats a past time in at most `width` columns (at least 8), relative to the day that starts at `today`: `03:35`, `Tue 14:02` or `12 Nov`. Such times stay true while the screen does not change.
*/
export const pastTime = (at: number, today: number, width: number): string => {
	const time = minuteText(at);

	if (at >= today) {
		return time;
	}

	if (at < new Date(today).setDate(new Date(today).getDate() - 6)) {
		return dateText(at);
	}

	const weekday = weekdayText(at);
	return `${width < 9 ? weekday.slice(0, 2) : weekday} ${time}`;
};

/**
Formats a time relative to `now`: `22:05`, `Sat 22:05` or `4 Oct 22:05`.
*/
export const momentText = (at: number, now: number): string => dayOf(at) === dayOf(now) ? minuteText(at) : `${now - at < 6 * dayMs ? weekdayText(at) : dateText(at)} ${minuteText(at)}`;

const expectedMinutes = (leftMs: number): number => {
	if (leftMs < hourMs) {
		return 1;
	}

	return leftMs < 10 * hourMs ? 5 : 15;
};

/**
Formats an estimated time in local time: `~04:55`, `~Tue 04:55` or `~12 Nov`. Rounds up to 5 minutes if it is at least an hour after `now`, and to 15 minutes from 10 hours, so that it seldom changes.
*/
export const expectedTime = (at: number, now: number): string => {
	const unitMs = expectedMinutes(at - now) * 60_000;
	const rounded = Math.ceil(at / unitMs) * unitMs;

	if (rounded - now < dayMs) {
		return `~${minuteText(rounded)}`;
	}

	return rounded - now < 6 * dayMs ? `~${weekdayText(rounded)} ${minuteText(rounded)}` : `~${dateText(rounded)}`;
};

/**
Formats the two largest units: `45s`, `12m 03s`, `1h 05m`, `2d 03h`.
*/
export const durationText = (durationMs: number): string => {
	const seconds = Math.max(0, Math.floor(durationMs / 1000));
	const minutes = Math.floor(seconds / 60);
	const hours = Math.floor(minutes / 60);
	const days = Math.floor(hours / 24);

	if (days > 0) {
		return `${days}d ${twoDigits(hours % 24)}h`;
	}

	if (hours > 0) {
		return `${hours}h ${twoDigits(minutes % 60)}m`;
	}

	return minutes > 0 ? `${minutes}m ${twoDigits(seconds % 60)}s` : `${seconds}s`;
};

export const intervalText = (intervalMs: number): string => {
	const seconds = intervalMs / 1000;
	return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
};

/**
Formats `12,345`. Avoids `Intl`, which takes milliseconds to load at startup.
*/
export const countText = (count: number): string => {
	const digits = String(count);
	const parts: string[] = [];

	for (let end = digits.length; end > 0; end -= 3) {
		parts.unshift(digits.slice(Math.max(0, end - 3), end));
	}

	return parts.join(',');
};

/**
Formats `1 import` or `2,000 imports`.
*/
export const pluralText = (count: number, noun: string): string => `${countText(count)} ${noun}${count === 1 ? '' : 's'}`;

/**
Formats the rows of a list from `start` up to, but not including, `end`: `1–27 of 10,000`.
*/
export const rangeText = (start: number, end: number, count: number): string =>
	`${countText(start + 1)}–${countText(end)} of ${countText(count)}`;
