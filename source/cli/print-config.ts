import {padTo, printable, textWidth} from '../text/printable.ts';
import {keyLabel} from '../app/keys/key-names.ts';
import {createKeymap} from '../app/keys/key-settings.ts';
import {printData} from '../runtime/output.ts';
import {type GivenOption} from './arguments.ts';
import {type Config, keySettings} from './config-file.ts';
import {type Option} from './option-spec.ts';
import {fileOptions} from './options.ts';
import {optionsVariable, type Origin} from './usage-error.ts';

type Row = {readonly name: string; readonly value: string; readonly from: string};

const noValue = '–';

const fromLine = (line: number | undefined): string => line === undefined ? 'default' : `config file, line ${line}`;

const fromText = (origin: Origin | undefined): string => {
	switch (origin?.kind) {
		case 'commandLine': {
			return 'command line';
		}

		case 'environment': {
			return optionsVariable;
		}

		case 'file':
		case undefined: {
			return fromLine(origin?.line);
		}
	}
};

const onOff = (isOn: boolean): string => isOn ? 'on' : 'off';

const defaultOf = ({value, help, offHelp, defaultText = noValue}: Option): string => {
	// The default of a switch with both flags depends on the terminal.
	const isConstant = value === undefined && (help === undefined || offHelp === undefined);
	return isConstant ? onOff(help === undefined) : defaultText;
};

const givenText = ({value}: GivenOption): string => typeof value === 'boolean' ? onOff(value) : value.join(', ');

const optionRows = (inEffect: readonly GivenOption[]): readonly Row[] => fileOptions.map(option => {
	const given = inEffect.find(one => one.option === option);
	return {name: option.flag, value: given === undefined ? defaultOf(option) : givenText(given), from: fromText(given?.origin)};
});

const filterRows = (config: Config | undefined): readonly Row[] => (config?.filters ?? []).map(({key, name, query, line}) => ({
	name: key, value: name === undefined ? query : `${name}: ${query}`, from: fromLine(line),
}));

const keyRows = (config: Config | undefined): readonly Row[] => {
	const settings = config === undefined ? new Map() : keySettings(config);
	return createKeymap(settings, []).bindings.map(({command, keys, isFixed}) => ({
		name: command,
		value: keys.length === 0 ? noValue : keys.map(key => keyLabel(key)).join(' '),
		from: fromLine(isFixed === true ? undefined : config?.keys.get(command)?.line),
	}));
};

// A wider value overflows its column.
const maxValueWidth = 40;

const widthOf = (widths: readonly number[]): number => Math.max(0, ...widths);

const printableRow = ({name, value, from}: Row): Row => ({name: printable(name), value: printable(value), from: printable(from)});

const tableLines = (sections: ReadonlyArray<readonly [heading: string, rows: readonly Row[]]>): readonly string[] => {
	const rows = sections.flatMap(([, sectionRows]) => sectionRows);
	const nameWidth = widthOf(rows.map(({name}) => textWidth(name)));
	const valueWidth = widthOf(rows.map(({value}) => textWidth(value)).filter(width => width <= maxValueWidth));

	return sections.filter(([, sectionRows]) => sectionRows.length > 0).flatMap(([heading, sectionRows]) => [
		'',
		heading,
		...sectionRows.map(({name, value, from}) => `  ${padTo(name, nameWidth)}  ${padTo(value, valueWidth)}  ${from}`),
	]);
};

/**
Returns lines with the options, keys and filters in effect, and where each comes from.
*/
export const configLines = ({inEffect, config}: {readonly inEffect: readonly GivenOption[]; readonly config: Config | undefined}, defaultFile: string): readonly string[] => [
	printable(config === undefined ? `No config file (default: ${defaultFile})` : `Config file: ${config.file}`),
	...tableLines([
		['Options', optionRows(inEffect).map(row => printableRow(row))],
		['Filters', filterRows(config).map(row => printableRow(row))],
		['Keys', keyRows(config).map(row => printableRow(row))],
	]),
];

export const printConfig = (...settings: Parameters<typeof configLines>): void => {
	printData(...configLines(...settings));
};
