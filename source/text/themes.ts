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
	| 'key'
	| 'warningBadge'
	| 'failedBadge';

/**
In the order of their SGR codes (30–37, 90–97). Users configure these in their terminal, so they are readable.
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
Color is never the only sign of a meaning.
*/
export type Look = {
	readonly color?: (typeof paletteColors)[number];
	readonly bold?: true;
	readonly dimColor?: true;
	readonly underline?: true;
	readonly inverse?: true;
};

export type Theme = Readonly<Record<StyleName, Look>>;

export const themes = {
	default: {
		plain: {},
		muted: {dimColor: true},
		title: {bold: true},
		heading: {dimColor: true},
		active: {color: 'cyan'},
		succeeded: {color: 'green'},
		failed: {color: 'red', bold: true},
		cancelled: {},
		warning: {color: 'yellow'},
		unknown: {color: 'magenta'},
		selected: {inverse: true},
		key: {bold: true},
		warningBadge: {color: 'yellow', bold: true, inverse: true},
		failedBadge: {color: 'red', bold: true, inverse: true},
	},

	// The default foreground has the best contrast on any background, so no color and no dimmed text.
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
		warningBadge: {bold: true, inverse: true},
		failedBadge: {bold: true, inverse: true},
	},

	// Nearly everybody can tell blue from yellow, but not red from green.
	'color-blind': {
		plain: {},
		muted: {dimColor: true},
		title: {bold: true},
		heading: {dimColor: true},
		active: {},
		succeeded: {color: 'blueBright'},
		failed: {color: 'yellow', bold: true, underline: true},
		cancelled: {},
		warning: {color: 'yellow'},
		unknown: {underline: true},
		selected: {inverse: true},
		key: {bold: true},
		warningBadge: {bold: true, inverse: true},
		failedBadge: {color: 'yellow', bold: true, inverse: true},
	},
} as const satisfies Readonly<Record<string, Theme>>;

export type ThemeName = keyof typeof themes;

export const themeNames: readonly ThemeName[] = ['default', 'high-contrast', 'color-blind'];

const withoutColor = ({color: _, ...look}: Look): Look => look;

export const createTheme = ({name = 'default', hasColor}: {readonly name?: ThemeName; readonly hasColor: boolean}): Theme => {
	const theme: Theme = themes[name];
	return hasColor
		? theme
		: Object.fromEntries(Object.entries(theme).map(([style, look]) => [style, withoutColor(look)])) as Theme; // Same keys as a theme.
};
