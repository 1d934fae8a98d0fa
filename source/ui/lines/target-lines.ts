import {joinParts} from '../../text/join-parts.ts';
import {
	clockTime,
	clockTimeWidth,
	countText,
	intervalText,
	pastClockTime,
	startOfDay,
} from '../../text/time-text.ts';
import {fitText} from '../../text/printable.ts';
import {wrapLines} from '../../text/wrap-lines.ts';
import {
	cellText,
	columnGap,
	type ColumnSpec,
	fitColumns,
	headingText,
} from '../../text/table-layout.ts';
import {
	commandText,
	effectTexts,
	type SuggestedCommand,
} from '../../imports/failures/commands.ts';
import {type StyleName} from '../../text/themes.ts';
import {type Model, type Screen} from '../../app/model.ts';
import {lastScanAt, profileName, regionName} from '../../app/targets/targets.ts';
import {isChosen, selectedTarget, shownChoices} from '../../app/targets/target-screens.ts';
import {type TargetState} from '../../app/targets/target-state.ts';
import {lazyLines, type Line, type Lines} from './lines.ts';

/*
- `ok`: the last scan read the whole list.
- `waiting`: no list was read yet, or a response is slow.
- `failing`: the last scan failed.
- `paused`: the user paused polling.
*/
type TargetHealth = 'ok' | 'waiting' | 'failing' | 'paused';

const targetHealth = ({failure, isPaused, lastCompleteAt, poll}: TargetState): TargetHealth => {
	if (isPaused) {
		return 'paused';
	}

	if (failure !== undefined) {
		return 'failing';
	}

	return lastCompleteAt === undefined || (poll.kind === 'scanning' && poll.isSlow) ? 'waiting' : 'ok';
};

/*
The sign (one column wide) and style of each state.
*/
const targetLooks: Readonly<Record<TargetHealth, {readonly sign: string; readonly style: StyleName}>> = {
	ok: {sign: '●', style: 'succeeded'},
	waiting: {sign: '◌', style: 'plain'},
	failing: {sign: '✗', style: 'failed'},
	paused: {sign: '‖', style: 'warning'},
};

/**
`cursorHeight` is the number of lines of the selected choice; default 1.
*/
export type CursorLines = {readonly lines: Lines; readonly cursorLine: number; readonly cursorHeight?: number};

const nextText = ({poll, isPaused}: TargetState, today: number): string => {
	if (poll.kind === 'scanning') {
		return 'now';
	}

	return isPaused ? '–' : pastClockTime(poll.nextAt, today);
};

type TargetColumn = ColumnSpec & {readonly cell: (target: TargetState, today: number) => string};

const columns: readonly TargetColumn[] = [
	{heading: 'PROFILE', minWidth: 16, cell: profileName},
	{heading: 'REGION', minWidth: 14, cell: regionName},
	{heading: 'STATE', minWidth: 9, cell: target => `${targetLooks[targetHealth(target)].sign} ${targetHealth(target)}`},
	{heading: 'NEXT', minWidth: clockTimeWidth, cell: nextText},
	{heading: 'LAST', minWidth: clockTimeWidth, cell: ({lastCompleteAt}, today) => lastCompleteAt === undefined ? '–' : pastClockTime(lastCompleteAt, today)},
	{heading: 'IMPORTS', minWidth: 7, cell: ({imports, isHidden}) => isHidden ? 'hidden' : countText(imports.records.length)},
	{heading: 'EVERY', minWidth: 6, cell: ({pace}) => intervalText(pace.intervalMs)},
	{heading: 'CALLS', minWidth: 9, cell: ({calls}) => countText(calls)},
	{heading: 'ENDPOINT', minWidth: 30, cell: ({resolved}) => resolved?.endpoint ?? ''},
];

const gutterWidth = 3;

/*
The lines of a text below a row.
*/
const textLines = (text: string, width: number, {style = 'plain', trim = true}: {readonly style?: StyleName; readonly trim?: boolean} = {}): readonly Line[] =>
	wrapLines(text, Math.max(1, width - gutterWidth - 3), {trim}).map(line => [{text: ' '.repeat(gutterWidth + 2)}, {text: line, style}]);

const failureLines = ({failure}: TargetState, width: number, now: number): readonly Line[] => {
	if (failure === undefined) {
		return [];
	}

	const {failure: {sentence, remedy}, since} = failure;
	const text = joinParts([sentence, remedy, `Since ${clockTime(since, now)}.`], ' ');
	return textLines(text, width, {style: 'warning'});
};

/**
One row per target, followed by its failure. The cursor is on the selected target.
*/
export const targetsLines = (model: Model): CursorLines => {
	const {targets, size: {columns: width}} = model;
	const selected = selectedTarget(model);
	const now = lastScanAt(model);
	const today = startOfDay(now);
	const shown = fitColumns(columns, width - gutterWidth);
	const lines: Line[] = [[{text: ' '.repeat(gutterWidth)}, {text: headingText(shown), style: 'heading'}]];
	let cursorLine = 0;

	for (const target of targets.values()) {
		const text = shown.map(column => cellText(column.cell(target, today), column)).join(columnGap);
		const isSelected = target === selected;

		if (isSelected) {
			cursorLine = lines.length;
		}

		lines.push(
			isSelected ? [{text: ` ▸ ${text}`, style: 'selected'}] : [{text: ' '.repeat(gutterWidth)}, {text, style: target.failure === undefined || target.isHidden ? 'plain' : 'failed'}],
			...failureLines(target, width, now),
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

const noProfiles: Line = [{text: ' No profiles in the AWS configuration'}];

/**
One row per profile or region that contains the searched text, with a check box.
*/
export const pickerLines = (model: Model, picker: Picker): CursorLines => {
	const {choices, index: selected, of} = picker;
	const shown = shownChoices(picker);
	const none: Line = choices.length === 0 ? noProfiles : [{text: ` No ${of} match the filter`}];
	const lines = shown.length === 0 ? [none] : lazyLines(shown, (choice, index) => choiceLine(model, picker, choice, index === selected));
	return {lines, cursorLine: selected};
};

type CommandsScreen = Extract<Screen, {kind: 'commands'}>;

const effectWidth = Math.max(...Object.values(effectTexts).map(text => text.length)) + 2;

/*
The effect comes first, so that a narrow terminal never cuts it.
*/
const titleOf = ({effect, title}: SuggestedCommand): string => effectTexts[effect].padEnd(effectWidth) + title;

const effectStyles: Readonly<Record<SuggestedCommand['effect'], StyleName>> = {reads: 'plain', writes: 'warning', destroys: 'failed'};

/**
One row per command. The selected one is followed by its text.
*/
export const commandLines = ({size: {columns: width}}: Model, {choices, index: selected}: CommandsScreen): CursorLines => {
	const detailLines = ({args}: SuggestedCommand): readonly Line[] => [
		...textLines(commandText(args), width, {trim: false}),
		...(args.some(arg => arg.startsWith('<') && arg.endsWith('>')) ? textLines('Replace each \'<…>\' before you run it.', width) : []),
	];
	const rows = choices.map((command, index): readonly Line[] => index === selected
		? [[{text: fitText(` ▸ ${titleOf(command)}`, width), style: 'selected'}], ...detailLines(command)]
		: [[{text: ' '.repeat(gutterWidth)}, {text: fitText(titleOf(command), width - gutterWidth), style: effectStyles[command.effect]}]]);
	return {lines: rows.flat(), cursorLine: selected, cursorHeight: rows[selected]?.length ?? 1};
};
