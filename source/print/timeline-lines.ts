import {
	timelineHeader,
	timelineRowSpans,
	timelineScale,
	type TimelineScale,
	tickSpans,
} from '../imports/timeline-drawing.ts';
import {byStart, type TimelineImport} from '../imports/timeline.ts';
import {timelineRows} from '../imports/timeline-rows.ts';
import {type TimelineSpan} from '../imports/timeline-text.ts';
import {timelineWindow} from '../imports/timeline-window.ts';
import {type Theme} from '../text/themes.ts';
import {styled} from './sgr.ts';

// More rows than this are folded to one lane per graph, if most bars are short.
const maxRows = 100;

const lineOf = (spans: readonly TimelineSpan[], theme: Theme | undefined): string => {
	const last = spans.findLastIndex(({text}) => text.trim() !== '');
	return spans.slice(0, last + 1).map(({text, style = 'plain'}, index) => styled(index === last ? text.trimEnd() : text, style, theme)).join('');
};

/**
Returns the timeline from `since` to `now`, as on the screen. `name` returns the name of a target, if there are several.
*/
export const timelineLines = (imports: readonly TimelineImport[], {since, now, columns, theme, name, seenUntil}: {
	readonly since: number;
	readonly now: number;
	readonly columns: number;
	readonly theme: Theme | undefined;
	readonly name: (targetId: string) => string | undefined;
	readonly seenUntil: NonNullable<TimelineScale['seenUntil']>;
}): readonly string[] => {
	const spanMs = Math.max(1, now - since);
	const window = timelineWindow(columns, spanMs, now);
	const scale = timelineScale(window, now, {columns, seenUntil});
	const rows = timelineRows(byStart(imports), {
		window, now, pageSize: maxRows, isFolded: undefined,
	});
	return [
		timelineHeader(rows, {
			spanMs, endAt: undefined, now, columns,
		}),
		tickSpans(scale),
		...rows.rows.map(row => timelineRowSpans(row, scale, {name})),
	].map(spans => lineOf(spans, theme));
};
