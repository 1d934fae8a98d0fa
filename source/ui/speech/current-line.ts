import {joinParts} from '../../text/join-parts.ts';
import {clockTime, countText} from '../../text/time-text.ts';
import {printable} from '../../text/printable.ts';
import {
	type Graph,
	graphIn,
	usabilityText,
} from '../../imports/graph.ts';
import {loadedPercentage} from '../../imports/import-facts.ts';
import {type ImportRecord} from '../../imports/import-list.ts';
import {confirmationOf, formatLabel, statusLabel} from '../../imports/task.ts';
import {suggestionsOf} from '../../app/list/filter-prompt.ts';
import {defaultKeymap, type Keymap, keyPhrase} from '../../app/keys/keymap.ts';
import {shownCount} from '../../app/list/list-view.ts';
import {type Model} from '../../app/model.ts';
import {searchOf} from '../../app/screens.ts';
import {cursorIndex, selectedImport, staleTime} from '../../app/selectors.ts';
import {findTarget, lastScanAt, usualFor} from '../../app/targets/targets.ts';
import {changesLines} from '../lines/changes-lines.ts';
import {type Line} from '../lines/lines.ts';
import {slowText} from '../lines/rate-texts.ts';
import {scrolledScreenOf} from '../lines/screen-lines.ts';
import {
	commandLines,
	type CursorLines,
	pickerLines,
	targetsLines,
} from '../lines/target-lines.ts';
import {emptyText} from '../list/list-spans.ts';
import {selectedSentence} from '../timeline/timeline-lines.ts';
import {spokenText} from './spoken-text.ts';

/**
A size at which no text is cut or wrapped.
*/
export const withoutWrapping = (model: Model): Model => ({...model, size: {columns: 100_000, rows: 1000}});

/*
Rounds down to tens: a screen reader reads the line again whenever it changes.
*/
const progressText = (model: Model, record: ImportRecord, graph: Graph | undefined): string => {
	const staleAt = staleTime(model, record);
	const tens = Math.floor((loadedPercentage(record) ?? 0) / 10) * 10;
	return joinParts([
		`${statusLabel(record.task.status)}${usabilityText(record.task, graph)}`,
		tens === 0 ? undefined : `at least ${tens}%`,
		staleAt === undefined ? undefined : `not updated since ${clockTime(staleAt, lastScanAt(model))}`,
	], ', ');
};

const importText = (model: Model, record: ImportRecord): string => {
	const {task} = record;
	const graph = graphIn(findTarget(model, record.targetId)?.graphs.byId, task.graphId);
	const mark = record.mark?.change;
	const text = joinParts([
		`${countText(cursorIndex(model) + 1)} of ${countText(shownCount(model))}: ${task.taskId}`,
		progressText(model, record, graph),
		slowText(record, usualFor(model, record)),
		mark?.kind === 'changed' ? `was ${statusLabel(mark.from)}` : undefined,
		mark?.kind === 'appeared' ? 'new' : undefined,
		`graph ${task.graphId ?? 'not created yet'}`,
		formatLabel(task.format) === '–' ? undefined : formatLabel(task.format),
		task.source === '' ? undefined : task.source,
	], ', ');
	return printable(text);
};

const lineAtCursor = ({lines, cursorLine}: CursorLines): Line | undefined => lines.at(cursorLine);

/*
The line under the cursor in the lists of targets and changes, in the pickers and in the commands.
*/
const cursorLineOf = (model: Model): Line | undefined => {
	const {screen} = model;
	const wide = withoutWrapping(model);

	switch (screen.kind) {
		case 'targets': {
			return lineAtCursor(targetsLines(wide));
		}

		case 'picker': {
			return lineAtCursor(pickerLines(wide, screen));
		}

		case 'commands': {
			return lineAtCursor(commandLines(wide, screen));
		}

		case 'changes': {
			return lineAtCursor(changesLines(wide));
		}

		case 'list':
		case 'details':
		case 'help':
		case 'timeline': {
			return undefined;
		}
	}
};

const withBackKey = (text: string, keymap: Keymap): string =>
	[text, keyPhrase('closeScreen', 'goes back', keymap)].filter(part => part !== undefined).map(part => `${part}.`).join(' ');

const suggestionText = (model: Model, keymap: Keymap): string | undefined => {
	const [first] = model.browsing === undefined ? suggestionsOf(model) : [];
	return first && keyPhrase('nextSuggestion', `completes to ${printable(first.label)}`, keymap);
};

/**
The last line: the text that the user types, the open screen, or the selected import.
*/
export const currentLine = (model: Model, keymap: Keymap = defaultKeymap): {readonly role?: 'textbox'; readonly text: string} => {
	if (model.confirming !== undefined) {
		const {ref, typed} = model.confirming;
		const prompt = [`Type ${confirmationOf(ref.taskId)} to cancel this import`, keyPhrase('confirmCancel', 'confirms', keymap), keyPhrase('keepImport', 'goes back', keymap)];
		return {role: 'textbox', text: printable(`${joinParts(prompt, ', ')}: ${typed}`)};
	}

	const line = cursorLineOf(model);
	const search = searchOf(model);

	if (search?.isEditing === true) {
		const found = line === undefined ? undefined : spokenText(line);
		return {role: 'textbox', text: joinParts([`filter: ${printable(search.line.text)}`, found], ', ')};
	}

	if (line !== undefined) {
		return {text: withBackKey(spokenText(line), keymap)};
	}

	if (model.screen.kind === 'timeline' && !model.isEditingFilter) {
		return {text: withBackKey(selectedSentence(model), keymap)};
	}

	if (model.screen.kind !== 'list' && model.screen.kind !== 'timeline') {
		return {text: withBackKey(scrolledScreenOf(model, keymap)?.title ?? '', keymap)};
	}

	if (model.isEditingFilter) {
		return {role: 'textbox', text: joinParts([`filter: ${printable(model.query.text)}`, suggestionText(model, keymap)], ', ')};
	}

	const record = selectedImport(model);
	return {text: record === undefined ? printable(emptyText(model, keymap)) : importText(model, record)};
};
