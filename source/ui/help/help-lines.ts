import wrapAnsi from 'wrap-ansi';
import {filterFields} from '../../imports/filter.ts';
import {padTo} from '../../text/printable.ts';
import {keyLabel} from '../../app/keys/key-names.ts';
import {type Binding, editKeys, type Keymap} from '../../app/keys/keymap.ts';
import {type Line} from '../lines/lines.ts';
import {spansWidth} from '../lines/span.ts';

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
	{title: 'Keys on the other screens', has: ({scopes}) => !scopes.includes('list') && scopes.includes('details')},
	{title: 'Keys for targets, profiles, regions and commands', has: ({scopes}) => !scopes.includes('list') && !scopes.includes('details') && scopes.some(scope => ['targets', 'picker', 'commands'].includes(scope))},
];

const unwrappedLines = ({bindings, filters}: Keymap): readonly Line[] => [
	...sections.flatMap(({title, has}) => [heading(title), ...bindings.filter(binding => has(binding)).map(binding => keyLine(binding)), []]),
	...(filters.length === 0
		? []
		: [heading('Your filter keys (press again to clear)'), ...filters.map(({key, name, query}) => keyLine({keys: [key], help: name === undefined ? query : `${name}: ${query}`})), []]),
	heading('Keys in the filter prompt'),
	...bindings.filter(({scopes}) => scopes.includes('filter') && !scopes.includes('details')).map(binding => keyLine(binding)),
	...editKeys.map(binding => keyLine(binding)),
	[],
	heading('Filter'),
	[{text: ' '.repeat(3)}, {text: 'An import must match every word, in any column. A leading - excludes, quotes keep spaces, commas separate alternatives.'}],
	...filterFields.map(({example, meaning}) => [{text: padTo(`   ${example}`, keysWidth + 6), style: 'key'} as const, {text: meaning}]),
	[],
	heading('Symbols'),
	[{text: '   ┃  ', style: 'warning'}, {text: 'changed recently; any key clears it'}],
	[{text: '   ▸  ', style: 'key'}, {text: 'selected import'}],
];

/**
The help screen, wrapped to the width of the terminal.
*/
export const helpLines = (keymap: Keymap, columns: number): readonly Line[] => unwrappedLines(keymap).flatMap(line => wrapLine(line, columns));
