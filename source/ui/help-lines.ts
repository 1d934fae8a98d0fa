import wrapAnsi from 'wrap-ansi';
import {filterFields} from '../domain/filter.ts';
import {padTo} from '../domain/printable.ts';
import {keyLabel} from './key-names.ts';
import {type Binding, editKeys, type Keymap} from './keymap.ts';
import {type Line} from './lines.ts';
import {spansWidth} from './span.ts';

const keysWidth = 26;

/*
Where there is less room beside the keys, what they do stands below them.
*/
const minTextWidth = 20;
const indent = 5;

/*
The line, the last of its texts wrapped to the width of the terminal.
*/
const wrapped = (line: Line, columns: number): readonly Line[] => {
	const before = line.slice(0, -1);
	const last = line.at(-1);

	if (last === undefined) {
		return [line];
	}

	const start = spansWidth(before);
	const isBelow = columns - start - 1 < minTextWidth;
	const margin = isBelow ? indent : start;
	const texts = wrapAnsi(last.text, columns - margin - 1, {hard: true}).split('\n');

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
	{title: 'Keys in the details, the changes, the targets and this help', has: ({scopes}) => !scopes.includes('list') && scopes.includes('details')},
	{title: 'Keys in the list of targets, and where profiles and regions are chosen', has: ({scopes}) => !scopes.includes('list') && !scopes.includes('details') && (scopes.includes('targets') || scopes.includes('picker'))},
];

const unwrappedLines = ({bindings, filters}: Keymap): readonly Line[] => [
	...sections.flatMap(({title, has}) => [heading(title), ...bindings.filter(binding => has(binding)).map(binding => keyLine(binding)), []]),
	...(filters.length === 0
		? []
		: [heading('Keys of your filters, in the list; once more takes it away'), ...filters.map(({key, name, query}) => keyLine({keys: [key], help: name === undefined ? query : `${name}: ${query}`})), []]),
	heading('Keys while the filter is written'),
	...bindings.filter(({scopes}) => scopes.includes('filter') && !scopes.includes('details')).map(binding => keyLine(binding)),
	...editKeys.map(binding => keyLine(binding)),
	[],
	heading('Filter'),
	[{text: ' '.repeat(3)}, {text: 'Words match any column, all of them; a leading - negates, quotes hold spaces, commas inside a value are alternatives.'}],
	...filterFields.map(({example, meaning}) => [{text: padTo(`   ${example}`, keysWidth + 6), style: 'key'} as const, {text: meaning}]),
	[],
	heading('Signs'),
	[{text: '   ┃  ', style: 'warning'}, {text: 'changed since the last key was pressed, within a minute'}],
	[{text: '   ▸  ', style: 'key'}, {text: 'the selected import'}],
];

/**
The help screen, as wide as the terminal: the keys in force, the named filters, the keys that edit the filter, and the filter language.
*/
export const helpLines = (keymap: Keymap, columns: number): readonly Line[] => unwrappedLines(keymap).flatMap(line => wrapped(line, columns));
