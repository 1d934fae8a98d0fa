import {readFileSync} from 'node:fs';
import {type NamedFilter} from '../app/keys/keymap.ts';
import {userFile} from '../runtime/user-file.ts';
import {fileErrorText} from '../text/error-text.ts';
import {type GivenOption} from './arguments.ts';
import {UsageError} from './usage-error.ts';

/**
A valid config file. The values of its options are not parsed yet.
*/
export type Config = {
	readonly file: string;
	readonly options: readonly GivenOption[];
	readonly keys: ReadonlyMap<string, {readonly keys: readonly string[]; readonly line: number}>;
	readonly filters: ReadonlyArray<NamedFilter & {readonly line: number}>;
};

/**
The keys that a config file sets, by command.
*/
export const keySettings = ({keys}: Pick<Config, 'keys'>): ReadonlyMap<string, readonly string[]> => new Map(keys.entries().map(([command, setting]) => [command, setting.keys]));

/**
Reads the given config file, or the default one. Resolves to undefined if the default one does not exist. Throws a `UsageError` if the file can't be read or is invalid.
*/
export const readConfig = async (given: string | undefined): Promise<Config | undefined> => {
	const file = given ?? userFile('config');
	let text;

	try {
		text = readFileSync(file, 'utf8');
	} catch (error: unknown) {
		const {code} = error as NodeJS.ErrnoException; // The only type that `node:fs` throws.

		if (given === undefined && (code === 'ENOENT' || code === 'ENOTDIR')) {
			return undefined;
		}

		throw new UsageError(`can't read the config file ${file}: ${fileErrorText(error)}`);
	}

	// Lazy-loaded: most users have no config file.
	const {parseConfig} = await import('./parse-config.ts');
	return parseConfig(file, text);
};
