import {
	timelineImport,
	type ObservedImport,
	type ObservedStatus,
	type TimelineImport,
} from '../../source/imports/timeline.ts';
import {importTask} from './tasks.ts';

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
