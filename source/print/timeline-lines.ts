import {
	timelineHeader,
	timelineRowSpans,
	timelineScale,
	type TimelineScale,
	tickSpans,
} from '../imports/timeline/timeline-drawing.ts';
import {type TimelineImport} from '../imports/timeline/timeline.ts';
import {timelineRows} from '../imports/timeline/timeline-rows.ts';
import {type TimelineNames, type TimelineSpan} from '../imports/timeline/timeline-text.ts';
import {timelineWindow} from '../imports/timeline/timeline-window.ts';
import {type Theme} from '../text/themes.ts';
import {styled} from './sgr.ts';

const lineOf = (spans: readonly TimelineSpan[], theme: Theme | undefined): string => {
	const last = spans.findLastIndex(({text}) => text.trim() !== '');
	return spans.slice(0, last + 1).map(({text, style = 'plain'}, index) => styled(index === last ? text.trimEnd() : text, style, theme)).join('');
};

/**
Returns the timeline from `since` to `now`, as on the screen. The imports must be in its order.
*/
export const timelineLines = (sorted: readonly TimelineImport[], {since, now, columns, theme, names, seenUntil}: {
	readonly since: number;
	readonly now: number;
	readonly columns: number;
	readonly theme: Theme | undefined;
	readonly names: TimelineNames;
	readonly seenUntil: NonNullable<TimelineScale['seenUntil']>;
}): readonly string[] => {
	const spanMs = Math.max(1, now - since);
	const hasTargets = sorted.some(({targetId}) => names.target(targetId) !== undefined);
	const window = timelineWindow(columns, spanMs, {now, hasTargets});
	const scale = timelineScale(window, now, {columns, hasTargets, seenUntil});
	const rows = timelineRows(sorted, {window, now});
	return [
		timelineHeader(rows, {
			spanMs, endAt: undefined, now, columns,
		}),
		tickSpans(scale),
		...rows.rows.map(row => timelineRowSpans(row, scale, {names})),
	].map(spans => lineOf(spans, theme));
};
