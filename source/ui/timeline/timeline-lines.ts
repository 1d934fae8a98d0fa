import {
	asSeen,
	timelineHeader,
	timelineRowSpans,
	timelineScale,
	tickSpans,
} from '../../imports/timeline/timeline-drawing.ts';
import {
	detailSpans,
	importSentence,
	laneDetailSpans,
	laneSentence,
	spanLabel,
	type TimelineNames,
} from '../../imports/timeline/timeline-text.ts';
import {groupName} from '../../imports/task.ts';
import {type TimelineRow} from '../../imports/timeline/timeline-rows.ts';
import {pluralText, rangeText} from '../../text/time-text.ts';
import {joinParts} from '../../text/join-parts.ts';
import {fitText, printable, textWidth} from '../../text/printable.ts';
import {type Keymap} from '../../app/keys/keymap.ts';
import {type Model} from '../../app/model.ts';
import {findTarget, targetNamer} from '../../app/targets/targets.ts';
import {selectedRow, type TimelineView, timelineView} from '../../app/timeline/timeline.ts';
import {emptyText, filterSpans, messageSpans} from '../list/list-spans.ts';
import {type Line} from '../lines/lines.ts';
import {padSpans} from '../lines/span.ts';

const noteOf = ({group, query}: Model): string | undefined => {
	const note = joinParts([group === 'all' ? undefined : `only ${groupName(group)}`, query.text === '' ? undefined : `filter ${fitText(query.text, 30)}`], ' · ');
	return note === '' ? undefined : note;
};

const scaleOf = (view: TimelineView, {size: {columns}, targets}: Model) => timelineScale(view.window, view.now, {columns, hasTargets: targets.size > 1, seenUntil: view.seenUntil});

const namesOf = (model: Model): TimelineNames => ({
	target: targetNamer(model),
	graph: (targetId, graphId) => findTarget(model, targetId)?.graphs.byId.get(graphId)?.name,
});

const rowDetail = (row: TimelineRow | undefined, view: TimelineView, {columns, names}: {readonly columns: number; readonly names: TimelineNames}): Line => {
	if (row === undefined) {
		return [];
	}

	return row.kind === 'import' ? detailSpans(asSeen(row.shown, view), {now: view.now, columns, names}) : laneDetailSpans(row.group, {columns, names});
};

/*
The filter prompt, a message, or the selected import with the position.
*/
const detailLine = (model: Model, keymap: Keymap, view: TimelineView): Line => {
	const {columns} = model.size;
	const message = model.isEditingFilter ? filterSpans(model, keymap) : messageSpans(model, columns);

	if (message !== undefined) {
		return message;
	}

	const {rows, top, pageSize} = view;
	const position = rows.length === 0 ? '' : ` ${rangeText(top, Math.min(rows.length, top + pageSize), rows.length)} `;
	const room = columns - textWidth(position);
	return [...padSpans(rowDetail(selectedRow(view), view, {columns: room, names: namesOf(model)}), room), {text: position, style: 'muted'}];
};

const emptyLine = (model: Model, keymap: Keymap): Line => {
	const text = emptyText(model, keymap);
	return [{text: `   ${text.startsWith('No imports match') || text.startsWith('Loading') ? text : 'No observed imports in this time.'}`, style: 'muted'}];
};

/**
The rows of the screen. Builds only the visible ones.
*/
export const timelineLines = (model: Model, keymap: Keymap): readonly Line[] => {
	const view = timelineView(model);
	const {columns} = model.size;
	const scale = scaleOf(view, model);
	const names = namesOf(model);
	const selected = selectedRow(view);
	const rows = view.rows.slice(view.top, view.top + view.pageSize).map((row): Line => timelineRowSpans(row, scale, {isSelected: row === selected, names}));
	return [
		timelineHeader(view, {...view, columns, note: noteOf(model)}),
		tickSpans(scale),
		...Array.from({length: view.pageSize}, (_, index): Line => rows[index] ?? (index === 0 ? emptyLine(model, keymap) : [])),
		detailLine(model, keymap, view),
	];
};

const rowSentence = (row: TimelineRow, view: TimelineView, names: TimelineNames): string =>
	printable(row.kind === 'import' ? importSentence(asSeen(row.shown, view), view.now, names) : laneSentence(row.group, names));

/**
The window and the counts as a sentence, for a screen reader.
*/
export const timelineTitle = (model: Model): string => {
	const {spanMs, endAt, graphCount, importCount, isFolded} = timelineView(model);
	const span = endAt === undefined ? `last ${spanLabel(spanMs)}` : `${spanLabel(spanMs)}, earlier`;
	return joinParts(['Timeline', span, pluralText(graphCount, 'graph'), pluralText(importCount, 'import'), isFolded ? 'one lane per graph' : undefined], ', ');
};

/**
The rows as sentences, up to a limit, for a screen reader.
*/
export const timelineSentences = (model: Model, limit: number): readonly string[] => {
	const view = timelineView(model);
	const {rows, choices} = view;
	const names = namesOf(model);
	const sentences = choices.slice(0, limit).flatMap(index => rows[index] === undefined ? [] : [rowSentence(rows[index], view, names)]);
	return choices.length <= limit ? sentences : [...sentences, `and ${choices.length - limit} more`];
};

/**
The row under the cursor as a sentence, for a screen reader.
*/
export const selectedSentence = (model: Model): string => {
	const view = timelineView(model);
	const row = selectedRow(view);
	return row === undefined ? 'No observed imports in this time' : `${view.choice + 1} of ${view.choices.length}: ${rowSentence(row, view, namesOf(model))}`;
};
