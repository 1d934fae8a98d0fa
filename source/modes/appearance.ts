import process from 'node:process';
import {asciiText} from '../domain/ascii-text.ts';
import {createTheme, type Theme} from '../domain/themes.ts';
import {shouldColor} from '../options/color.ts';
import {isUtf8Locale} from '../options/locale.ts';
import {type Options} from '../options/options.ts';

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
