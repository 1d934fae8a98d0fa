import {countText} from '../../text/time-text.ts';
import {type ImportRecord} from '../../imports/import-list.ts';
import {fitText, printable} from '../../text/printable.ts';
import {type InputLine, splitAtCursor} from '../../text/line-editor.ts';
import {sortOrderLabel} from '../../imports/order.ts';
import {pageCount, pageOf, pageWindow} from '../../app/paging.ts';
import {groupSigns} from '../../imports/status-look.ts';
import {statusLabel} from '../../imports/task.ts';
import {type StyleName} from '../../text/themes.ts';
import {listLayout} from '../../app/layout.ts';
import {
	type Counts,
	countsOf,
	shownCount,
	shownTargets,
} from '../../app/list-view.ts';
import {type Command} from '../../app/message.ts';
import {
	cursorIndex,
	groupChoices,
	isListKnown,
	pageImports,
	selectedImport,
} from '../../app/selectors.ts';
import {type Model} from '../../app/model.ts';
import {
	findRecord,
	findTarget,
	profileName,
	regionName,
} from '../../app/targets.ts';
import {keyFor, keyPhrase, type Keymap} from '../../app/keys/keymap.ts';
import {type Span, spansWidth} from '../lines/span.ts';
import {type Row} from './columns.ts';

const groupText = (group: Model['group'], count: number | undefined, isShort: boolean): string => {
	const number = count === undefined ? '–' : countText(count);

	if (group === 'all') {
		return isShort ? `all ${number}` : `${number} ${count === 1 ? 'import' : 'imports'}`;
	}

	return isShort ? `${groupSigns[group]} ${number}` : `${number} ${group}`;
};

const countStyle = (group: Model['group'], count: number): StyleName => {
	if (group === 'all') {
		return 'plain';
	}

	return count === 0 ? 'muted' : group;
};

/*
The group that is shown stands in brackets, which take the place of the spaces around the others.
*/
const countSpans = (model: Model, counts: Counts, isShort: boolean): readonly Span[] => groupChoices.map(group => {
	const text = groupText(group, isListKnown(model) ? counts[group] : undefined, isShort);
	const isShown = group === model.group;
	return {text: isShown ? `[${text}]` : ` ${text} `, style: isShown ? 'title' as const : countStyle(group, counts[group])};
});

/**
How many imports there are in each group; which group is shown.
*/
export const countsSpans = (model: Model): readonly Span[] => {
	const counts = countsOf(model);
	const spans = countSpans(model, counts, false);
	return spansWidth(spans) <= model.size.columns ? spans : countSpans(model, counts, true);
};

/*
The text with the cursor in it, on a character or after the last one; of a text that is too long, what is around the cursor.
*/
const editedSpans = (line: InputLine, width: number): readonly Span[] => {
	const {before, under, after} = splitAtCursor(line);
	const start = fitText(before, width - 2, {cut: 'start'});
	const cursor: Span = {text: under === '' ? ' ' : fitText(under, 2), style: 'selected'};
	const room = width - spansWidth([{text: start}, cursor]);
	return [{text: start}, cursor, {text: fitText(after, Math.max(0, room))}];
};

/*
What is watched, where it is not everything.
*/
const scopeSpans = ({graphId, taskIds}: Model): readonly Span[] => [
	...(graphId === undefined ? [] : [{text: ' graph ', style: 'muted' as const}, {text: `${fitText(graphId, 14)} `}]),
	...(taskIds.length === 0 ? [] : [{text: ' task ', style: 'muted' as const}, {text: `${fitText(taskIds.length === 1 ? taskIds.join('') : `one of ${taskIds.length}`, 14)} `}]),
];

/**
The line of the filter: the graph that is watched, what is filtered by, and what could not be understood of it.
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

const namesOf = (model: Model, targetId: string): Pick<Row, 'profile' | 'region'> => {
	const target = findTarget(model, targetId);
	return {profile: target === undefined ? '' : profileName(target), region: target === undefined ? '' : regionName(target)};
};

/**
The rows of the page that the cursor is on.
*/
export const pageRows = (model: Model): readonly Row[] => {
	const selected = selectedImport(model);

	return pageImports(model).map(record => ({...namesOf(model, record.targetId), record, isSelected: record === selected}));
};

/**
Why the list is empty, in words.
*/
export const emptyText = (model: Model, keymap: Keymap): string => {
	const withKey = (said: string, command: Command, does: string): string => {
		const hint = keyPhrase(command, does, keymap);
		return hint === undefined ? said : `${said} ${hint}.`;
	};

	if (shownTargets(model).length === 0) {
		return withKey('All targets are hidden.', 'openTargets', 'lists them');
	}

	if (!isListKnown(model)) {
		return shownTargets(model).every(({failure}) => failure !== undefined) ? 'Nothing could be read yet.' : 'The list of imports is being read.';
	}

	if (countsOf(model).all === 0) {
		if (model.taskIds.length > 0) {
			return `Not listed yet: ${model.taskIds.join(', ')}.`;
		}

		return model.graphId === undefined ? 'There are no imports here yet.' : `Graph ${model.graphId} has no imports yet.`;
	}

	return model.query.text === ''
		? withKey(`No import is in the group “${model.group}”.`, 'nextGroup', 'turns to the next')
		: withKey('No import matches the filter.', 'clearFilter', 'clears it');
};

/*
The progress of an import in words.
*/
const stateText = ({task, known}: ImportRecord): string => {
	const percentage = known?.details?.progress?.percentage;
	return percentage === undefined ? statusLabel(task.status) : `${statusLabel(task.status)} ${percentage} %`;
};

/**
The question that is open, or the result of the last command; undefined if there is neither.
*/
export const statusMessage = (model: Model): readonly Span[] | undefined => {
	const record = model.confirming === undefined ? undefined : findRecord(model, model.confirming.ref);

	if (record !== undefined) {
		const {task} = record;
		return [{text: ` Cancel ${printable(task.taskId)} of graph ${printable(task.graphId ?? 'not there yet')}, ${printable(stateText(record))}?`, style: 'warning'}];
	}

	return model.notice === undefined ? undefined : [{text: ` ${printable(model.notice)}`}];
};

/**
The page line: where in the list the screen is, and how it is sorted.
*/
export const pageSpans = (model: Model): readonly Span[] => {
	const message = statusMessage(model);

	if (message !== undefined) {
		return message;
	}

	const length = shownCount(model);
	const {pageSize} = listLayout(model);
	const page = pageOf(cursorIndex(model), pageSize);
	const {start, end} = pageWindow(page, pageSize, length);
	const {all} = countsOf(model);
	const range = length === 0 ? '0' : `${start + 1}–${end}`;
	const of = length === all ? `${all}` : `${length} (${all} in all)`;
	const where = ` page ${page + 1} of ${pageCount(length, pageSize)} · ${range} of ${of}`;
	const sorted = `by ${sortOrderLabel(model.order)}${model.isReversed ? ', reversed' : ''}`;
	return [{text: `${where} · ${sorted}${model.isMuted ? ' · notifications off' : ''}${shownTargets(model).some(({details}) => details.deniedAt !== undefined) ? ' · no progress: neptune-graph:GetImportTask is not allowed' : ''}`, style: 'muted'}];
};
