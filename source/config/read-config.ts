import {readFileSync} from 'node:fs';
import os from 'node:os';
import process from 'node:process';
import {type Config} from '../options/config.ts';
import {UsageError} from '../options/usage-error.ts';
import {configFilePath} from './config-file-path.ts';

/**
The place of the config file where none is named.
*/
export const usualConfigFile = (): string => configFilePath(process.platform, process.env, os.homedir());

const reasons: ReadonlyMap<unknown, string> = new Map([
	['ENOENT', 'there is no such file'],
	['ENOTDIR', 'there is no such file'],
	['EACCES', 'it may not be read'],
	['EISDIR', 'it is a folder'],
]);

/**
Reads the config file, the usual one where none is named; undefined where that one is not there, which costs no more than to look. Throws a `UsageError` where the file can't be read, or is wrong.
*/
export const readConfig = async (named: string | undefined): Promise<Config | undefined> => {
	const file = named ?? usualConfigFile();
	let text;

	try {
		text = readFileSync(file, 'utf8');
	} catch (error: unknown) {
		const {code, message} = error as NodeJS.ErrnoException; // What `node:fs` throws.

		if (named === undefined && (code === 'ENOENT' || code === 'ENOTDIR')) {
			return undefined;
		}

		throw new UsageError(`The config file ${file} can't be read: ${reasons.get(code) ?? message}.`);
	}

	// Whoever has no config file needs nothing of what reads one.
	const {parseConfig} = await import('./parse-config.ts');
	return parseConfig(file, text);
};
