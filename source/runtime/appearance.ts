import process from 'node:process';
import {asciiText} from '../text/ascii-text.ts';
import {createTheme, type Theme} from '../text/themes.ts';
import {type Options} from './options.ts';

// Undefined if `FORCE_COLOR` is absent or invalid.
const forcedColor = (value: string | undefined): boolean | undefined =>
	value === undefined || !/^(?:true|false|\d*)$/v.test(value) ? undefined : value !== 'false' && !/^0+$/v.test(value);

/**
The option takes precedence over `FORCE_COLOR`, and `FORCE_COLOR` over `NO_COLOR`, as in Node.
*/
export const shouldColor = (env: NodeJS.ProcessEnv, {option, isDefault}: {readonly option: boolean | undefined; readonly isDefault: boolean}): boolean =>
	option ?? forcedColor(env['FORCE_COLOR']) ?? (isDefault && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb');

/**
Without a locale, POSIX implies ASCII. Terminals on Windows accept Unicode.
*/
export const isUtf8Locale = (env: NodeJS.ProcessEnv, platform: string): boolean => {
	const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(name => name !== undefined && name !== '');
	return locale === undefined ? platform === 'win32' : /utf-?8/iv.test(locale);
};

export const hasColor = ({hasColor: option}: Pick<Options, 'hasColor'>, isDefault: boolean): boolean => shouldColor(process.env, {option, isDefault});

/**
Returns the theme for printed lines and tables, or undefined for no colors.
*/
export const printedTheme = (options: Pick<Options, 'hasColor' | 'theme'>, isDefault: boolean): Theme | undefined =>
	hasColor(options, isDefault) ? createTheme({name: options.theme, hasColor: true}) : undefined;

export const isAscii = ({isAscii: option}: Pick<Options, 'isAscii'>): boolean => option || !isUtf8Locale(process.env, process.platform);

export const shownText = (text: string, options: Pick<Options, 'isAscii'>): string => isAscii(options) ? asciiText(text) : text;

/**
Returns the width of a printed table. Undefined without a terminal, or if the terminal reports no width.
*/
export const tableColumns = (): number | undefined => {
	const {isTTY: isTerminal, columns} = process.stdout;
	return isTerminal && columns > 0 ? columns : undefined;
};
