import {
	timelineImport,
	type ObservedImport,
	type ObservedStatus,
	type TimelineImport,
} from '../../source/imports/timeline/timeline.ts';
import {type TimelineSpan} from '../../source/imports/timeline/timeline-text.ts';
import {importTask} from './tasks.ts';

const minute = 60_000;

// Of local time.
export const noon = new Date(2026, 2, 1, 12).getTime();

/**
A status observed this many minutes after noon.
*/
export const at = (minutes: number, status: string | undefined, notBefore?: number): ObservedStatus => ({
	at: noon + (minutes * minute), status, ...(notBefore !== undefined && {notBefore: noon + (notBefore * minute)}),
});

export const textOf = (spans: readonly TimelineSpan[]): string => spans.map(({text}) => text).join('');

type Fields = Partial<Omit<ObservedImport, 'observed'> & Pick<TimelineImport, 'startedAt' | 'seenUntil' | 'percentage'>>;

/**
An import on the timeline, from its observed statuses.
*/
export const shownImport = (observed: readonly ObservedStatus[], {startedAt, seenUntil, percentage, ...fields}: Fields = {}): TimelineImport => {
	const shown = timelineImport({
		targetId: '@', task: importTask(), isFirstSeen: false, ...fields, observed,
	}, {startedAt, seenUntil, percentage});

	if (shown === undefined) {
		throw new Error('The import has no known time.');
	}

	return shown;
};
