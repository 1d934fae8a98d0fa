import {loadedPercentage} from '../../imports/import-facts.ts';
import {joinParts} from '../../text/join-parts.ts';
import {countText, rangeText, startOfDay} from '../../text/time-text.ts';
import {type ImportRecord} from '../../imports/import-list.ts';
import {fitText, printable, textWidth} from '../../text/printable.ts';
import {type InputLine, splitAtCursor} from '../../text/line-editor.ts';
import {sortOrderText} from '../../imports/order.ts';
import {pageOf, pageWindow} from '../../app/list/paging.ts';
import {confirmationOf, groupName, statusLabel} from '../../imports/task.ts';
import {listLayout} from '../../app/list/layout.ts';
import {countsOf, shownCount, shownTargets} from '../../app/list/list-view.ts';
import {type Command} from '../../app/message.ts';
import {
	cursorIndex,
	isListKnown,
	pageImports,
	selectedImport,
	staleTime,
} from '../../app/selectors.ts';
import {estimateOf} from '../../app/estimates.ts';
import {type Model} from '../../app/model.ts';
import {
	findRecord,
	findTarget,
	lastScanAt,
	profileName,
	regionName,
	targetNamer,
	unknownRegion,
} from '../../app/targets/targets.ts';
import {keyFor, type Keymap} from '../../app/keys/keymap.ts';
import {fitSpans, type Span, spansWidth} from '../lines/span.ts';
import {listStatusLabel, type Row} from './cells.ts';

/**
The edited text with its cursor. Shows the part around the cursor if the text is too long.
*/
export const editedSpans = (line: InputLine, width: number): readonly Span[] => {
	const {before, under, after} = splitAtCursor(line);
	const start = fitText(before, width - 2, {cut: 'start'});
	const cursor: Span = {text: under === '' ? ' ' : fitText(under, 2), style: 'selected'};
	const room = width - spansWidth([{text: start}, cursor]);
	return [{text: start}, cursor, {text: fitText(after, Math.max(0, room))}];
};

/*
The graph or task IDs that the list is limited to.
*/
const scopeSpans = ({graphId, taskIds}: Model): readonly Span[] => {
	const [first, another] = taskIds;
	const tasks = another === undefined ? {label: ' task ', value: first} : {label: ' tasks ', value: countText(taskIds.length)};

	return [{label: ' graph ', value: graphId}, tasks].flatMap(({label, value}): readonly Span[] =>
		value === undefined ? [] : [{text: label, style: 'muted'}, {text: `${fitText(value, 14)} `}]);
};

/**
The filter line: the graph or tasks, the filter, and a note about the part that is invalid.
*/
export const filterSpans = (model: Model, keymap: Keymap): readonly Span[] => {
	const {query, isEditingFilter, filter, size: {columns}} = model;
	const scope = scopeSpans(model);

	if (!isEditingFilter && query.text === '') {
		const key = keyFor('editFilter', keymap);
		return [...scope, {text: key === undefined ? '' : ` ${key} to filter`, style: 'muted'}];
	}

	const start = [...scope, {text: ' filter  ', style: 'muted' as const}];
	const width = Math.max(8, columns - spansWidth(start) - 2);
	const text: readonly Span[] = isEditingFilter ? editedSpans(query, width) : [{text: fitText(query.text, width)}];
	const room = columns - spansWidth([...start, ...text]) - 4;
	const [note] = filter.notes;
	return [
		...start,
		...text,
		...(note !== undefined && room >= 12 ? [{text: `   ${fitText(note, room)}`, style: 'warning' as const}] : []),
	];
};

const namesOf = (model: Model, targetId: string): Pick<Row, 'profile' | 'region' | 'graphs'> => {
	const target = findTarget(model, targetId);
	return {profile: target === undefined ? '' : profileName(target), region: target === undefined ? '' : regionName(target), graphs: target?.graphs.byId};
};

/**
The rows of the current page.
*/
export const pageRows = (model: Model): readonly Row[] => {
	const selected = selectedImport(model);
	const today = startOfDay(lastScanAt(model));
	return pageImports(model).map(record => ({
		...namesOf(model, record.targetId), record, leftMs: estimateOf(model, record)?.leftMs, isSelected: record === selected, isStale: staleTime(model, record) !== undefined, today,
	}));
};

const noImportsText = (model: Model): string => {
	const regions = [...new Set(shownTargets(model).map(target => regionName(target)))].filter(region => region !== unknownRegion);
	return regions.length === 0 ? 'No imports yet.' : `No imports in ${regions.join(', ')}.`;
};

