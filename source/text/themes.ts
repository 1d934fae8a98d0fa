/**
What a run of text means. How that looks is for a theme to say.
*/
export type StyleName =
	| 'plain'
	| 'muted'
	| 'title'
	| 'heading'
	| 'active'
	| 'succeeded'
	| 'failed'
	| 'cancelled'
	| 'warning'
	| 'unknown'
	| 'selected'
	| 'key';

/**
The sixteen colours that every terminal lets its user define, which are those that can be read there: by their numbers in SGR, from 30 on and from 90 on.
*/
export const paletteColors = [
	'black',
	'red',
	'green',
	'yellow',
	'blue',
	'magenta',
	'cyan',
	'white',
	'blackBright',
	'redBright',
	'greenBright',
	'yellowBright',
	'blueBright',
	'magentaBright',
	'cyanBright',
	'whiteBright',
] as const;

/**
How a run of text looks: by a colour, which is never the only sign of what it means, and by its weight.
*/
export type Look = {
	readonly color?: (typeof paletteColors)[number];
	readonly bold?: true;
	readonly dimColor?: true;
	readonly underline?: true;
	readonly inverse?: true;
};

/**
How each style looks.
*/
export type Theme = Readonly<Record<StyleName, Look>>;

/**
The themes there are, by the names that they are asked for by.
*/
export const themes = {
	default: {
		plain: {},
		muted: {dimColor: true},
		title: {bold: true},
		heading: {dimColor: true},
		active: {color: 'cyan'},
		succeeded: {color: 'green'},
		failed: {color: 'red', bold: true},
		cancelled: {dimColor: true},
		warning: {color: 'yellow'},
		unknown: {color: 'magenta'},
		selected: {inverse: true},
		key: {bold: true},
	},

	// The terminal's own foreground, which is what stands out most from its background, light or dark; nothing dimmed.
	'high-contrast': {
		plain: {},
		muted: {},
		title: {bold: true},
		heading: {bold: true, underline: true},
		active: {bold: true},
		succeeded: {},
		failed: {bold: true, underline: true},
		cancelled: {},
		warning: {underline: true},
		unknown: {underline: true},
		selected: {bold: true, inverse: true},
		key: {bold: true},
	},

	// Blue and yellow are told apart by nearly everybody, red and green are not; the rest is weight.
	'color-blind': {
		plain: {},
		muted: {dimColor: true},
		title: {bold: true},
		heading: {dimColor: true},
		active: {},
		succeeded: {color: 'blueBright'},
		failed: {color: 'yellow', bold: true, underline: true},
		cancelled: {dimColor: true},
		warning: {color: 'yellow'},
		unknown: {underline: true},
		selected: {inverse: true},
		key: {bold: true},
	},
} as const satisfies Readonly<Record<string, Theme>>;

/**
The name of one of them.
*/
export type ThemeName = keyof typeof themes;

/**
Their names.
*/
export const themeNames: readonly ThemeName[] = ['default', 'high-contrast', 'color-blind'];

/**
Whether there is a theme of this name.
*/
export const isThemeName = (name: string): name is ThemeName => Object.hasOwn(themes, name);

const withoutColor = ({color: _, ...look}: Look): Look => look;

/**
A theme, in its colours or without; by default the one that is there when nothing was said.
*/
export const createTheme = ({name = 'default', hasColor}: {readonly name?: ThemeName; readonly hasColor: boolean}): Theme => {
	const theme: Theme = themes[name];
	return hasColor
		? theme
		: Object.fromEntries(Object.entries(theme).map(([style, look]) => [style, withoutColor(look)])) as Theme; // The entries are those of a theme, under the same names.
};
