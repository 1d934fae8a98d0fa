import {countText, clockTime, intervalText} from '../../text/time-text.ts';
import {type ChangesObserved, type Effect} from '../../app/effect.ts';
import {type ImportRecord, type KnownDetails} from '../../imports/import-list.ts';
import {printable} from '../../text/printable.ts';
import {
	formatLabel,
	type ImportRef,
	statusGroups,
	statusLabel,
} from '../../imports/task.ts';
import {bannerLines, hasFailure} from '../../app/banner.ts';
import {countsOf, shownCount} from '../../app/list-view.ts';
import {type Model} from '../../app/model.ts';
import {
	cursorIndex,
	isListKnown,
	isPaused,
	selectedImport,
} from '../../app/selectors.ts';
import {type Transition} from '../../app/store.ts';
import {
	differingParts,
	findRecord,
	isSameRef,
	targetName,
	targetNamer,
} from '../../app/targets.ts';
import {defaultKeymap, type Keymap, keyPhrase} from '../../app/keys/keymap.ts';
import {changeSpans} from '../list/change-spans.ts';
import {targetText} from '../list/header-spans.ts';
import {emptyText, statusMessage} from '../list/list-spans.ts';
import {type Line, visibleLines} from '../lines/lines.ts';
import {scrolledScreenOf} from '../lines/screen-lines.ts';
import {pickerLines, targetsLines} from '../lines/target-lines.ts';
import {spokenText} from './spoken-app.tsx';

/*
What is said is not cut, and wrapped by nobody but the terminal.
*/
const unwrapped = (model: Model): Model => ({...model, size: {columns: 100_000, rows: 1000}});

/*
More than this at once is counted, not told.
*/
const maxTold = 20;

const countsText = (model: Model): string | undefined => {
	if (!isListKnown(model)) {
		return undefined;
	}

	const counts = countsOf(model);
	const groups = statusGroups.map(group => `${countText(counts[group])} ${group}`).join(', ');
	return `${countText(counts.all)} ${counts.all === 1 ? 'import' : 'imports'}: ${groups}`;
};

/*
What is wrong, and what to do, but not when the next try is, which is another with each.
*/
const troubleText = (model: Model): string | undefined => {
	const parts = differingParts(model);
	const troubles = model.targets.values().filter(({failure}) => failure !== undefined).map(target => {
		const text = [target.failure?.failure.sentence, target.failure?.failure.remedy].filter(part => part !== undefined).join(' ');
		return model.targets.size === 1 ? text : `${targetName(target, parts)}: ${text}`;
	}).toArray();
	return troubles.length === 0 ? undefined : printable(troubles.join(' '));
};

/*
What is watched: of several targets, their names.
*/
const watchedText = (model: Model): string => {
	const [only, another] = model.targets.values();
	const parts = differingParts(model);
	return only === undefined || another !== undefined
		? model.targets.values().map(target => targetName(target, parts)).toArray().join(', ')
		: targetText(only, model);
};

/*
What is worth knowing where nothing is wrong: that the sign-in is about to end, and what was missed.
*/
const warningText = (model: Model): string | undefined => {
	const lines = hasFailure(model) ? [] : bannerLines(unwrapped(model));
	return lines.length === 0 ? undefined : lines.join(' ');
};

/*
Which of the imports the list has. How it is sorted is said by the key that does it.
*/
const listText = (model: Model): string => {
	const {group, query} = model;
	return [
		`${countText(shownCount(model))} of ${countText(countsOf(model).all)} shown`,
		group === 'all' ? undefined : `group ${group}`,
		query.text === '' ? undefined : `filter ${printable(query.text)}`,
	].filter(part => part !== undefined).join(', ');
};

const isListOtherwise = (before: Model, after: Model): boolean => !after.isEditingFilter && (
	before.isEditingFilter
	|| before.group !== after.group
	|| before.query.text !== after.query.text
);

const pauseText = (model: Model): string => isPaused(model) ? 'paused' : 'resumed';

const paceText = ({fixedIntervalMs}: Model): string => fixedIntervalMs === undefined ? 'the interval follows the work' : `every ${intervalText(fixedIntervalMs)}`;

const screenLines = (model: Model, keymap: Keymap): readonly string[] =>
	visibleLines(scrolledScreenOf(unwrapped(model), keymap)?.lines ?? []).map(line => spokenText(line)).filter(line => line !== '');

const knownOf = (model: Model, ref: ImportRef): KnownDetails | undefined => findRecord(model, ref)?.known;

const fieldName = (line: string): string => line.split(', ', 1)[0] ?? line;

/*
All of a screen that was opened; of one that stays, the fields that are new. What became of those that it had is told as a change, or is a matter of asking again.
*/
const screenAnnouncements = (before: Model, after: Model, keymap: Keymap): readonly string[] => {
	const {screen} = after;

	if (screen.kind === 'list') {
		return [];
	}

	const isSame = before.screen.kind === screen.kind && (screen.kind !== 'details' || (before.screen.kind === 'details' && isSameRef(before.screen.ref, screen.ref)));

	if (!isSame) {
		return [scrolledScreenOf(after, keymap)?.title ?? '', ...screenLines(after, keymap)];
	}

	if (screen.kind !== 'details' || knownOf(before, screen.ref) === knownOf(after, screen.ref)) {
		return [];
	}

	const had = new Set(screenLines(before, keymap).map(line => fieldName(line)));
	return screenLines(after, keymap).filter(line => !had.has(fieldName(line)) && !/^\d/v.test(line));
};

