import {filterFields} from '../../imports/filter/filter-fields.ts';
import {padTo} from '../../text/printable.ts';
import {wrapLines} from '../../text/wrap-lines.ts';
import {keyLabel} from '../../app/keys/key-names.ts';
import {type Binding, editKeys, type Keymap} from '../../app/keys/keymap.ts';
import {type Line} from '../lines/lines.ts';
import {padSpans, spansWidth} from '../lines/span.ts';

const keysWidth = 26;

// With less room beside the keys, the text goes below them.
const minTextWidth = 20;
const indent = 5;

const wrapLine = (line: Line, columns: number): readonly Line[] => {
	const before = line.slice(0, -1);
	const last = line.at(-1);

	if (last === undefined) {
		return [line];
	}

	const start = spansWidth(before);
	const isBelow = columns - start - 1 < minTextWidth;
	const margin = isBelow ? indent : start;
	const texts = wrapLines(last.text, columns - margin - 1);

	return [
		...(isBelow ? [before] : []),
		...texts.map((text, index) => [...(isBelow || index > 0 ? [{text: ' '.repeat(margin)}] : before), {...last, text}]),
	];
};

const keysText = (keys: readonly string[]): string => keys.length === 0 ? '–' : keys.map(name => keyLabel(name)).join('  ');

const keyLine = ({keys, help}: {readonly keys: readonly string[]; readonly help: string}): Line => [
	{text: padTo(`   ${keysText(keys)}`, keysWidth), style: 'key'},
	{text: help},
];

const heading = (text: string): Line => [{text: ' '}, {text, style: 'title'}];

const sections: ReadonlyArray<{readonly title: string; readonly has: (binding: Binding) => boolean}> = [
	{title: 'Keys in the list', has: ({scopes}) => scopes.includes('list')},
	{title: 'Keys on the other screens', has: ({scopes}) => !scopes.includes('list') && scopes.includes('details')},
	{title: 'Keys on the timeline', has: ({scopes}) => !scopes.includes('list') && !scopes.includes('details') && scopes.includes('timeline')},
	{
		title: 'Keys for targets, profiles, regions and commands',
		has: ({scopes}) => !scopes.includes('list') && !scopes.includes('details') && scopes.some(scope => ['targets', 'picker', 'commands'].includes(scope)),
	},
];

type Section = {
	readonly title: string;
	readonly lines: readonly Line[];
};

const helpSections = ({bindings, filters}: Keymap): readonly Section[] => [
	...sections.map(({title, has}) => ({title, lines: bindings.filter(binding => has(binding)).map(binding => keyLine(binding))})),
	{
		title: 'Your filter keys (press again to clear)',
		lines: filters.map(({key, name, query}) => keyLine({keys: [key], help: name === undefined ? query : `${name}: ${query}`})),
	},
	{
		title: 'Keys in the filter prompt',
		lines: [...bindings.filter(({scopes}) => scopes.includes('filter') && !scopes.includes('details')), ...editKeys].map(binding => keyLine(binding)),
	},
	{
		title: 'Filter',
		lines: [
			[{text: ' '.repeat(3)}, {text: 'An import must match every word, in any column or in its failure reason. A leading - excludes, quotes keep spaces, commas separate alternatives.'}],
			...filterFields.map(({example, meaning}) => [{text: padTo(`   ${example}`, keysWidth + 6), style: 'key'} as const, {text: meaning}]),
		],
	},
	{
		title: 'Symbols',
		lines: [
			[{text: '   ┃  ', style: 'warning'}, {text: 'changed recently; any key clears it'}],
			[{text: '   ▸  ', style: 'key'}, {text: 'selected import'}],
			[{text: '   ┄  '}, {text: 'AWS returned no newer details since this time; the progress bar is dashed'}],
		],
	},
];

/*
The lines that contain the text, or all lines of a section whose title does. Sections without lines are left out.
*/
const findLines = (all: readonly Section[], searched: string): readonly Section[] => {
	const text = searched.trim().toLowerCase();
	const isFound = (line: string): boolean => line.toLowerCase().includes(text);
	return all
		.map(({title, lines}) => ({title, lines: isFound(title) ? lines : lines.filter(line => isFound(line.map(span => span.text).join('')))}))
		.filter(({lines}) => lines.length > 0);
};

const wrapSections = (all: readonly Section[], columns: number): ReadonlyArray<readonly Line[]> =>
	all.map(({title, lines}) => [heading(title), ...lines].flatMap(line => wrapLine(line, columns)));

/*
Separates sections with lines that have no spans.
*/
const stack = (blocks: ReadonlyArray<readonly Line[]>): readonly Line[] => blocks.flatMap((block, index) => index === 0 ? block : [[], ...block]);

// In half the width, the keys have enough room beside their text.
const minColumnWidth = 64;

const sideBySide = (left: readonly Line[], right: readonly Line[], width: number): readonly Line[] => Array.from({length: Math.max(left.length, right.length)}, (_, index) => {
	const [start = [], end = []] = [left[index], right[index]];
	return end.length === 0 ? start : [...padSpans(start, width), ...end];
});

/**
The help screen, in two columns if one is longer than a page and both fit. With a searched text, only the lines that contain it.
*/
export const helpLines = (keymap: Keymap, columns: number, {pageSize = Infinity, searched = ''}: {readonly pageSize?: number; readonly searched?: string} = {}): readonly Line[] => {
	const found = findLines(helpSections(keymap), searched);

	if (found.length === 0) {
		return [[{text: ' Nothing in the help matches'}]];
	}

	const single = stack(wrapSections(found, columns));
	const width = Math.floor(columns / 2);

	if (single.length <= pageSize || width < minColumnWidth) {
		return single;
	}

	const blocks = wrapSections(found, width);
	const splits = blocks.map((_, index) => [stack(blocks.slice(0, index + 1)), stack(blocks.slice(index + 1))] as const);
	const heights = splits.map(([left, right]) => Math.max(left.length, right.length));
	const [left = [], right = []] = splits[heights.indexOf(Math.min(...heights))] ?? [];
	return sideBySide(left, right, width);
};
