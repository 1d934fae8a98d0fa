const twoDigits = (value: number): string => String(value).padStart(2, '0');

const timeOfDay = (at: number): string => {
	const date = new Date(at);
	return `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}:${twoDigits(date.getSeconds())}`;
};

/**
Formats epoch milliseconds in local time: `12:03`.
*/
export const minuteText = (at: number): string => timeOfDay(at).slice(0, 5);

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
	return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())} ${timeOfDay(at)}`;
};

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

// A weekday names only one day up to six days away. A day may have 25 hours.
const hasOwnWeekday = (at: number, now: number): boolean => Math.abs(startOfDay(at) - startOfDay(now)) < 6.5 * dayMs;

const withDay = (time: string, at: number, now: number): string => startOfDay(at) === startOfDay(now) ? time : `${hasOwnWeekday(at, now) ? weekdayText(at) : dateText(at)} ${time}`;

/**
Formats epoch milliseconds in local time, relative to `now`: `22:05:10`, `Sat 22:05:10` or `4 Oct 22:05:10`.
*/
export const clockTime = (at: number, now: number): string => withDay(timeOfDay(at), at, now);

/**
Like `clockTime`, without seconds.
*/
export const momentText = (at: number, now: number): string => withDay(minuteText(at), at, now);

/**
Formats a past time in at most `width` columns (at least 8), relative to the day that starts at `today`: `03:35`, `Tue 14:02` or `12 Nov`. Such times stay true while the screen does not change.
*/
export const pastTime = (at: number, today: number, width: number): string => {
	const time = minuteText(at);

	if (at >= today) {
		return time;
	}

	if (!hasOwnWeekday(at, today)) {
		return dateText(at);
	}

	const weekday = weekdayText(at);
	return `${width < 9 ? weekday.slice(0, 2) : weekday} ${time}`;
};

/**
The width of a time such as `03:35:10` or `Tu 14:02`, in columns.
*/
export const clockTimeWidth = 8;

/**
Like `pastTime`, with seconds if the time is today.
*/
export const pastClockTime = (at: number, today: number, width = clockTimeWidth): string => at >= today ? timeOfDay(at) : pastTime(at, today, width);

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
