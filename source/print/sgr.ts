import {statusLook} from '../imports/status-look.ts';
import {
	type Look,
	paletteColors,
	type StyleName,
	type Theme,
} from '../text/themes.ts';

const colorCode = (color: NonNullable<Look['color']>): number => {
	const index = paletteColors.indexOf(color);
	return index < 8 ? 30 + index : 90 + index - 8;
};

const codesOf = ({color, bold, dimColor, underline, inverse}: Look): readonly number[] => [
	...(color === undefined ? [] : [colorCode(color)]),
	...(bold ? [1] : []),
	...(dimColor ? [2] : []),
	...(underline ? [4] : []),
	...(inverse ? [7] : []),
];

/**
Adds the look of a style. Returns the text unchanged if there is no theme.
*/
export const styled = (text: string, style: StyleName, theme: Theme | undefined): string => {
	const codes = theme === undefined ? [] : codesOf(theme[style]);
	return codes.length === 0 ? text : `\u{1B}[${codes.join(';')}m${text}\u{1B}[0m`;
};

/**
Adds the color of a status for printed lines. Returns the text unchanged if there is no theme.
*/
export const colored = (text: string, status: string, theme: Theme | undefined): string => styled(text, statusLook(status).style, theme);
