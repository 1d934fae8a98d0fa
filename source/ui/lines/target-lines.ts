import wrapAnsi from 'wrap-ansi';
import {countText, clockTime, intervalText} from '../../text/time-text.ts';
import {fitText, printable} from '../../text/printable.ts';
import {
	cellText,
	columnGap,
	type ColumnSpec,
	fitColumns,
	headingText,
} from '../../text/table-layout.ts';
import {type StyleName} from '../../text/themes.ts';
import {type Model, type Screen} from '../../app/model.ts';
import {profileName, regionName} from '../../app/targets.ts';
import {isChosen, selectedTarget} from '../../app/target-screens.ts';
import {type TargetState} from '../../app/target-state.ts';
import {lazyLines, type Line, type Lines} from './lines.ts';

/**
How a target stands, as its cell in the header says it.

- `fresh`: its last scan read the whole list.
- `waiting`: nothing was read yet, or an answer is long in coming.
- `failing`: it can't be asked.
- `paused`: the person stopped asking.
*/
export type TargetHealth = 'fresh' | 'waiting' | 'failing' | 'paused';

/**
The state of a target. What fails is told before all else.
*/
export const targetHealth = ({failure, isPaused, lastCompleteAt, poll}: TargetState): TargetHealth => {
	if (isPaused) {
		return 'paused';
	}

	if (failure !== undefined) {
		return 'failing';
	}

	return lastCompleteAt === undefined || (poll.kind === 'scanning' && poll.isSlow) ? 'waiting' : 'fresh';
};

/**
The sign of each state, one column wide, and its style.
*/
export const targetLooks: Readonly<Record<TargetHealth, {readonly sign: string; readonly style: StyleName}>> = {
	fresh: {sign: '●', style: 'succeeded'},
	waiting: {sign: '○', style: 'muted'},
	failing: {sign: '✖', style: 'failed'},
	paused: {sign: '‖', style: 'warning'},
};

/**
Lines with a cursor in them, and which of them the cursor is on.
*/
export type CursorLines = {readonly lines: Lines; readonly cursorLine: number};

const nextText = ({poll, isPaused}: TargetState): string => {
	if (poll.kind === 'scanning') {
		return 'now';
	}

	return isPaused ? '–' : clockTime(poll.nextAt);
};

type TargetColumn = ColumnSpec & {readonly cell: (target: TargetState) => string};

const columns: readonly TargetColumn[] = [
	{heading: 'PROFILE', minWidth: 16, cell: profileName},
	{heading: 'REGION', minWidth: 14, cell: regionName},
	{heading: 'STATE', minWidth: 9, cell: target => `${targetLooks[targetHealth(target)].sign} ${targetHealth(target)}`},
	{heading: 'NEXT', minWidth: 8, cell: nextText},
	{heading: 'LAST', minWidth: 8, cell: ({lastCompleteAt}) => lastCompleteAt === undefined ? '–' : clockTime(lastCompleteAt)},
	{heading: 'IMPORTS', minWidth: 7, cell: ({imports, isHidden}) => isHidden ? 'hidden' : countText(imports.records.length)},
	{heading: 'EVERY', minWidth: 6, cell: ({pace}) => intervalText(pace.intervalMs)},
	{heading: 'CALLS', minWidth: 9, cell: ({calls}) => countText(calls)},
	{heading: 'ADDRESS', minWidth: 30, cell: ({resolved}) => resolved?.endpoint ?? ''},
];

const gutterWidth = 3;

/*
What failed, and what to do about it.
*/
const failureLines = ({failure}: TargetState, width: number): readonly Line[] => {
	if (failure === undefined) {
		return [];
	}

	const {failure: {sentence, remedy}, since} = failure;
	const text = [sentence, remedy, `Since ${clockTime(since)}.`].filter(part => part !== undefined).join(' ');
	return wrapAnsi(printable(text), Math.max(1, width - gutterWidth - 3), {hard: true}).split('\n')
		.map(line => [{text: ' '.repeat(gutterWidth + 2)}, {text: line, style: 'warning'}]);
};

const rowStyle = (target: TargetState): StyleName => {
	if (target.isHidden) {
		return 'muted';
	}

	return target.failure === undefined ? 'plain' : 'failed';
};

/**
The targets, a row each, with what is wrong with them. Selects the row that keys act on.
*/
export const targetsLines = (model: Model): CursorLines => {
	const {targets, size: {columns: width}} = model;
	const selected = selectedTarget(model);
	const shown = fitColumns(columns, width - gutterWidth);
	const lines: Line[] = [[{text: ' '.repeat(gutterWidth)}, {text: headingText(shown), style: 'heading'}]];
	let cursorLine = 0;

	for (const target of targets.values()) {
		const text = shown.map(column => cellText(column.cell(target), column)).join(columnGap);
		const isSelected = target === selected;

		if (isSelected) {
			cursorLine = lines.length;
		}

		lines.push(
			isSelected ? [{text: ` ▸ ${text}`, style: 'selected'}] : [{text: ' '.repeat(gutterWidth)}, {text, style: rowStyle(target)}],
			...failureLines(target, width),
		);
	}

	return {lines, cursorLine};
};

type Picker = Extract<Screen, {kind: 'picker'}>;

const choiceLine = (model: Model, {of}: Picker, choice: string, isSelected: boolean): Line => {
	const box = isChosen(model, of, choice) ? '[x]' : '[ ]';
	const text = fitText(`${box} ${choice}`, model.size.columns - gutterWidth);
	return [isSelected ? {text: ` ▸ ${text}`, style: 'selected'} : {text: `   ${text}`}];
};

const noChoice: Line = [{text: ' The AWS configuration has no profiles.', style: 'muted'}];

/**
What can be chosen, a row each, with what is watched of it.
*/
export const pickerLines = (model: Model, picker: Picker): CursorLines => {
	const {choices, index: selected} = picker;
	const lines = choices.length === 0 ? [noChoice] : lazyLines(choices, (choice, index) => choiceLine(model, picker, choice, index === selected));
	return {lines, cursorLine: selected};
};
