import process from 'node:process';
import {asciiText} from '../text/ascii-text.ts';
import {createTheme, type Theme} from '../text/themes.ts';
import {type Options} from './options.ts';

/*
The setting of `FORCE_COLOR`. Undefined if it is absent or invalid.
*/
const forcedColor = (value: string | undefined): boolean | undefined =>
	value === undefined || !/^(?:true|false|\d*)$/v.test(value) ? undefined : value !== 'false' && !/^0+$/v.test(value);

/**
Whether to use colors. The option takes precedence over `FORCE_COLOR`, and this over `NO_COLOR`, as in Node.
*/
export const shouldColor = (env: NodeJS.ProcessEnv, {asked, isUsual}: {readonly asked: boolean | undefined; readonly isUsual: boolean}): boolean =>
	asked ?? forcedColor(env['FORCE_COLOR']) ?? (isUsual && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb');

/**
Whether the locale uses UTF-8. Without one, POSIX implies ASCII; terminals on Windows accept Unicode.
*/
export const isUtf8Locale = (env: NodeJS.ProcessEnv, platform: string): boolean => {
	const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(name => name !== undefined && name !== '');
	return locale === undefined ? platform === 'win32' : /utf-?8/iv.test(locale);
};

/**
Whether to use colours: as the options and the environment say, else as is usual for what is shown.
*/
export const hasColor = ({hasColor: asked}: Pick<Options, 'hasColor'>, isUsual: boolean): boolean => shouldColor(process.env, {asked, isUsual});

/**
The theme for what is printed; undefined where it has no colours.
*/
export const printedTheme = (options: Pick<Options, 'hasColor' | 'theme'>, isUsual: boolean): Theme | undefined =>
	hasColor(options, isUsual) ? createTheme({name: options.theme, hasColor: true}) : undefined;

/**
Whether plain characters alone are to be shown.
*/
export const isAscii = ({isAscii: isAsked}: Pick<Options, 'isAscii'>): boolean => isAsked || !isUtf8Locale(process.env, process.platform);

/**
Text as it can be shown here.
*/
export const shownText = (text: string, options: Pick<Options, 'isAscii'>): string => isAscii(options) ? asciiText(text) : text;

/**
The width of a printed table in columns: that of the terminal. Undefined without a terminal, or if the terminal does not report a width.
*/
export const tableColumns = (): number | undefined => {
	const {isTTY: isTerminal, columns} = process.stdout;
	return isTerminal && columns > 0 ? columns : undefined;
};

/**
Prints a sentence, or several lines, on standard error.
*/
export const printError = (options: Pick<Options, 'isAscii'>, ...lines: readonly string[]): void => {
	for (const line of lines) {
		process.stderr.write(`${shownText(line, options)}\n`);
	}
};
