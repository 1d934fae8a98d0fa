import {importsOf} from '../../imports/timeline/timeline-rows.ts';
import {timelineReachMs, timelineSpans} from '../../imports/timeline/timeline-window.ts';
import {requestOpened} from '../details/details-round.ts';
import {type Next, withoutEffects} from '../effect.ts';
import {type Model, topCursor} from '../model.ts';
import {clampIndex, moveIndex, type Movement} from '../list/paging.ts';
import {closeScreen, openScreen} from '../screens.ts';
import {findRecord, refOf} from '../targets/targets.ts';
import {
	selectedRow,
	timelineScreenOf,
	type TimelineScreen,
	timelineView,
} from './timeline.ts';

export const moveTimeline = (model: Model, movement: Movement): Model => {
	const {rows, choices, choice, pageSize} = timelineView(model);
	const index = moveIndex(movement, {index: choice, pageSize, length: choices.length});
	const row = rows[choices[index] ?? -1];
	const [shown] = row === undefined ? [] : importsOf(row);

	return shown === undefined ? model : {...model, cursor: movement === 'cursorFirst' ? topCursor : {ref: refOf(shown), index}};
};

const withScreen = (model: Model, change: Partial<TimelineScreen>, at: number): Model => ({...model, screen: {...timelineScreenOf(model), ...change, at}});

/**
Opens the timeline, or closes it if it is open. Reads the history of the connected targets.
*/
export const openTimeline = (model: Model, at: number): Next => {
	if (model.screen.kind === 'timeline') {
		return withoutEffects(closeScreen(model));
	}

	const targets = model.targets.values().flatMap(({id, resolved}) => resolved === undefined ? [] : [{targetId: id, target: resolved}]).toArray();
	return [openScreen(model, {
		kind: 'timeline', at, endAt: undefined, spanMs: undefined, isFolded: undefined,
	}), [{type: 'readHistory', since: at - timelineReachMs, targets}]];
};

/**
Scrolls by a quarter of the span, up to now and back to the start of the history. Forward returns to now even if time has passed since.
*/
export const scrollTimeline = (model: Model, direction: 1 | -1, at: number): Model => {
	const {spanMs, endAt, now} = timelineView(model);
	const target = Math.max((endAt ?? now) + (direction * spanMs / 4), now - timelineReachMs + spanMs);
	return withScreen(model, {spanMs, endAt: target > now - (spanMs / 8) ? undefined : target}, at);
};

/**
Zooms by one level. Keeps the end of the window if it is now, and its middle otherwise.
*/
export const zoomTimeline = (model: Model, by: 1 | -1, at: number): Model => {
	const {spanMs, endAt, now} = timelineView(model);
	const level = clampIndex(timelineSpans.findIndex(span => span >= spanMs) + by, timelineSpans.length);
	const zoomed = timelineSpans[level] ?? spanMs;
	const end = endAt === undefined ? now : Math.max(endAt + ((zoomed - spanMs) / 2), now - timelineReachMs + zoomed);
	return withScreen(model, {spanMs: zoomed, endAt: end >= now ? undefined : end}, at);
};

export const showNow = (model: Model, at: number): Model => withScreen(model, {endAt: undefined}, at);

export const toggleFold = (model: Model, at: number): Model => withScreen(model, {isFolded: !timelineView(model).isFolded}, at);

/**
Opens the import under the cursor, or unfolds the lane there.
*/
export const openSelected = (model: Model, at: number): Model => {
	const view = timelineView(model);
	const row = selectedRow(view);
	const [shown] = row === undefined ? [] : importsOf(row);

	if (row === undefined || shown === undefined) {
		return model;
	}

	const ref = refOf(shown);
	const focused = {...model, cursor: {ref, index: view.choice}};

	if (row.kind === 'lane') {
		return withScreen(focused, {isFolded: false}, at);
	}

	const record = findRecord(model, ref);
	return record === undefined
		? {...model, notice: `${shown.task.taskId} is no longer listed`}
		: requestOpened(openScreen(focused, {kind: 'details', ref, scroll: 0}), record, at);
};