const changeAnnouncements = ({changes, isFirst}: ChangesObserved, model: Model, keymap: Keymap): readonly string[] => {
	if (isFirst) {
		return [];
	}

	const announced = changes.slice(0, maxTold).map(change => spokenText(changeSpans(change, unwrapped(model).size.columns, {timeText: clockTime, name: targetNamer(model)})));
	const more = [`and ${changes.length - maxTold} more changes`, keyPhrase('openChanges', 'tells all', keymap)].filter(part => part !== undefined).join('; ');
	return changes.length > maxTold ? [...announced, more] : announced;
};

/*
Changes, in the order of the list; and why an import failed, which the service may say later. The changes that the first scan finds are not new.
*/
const effectAnnouncements = (effects: readonly Effect[], model: Model, keymap: Keymap): readonly string[] => effects.flatMap(effect => {
	if (effect.type === 'changesObserved') {
		return changeAnnouncements(effect, model, keymap);
	}

	return effect.type === 'reasonLearned' ? [printable(`${effect.taskId}: ${effect.reason}`)] : [];
});

const saidText = (model: Model): string | undefined => {
	const spans = statusMessage(model);
	return spans === undefined ? undefined : spokenText(spans);
};

/**
What a screen reader says when the program starts.
*/
export const openingAnnouncements = (model: Model, keymap: Keymap = defaultKeymap): readonly string[] => [
	[
		`Neptune imports, ${spokenText([{text: watchedText(model)}])}.`,
		`${[keyPhrase('openHelp', 'tells the keys', keymap), keyPhrase('quit', 'quits', keymap)].filter(part => part !== undefined).join(', ')}.`,
	].join(' '),
];

/**
What a screen reader says about a step: what is new, and nothing that was said before.
*/
export const announcementsOf = ({before, after, effects}: Pick<Transition, 'before' | 'after' | 'effects'>, keymap: Keymap = defaultKeymap): readonly string[] => {
	const ifOther = (textOf: (model: Model) => string | undefined): string | undefined => {
		const text = textOf(after);
		return text === textOf(before) ? undefined : text;
	};

	return [
		before.targets === after.targets ? undefined : ifOther(model => spokenText([{text: watchedText(model)}])),
		ifOther(troubleText),
		hasFailure(before) && !hasFailure(after) ? 'The service can be asked again.' : undefined,
		ifOther(warningText),
		...effectAnnouncements(effects, after, keymap),
		before.targets === after.targets ? undefined : ifOther(countsText),
		isListOtherwise(before, after) ? listText(after) : undefined,
		ifOther(pauseText),
		ifOther(paceText),
		...screenAnnouncements(before, after, keymap),
		ifOther(model => saidText(model)),
	].filter(text => text !== undefined).filter(text => text !== '');
};

/*
To the ten: a line that says another number with each poll would be read out with each.
*/
const progressText = ({task, known}: ImportRecord): string => {
	const percentage = task.status === 'IMPORTING' ? known?.details?.progress?.percentage : undefined;
	const tens = percentage === undefined ? 0 : Math.floor(percentage / 10) * 10;
	return tens === 0 ? statusLabel(task.status) : `${statusLabel(task.status)}, over ${tens} %`;
};

const importText = (model: Model, record: ImportRecord): string => {
	const {task} = record;
	const mark = record.mark?.change;
	return printable([
		`${cursorIndex(model) + 1} of ${shownCount(model)}: ${task.taskId}`,
		progressText(record),
		mark?.kind === 'changed' ? `was ${statusLabel(mark.from)}` : undefined,
		mark?.kind === 'appeared' ? 'new' : undefined,
		`graph ${task.graphId ?? 'not there yet'}`,
		formatLabel(task.format) === '–' ? undefined : formatLabel(task.format),
		task.source === '' ? undefined : task.source,
	].filter(part => part !== undefined).join(', '));
};

/*
The line under the cursor of a screen that has one besides the list.
*/
const chosenLine = (model: Model): Line | undefined => {
	const {screen} = model;

	if (screen.kind === 'targets') {
		const {lines, cursorLine} = targetsLines(unwrapped(model));
		return lines.at(cursorLine);
	}

	if (screen.kind === 'picker') {
		const {lines, cursorLine} = pickerLines(unwrapped(model), screen);
		return lines.at(cursorLine);
	}

	return undefined;
};

const withWayBack = (text: string, keymap: Keymap): string => {
	const wayBack = keyPhrase('closeScreen', 'goes back', keymap);
	return wayBack === undefined ? `${text}.` : `${text}. ${wayBack}.`;
};

/**
Where the person is: what is typed, which screen was read, or the selected import.
*/
export const currentLine = (model: Model, keymap: Keymap = defaultKeymap): {readonly role?: 'textbox'; readonly text: string} => {
	if (model.confirming !== undefined) {
		const question = ['the last four characters of its id', keyPhrase('confirmCancel', 'cancels it', keymap), keyPhrase('keepImport', 'keeps it', keymap)];
		return {role: 'textbox', text: `${question.filter(part => part !== undefined).join(', ')}: ${printable(model.confirming.typed)}`};
	}

	const chosen = chosenLine(model);

	if (chosen !== undefined) {
		return {text: withWayBack(spokenText(chosen), keymap)};
	}

	if (model.screen.kind !== 'list') {
		return {text: withWayBack(scrolledScreenOf(model, keymap)?.title ?? '', keymap)};
	}

	if (model.isEditingFilter) {
		return {role: 'textbox', text: `filter: ${printable(model.query.text)}`};
	}

	const record = selectedImport(model);
	return {text: record === undefined ? printable(emptyText(model, keymap)) : importText(model, record)};
};
