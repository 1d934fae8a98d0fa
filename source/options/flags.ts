import packageJson from '../../package.json' with {type: 'json'};
import {UsageError} from './usage-error.ts';
import {type Given} from './with-defaults.ts';

const camelCase = (flag: string): string => flag.replaceAll(/-[a-z]/gv, letter => letter.slice(1).toUpperCase());

/**
What meow makes of the options: a list for each that takes a value, a boolean for each switch, where `--no-color` says false of `color`.
*/
export type Read = Readonly<Record<string, unknown>>;

/**
Has meow read the options.
*/
export const readFlags = async (given: readonly Given[]): Promise<Read> => {
	// Most starts name no option, and need not wait for what reads them.
	if (given.length === 0) {
		return {};
	}

	const {default: meow} = await import('meow');
	const {flags: read} = meow({
		importMeta: import.meta,
		pkg: packageJson,
		argv: given.map(({spec, value}) => value === undefined ? `--${spec.flag}` : `--${spec.flag}=${value}`),
		autoHelp: false,
		autoVersion: false,
		booleanDefault: undefined,
		flags: Object.fromEntries(given.map(({spec: {flag, value}}) => [
			camelCase(flag.replace(/^no-/v, '')),
			value === undefined ? {type: 'boolean'} as const : {type: 'string', isMultiple: true} as const,
		])),
	});
	return read;
};

const asArray = (value: unknown): readonly unknown[] => Array.isArray(value) ? value : [];

/**
All values that were given to a flag.
*/
export const valuesOf = (read: Read, flag: string): readonly string[] => asArray(read[camelCase(flag)]).filter(value => typeof value === 'string');

/**
The one value of a flag that was given; undefined where it was not. Throws a `UsageError` where there are several.
*/
export const valueOf = (read: Read, flag: string): string | undefined => {
	const [value, another] = valuesOf(read, flag);

	if (another !== undefined) {
		throw new UsageError(`--${flag} can be given once.`);
	}

	return value;
};

/**
What a switch says; undefined where it was not given.
*/
export const switchOf = (read: Read, flag: string): boolean | undefined => {
	const value = read[camelCase(flag)];
	return typeof value === 'boolean' ? value : undefined;
};

/**
Whether a flag was given, with a value or without.
*/
export const isGiven = (read: Read, flag: string): boolean => switchOf(read, flag) !== undefined || valuesOf(read, flag).length > 0;
