import {type NamedFilter} from '../domain/named-filter.ts';
import {type OptionSpec} from './option-specs.ts';

/**
One option of a config file.
*/
export type ConfigOption = {
	/**
	As the file has it: the name of the option without `no-`.
	*/
	readonly name: string;

	/**
	The option of the command line that does the same; undefined where nothing has to be said, because it is so anyway.
	*/
	readonly spec: OptionSpec | undefined;

	/**
	The values, as they would be written on the command line; none for a switch.
	*/
	readonly values: readonly string[];
	readonly line: number;
};

/**
The keys of a command, by the names that the key table has.
*/
export type ConfigKeys = {
	readonly keys: readonly string[];
	readonly line: number;
};

/**
What stands in a config file, checked but for the values of its options.
*/
export type Config = {
	readonly file: string;
	readonly options: readonly ConfigOption[];

	/**
	By command.
	*/
	readonly keys: ReadonlyMap<string, ConfigKeys>;
	readonly filters: ReadonlyArray<NamedFilter & {readonly line: number}>;
};

/**
Reads the config file, the usual one where none is named; undefined where there is none. Throws a `UsageError` where the file is wrong.
*/
export type OpenConfig = (file: string | undefined) => Promise<Config | undefined>;

/**
What an option of a config file is about: its name there, and whether it is a switch.
*/
export type ConfigurableOption = {
	readonly name: string;
	readonly isSwitch: boolean;

	/**
	What turns the switch on and off, or takes the value.
	*/
	readonly on: OptionSpec | undefined;
	readonly off: OptionSpec | undefined;
	readonly help: string;
};

const notInFiles: ReadonlySet<string> = new Set(['config', 'no-config', 'help', 'version']);

/**
The options that a config file may have: those of watching, with `no-x` and `x` taken together.
*/
export const configurableOptions = (specs: readonly OptionSpec[]): readonly ConfigurableOption[] => {
	const able = specs.filter(({flag, commands = ['watch']}) => !notInFiles.has(flag) && commands.includes('watch'));
	const names = [...new Set(able.map(({flag}) => flag.replace(/^no-/v, '')))];

	return names.flatMap(name => {
		const on = able.find(({flag}) => flag === name);
		const off = able.find(({flag}) => flag === `no-${name}`);
		const spec = on ?? off;
		return spec === undefined
			? []
			: [{
				name, isSwitch: spec.value === undefined, on, off, help: spec.help,
			}];
	});
};

/**
The keys that a config file sets, by command.
*/
export const keySettings = ({keys}: Pick<Config, 'keys'>): ReadonlyMap<string, readonly string[]> => new Map([...keys].map(([command, {keys: set}]) => [command, set]));
