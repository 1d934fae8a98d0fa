import {
	timelineImport,
	type ObservedImport,
	type ObservedStatus,
	type TimelineImport,
} from '../../source/imports/timeline.ts';
import {importTask} from './tasks.ts';

/**
An import on the timeline, from its observed statuses. Other fields are optional.
*/
export const shownImport = (observed: readonly ObservedStatus[], {task = importTask(), isFirstSeen = false, ...fields}: Partial<ObservedImport & Pick<TimelineImport, 'startedAt' | 'seenUntil' | 'percentage'>> = {}): TimelineImport => {
	const {startedAt, seenUntil, percentage, ...seen} = fields;
	const shown = timelineImport({
		targetId: '@', task, isFirstSeen, ...seen, observed,
	}, {startedAt, seenUntil, percentage});

	if (shown === undefined) {
		throw new Error('The import has no known time.');
	}

	return shown;
};
