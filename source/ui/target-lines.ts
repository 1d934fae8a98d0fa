import wrapAnsi from 'wrap-ansi';
import {countText} from '../domain/count-text.ts';
import {fitText, padText, printable} from '../domain/printable.ts';
import {type StyleName} from '../domain/themes.ts';
import {clockTime, intervalText} from '../domain/time-text.ts';
import {type Model, type Screen} from '../model/model.ts';
import {profileName, regionName} from '../model/targets.ts';
import {isChosen} from '../model/target-screens.ts';
import {type TargetState} from '../model/target-state.ts';
import {type Span} from './span.ts';
import {targetLooks, targetHealth} from './target-look.ts';

type Line = readonly Span[];

/**
Lines with a cursor in them, and which of them the cursor is on.
*/
export type CursorLines = {readonly lines: readonly Line[]; readonly cursorLine: number};

const nextText = ({poll, isPaused}: TargetState): string => {
	if (poll.kind === 'scanning') {
		return 'now';
	}

	return isPaused ? '–' : clockTime(poll.nextAt);
};

type TargetColumn = {readonly heading: string; readonly width: number; readonly cell: (target: TargetState) => string};

const columns: readonly TargetColumn[] = [
	{heading: 'PROFILE', width: 16, cell: profileName},
	{heading: 'REGION', width: 14, cell: regionName},
	{heading: 'STATE', width: 9, cell: target => `${targetLooks[targetHealth(target)].sign} ${targetHealth(target)}`},
	{heading: 'NEXT', width: 8, cell: nextText},
	{heading: 'LAST', width: 8, cell: ({lastCompleteAt}) => lastCompleteAt === undefined ? '–' : clockTime(lastCompleteAt)},
	{heading: 'IMPORTS', width: 7, cell: ({imports, isHidden}) => isHidden ? 'hidden' : countText(imports.records.length)},
	{heading: 'EVERY', width: 6, cell: ({pace}) => intervalText(pace.intervalMs)},
	{heading: 'CALLS', width: 9, cell: ({calls}) => countText(calls)},
	{heading: 'ADDRESS', width: 30, cell: ({resolved}) => resolved?.endpoint ?? ''},
];

const gutterWidth = 3;
const gap = '  ';

/*
As many of the columns as have room, the first first.
*/
const columnsIn = (width: number): readonly TargetColumn[] => {
	let used = gutterWidth;
	return columns.filter(column => {
		used += column.width + gap.length;
		return used - gap.length <= width;
	});
};

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
The targets, a row each, with what is wrong with them.
*/
export const targetsLines = ({targets, size: {columns: width}}: Model, selected: number): CursorLines => {
	const shown = columnsIn(width);
	const lines: Line[] = [[{text: ' '.repeat(gutterWidth)}, {text: shown.map(column => padText(column.heading, column.width)).join(gap), style: 'heading'}]];
	let cursorLine = 0;

	for (const [index, target] of targets.values().toArray().entries()) {
		const text = shown.map(column => padText(column.cell(target), column.width)).join(gap);
		const isSelected = index === selected;

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
	const lines = choices.map((choice, index) => choiceLine(model, picker, choice, index === selected));
	return {lines: lines.length === 0 ? [noChoice] : lines, cursorLine: selected};
};