/**
Why the list is empty.
*/
export const emptyText = (model: Model, keymap: Keymap): string => {
	const withKey = (sentence: string, command: Command, purpose: string): string => {
		const key = keyFor(command, keymap);
		return key === undefined ? sentence : `${sentence} Press ${key} to ${purpose}.`;
	};

	const targets = shownTargets(model);

	if (targets.length === 0) {
		return withKey('All targets are hidden.', 'openTargets', 'list them');
	}

	if (!isListKnown(model)) {
		return targets.every(({failure}) => failure !== undefined) ? 'No data yet' : 'Loading imports…';
	}

	if (countsOf(model).all === 0) {
		if (model.taskIds.length > 0) {
			return `Not listed yet: ${model.taskIds.join(', ')}.`;
		}

		if (model.graphId !== undefined) {
			return `Graph ${model.graphId} has no imports yet.`;
		}

		return model.canEditTargets ? withKey(noImportsText(model), 'openRegions', 'choose a region') : noImportsText(model);
	}

	return model.query.text === ''
		? withKey(`No ${groupName(model.group)} imports.`, 'nextGroup', 'show the next group')
		: withKey('No imports match the filter.', 'clearFilter', 'clear it');
};

const progressText = ({screen, size}: Model, record: ImportRecord): string => {
	const {status} = record.task;
	const label = screen.kind === 'list' ? listStatusLabel(status, size.columns) : statusLabel(status);
	const percentage = loadedPercentage(record);
	return percentage === undefined ? label : `${label} ${percentage}%`;
};

const questionOf = (model: Model, room: number): Span | undefined => {
	const record = model.confirming === undefined ? undefined : findRecord(model, model.confirming.ref);

	if (record === undefined) {
		return undefined;
	}

	const {task: {taskId, graphId}} = record;
	const target = targetNamer(model)(record.targetId);
	const progress = progressText(model, record);
	const facts = [[target, `graph ${graphId ?? 'not created yet'}`, progress], [target, progress], [target], []];
	const texts = facts.map(parts => joinParts(parts, ', ')).map(text => printable(` Cancel ${taskId}${text === '' ? '' : ` (${text})`}?`));
	return {text: texts.find(text => textWidth(text) <= room) ?? ' Cancel?', style: 'warning', isBold: true};
};

/**
The open question, or the result of the last command; undefined if there is neither.
*/
export const statusMessage = (model: Model): Span | undefined => questionOf(model, Infinity) ?? (model.notice === undefined ? undefined : {text: ` ${printable(model.notice)}`, isBold: true});

/**
The status message in at most `width` columns, with the answer to a question typed so far.
*/
export const messageSpans = (model: Model, width: number): readonly Span[] | undefined => {
	const {confirming} = model;

	if (confirming === undefined) {
		const message = statusMessage(model);
		return message && fitSpans([message], width);
	}

	const answer: readonly Span[] = [{text: ` Type ${printable(confirmationOf(confirming.ref.taskId))}: `}, {text: fitText(`${confirming.typed} `, 12), style: 'selected'}];
	const question = questionOf(model, width - spansWidth(answer));
	return question && fitSpans([question, ...answer], width);
};

/**
The line below the table: the range and the sort order, or the status message.
*/
export const positionSpans = (model: Model): readonly Span[] => {
	const message = messageSpans(model, model.size.columns - 1);

	if (message !== undefined) {
		return message;
	}

	const length = shownCount(model);
	const {all} = countsOf(model);
	const {pageSize} = listLayout(model);
	const {start, end} = pageWindow(pageOf(cursorIndex(model), pageSize), pageSize, length);
	const total = length === all ? '' : ` (${countText(all)} total)`;
	const none = all === 0 ? [] : [`0 of ${countText(all)}`];
	const range = length === 0 ? none : [rangeText(start, end, length) + total];
	const order = length === 0 ? [] : [sortOrderText(model.order, model.isReversed)];
	const muted = model.isMuted ? ['notifications off'] : [];
	const denied = shownTargets(model).some(({details}) => details.deniedAt !== undefined) ? ['GetImportTask is not allowed'] : [];
	const explained = denied.map(text => `no progress: neptune-graph:${text}`);
	const texts = [[...range, ...order, ...muted, ...explained], [...range, ...muted, ...explained], [...range, ...denied]].map(parts => ` ${parts.join(' · ')}`);
	return [{text: texts.find(text => textWidth(text) < model.size.columns) ?? texts.at(-1) ?? ''}];
};
