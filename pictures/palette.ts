/**
CSS colors: the terminal's default background and foreground, and its sixteen colors by number.
*/
export type Palette = {
	readonly background: string;
	readonly foreground: string;
	readonly colors: readonly string[];
};

/**
All sixteen colors are dark enough to read on a light background, even white.
*/
export const lightPalette: Palette = {
	background: '#ffffff',
	foreground: '#1f2429',
	colors: [
		'#1f2429',
		'#b3202a',
		'#1a7034',
		'#835400',
		'#0757ba',
		'#83399e',
		'#0b6a75',
		'#656c74',
		'#59616a',
		'#c9303a',
		'#218342',
		'#96640a',
		'#1e6fdb',
		'#9a50b5',
		'#14808c',
		'#4a5159',
	],
};

/**
All sixteen colors are light enough to read on a dark background, even black.
*/
export const darkPalette: Palette = {
	background: '#11151a',
	foreground: '#d6dde4',
	colors: [
		'#7d8791',
		'#ff7a72',
		'#56c271',
		'#dba528',
		'#6aaaff',
		'#d18bf2',
		'#48c4d0',
		'#c3cbd3',
		'#8a949f',
		'#ff9d96',
		'#7cd693',
		'#edc15a',
		'#93c2ff',
		'#e0adf7',
		'#7ad8e1',
		'#f2f5f8',
	],
};
