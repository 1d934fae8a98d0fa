import process from 'node:process';
import {printable} from '../domain/printable.ts';
import {type Config, keySettings} from '../options/config.ts';
import {optionsVariable, type OptionInForce} from '../options/in-force.ts';
import {type Origin} from '../options/with-defaults.ts';
import {configLines, type ConfigRow} from '../output/config-lines.ts';
import {keyLabel} from '../ui/key-names.ts';
import {createKeymap} from '../ui/key-settings.ts';
import {endOnLostOutput} from './faults.ts';

const nothing = '–';

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

const keyRows = (config: Config | undefined): readonly ConfigRow[] => {
	const {bindings} = createKeymap(config === undefined ? new Map() : keySettings(config), []);
	return bindings.map(({command, keys, isFixed}) => ({
		name: command,
		value: keys.length === 0 ? nothing : keys.map(key => keyLabel(key)).join(' '),
		from: fromLine(isFixed === true ? undefined : config?.keys.get(command)?.line),
	}));
};

/**
Prints the options, keys and filters in force, and where each comes from. `usualFile` is where a config file is looked for.
*/
export const printConfig = ({inForce, config}: {readonly inForce: readonly OptionInForce[]; readonly config: Config | undefined}, usualFile: string): void => {
	endOnLostOutput();

	const lines = [
		config === undefined ? `No config file is read; the usual one is ${usualFile}` : `Config file ${config.file}`,
		'',
		...configLines([
			{heading: 'Options', rows: inForce.map(({name, value = nothing, origin}) => ({name, value, from: fromText(origin)}))},
			{heading: 'Filters', rows: config?.filters.map(({key, name, query, line}) => ({name: key, value: name === undefined ? query : `${name}: ${query}`, from: fromLine(line)})) ?? []},
			{heading: 'Keys', rows: keyRows(config)},
		]),
	];
	process.stdout.write(lines.map(line => `${printable(line)}\n`).join(''));
};
