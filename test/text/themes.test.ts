import {describe, expect, test} from 'vitest';
import {statusLook} from '../../source/imports/status-look.ts';
import {knownStatuses} from '../../source/imports/task.ts';
import {
	createTheme,
	type Look,
	paletteColors,
	themeNames,
	themes,
} from '../../source/text/themes.ts';

const looks = (theme: Readonly<Record<string, Look>>): readonly Look[] => Object.values(theme);

describe.each(themeNames)('the theme %s', name => {
	test('uses only the sixteen terminal colors', () => {
		for (const {color} of looks(themes[name])) {
			expect([...paletteColors, undefined]).toContain(color);
		}
	});

	test('keeps everything except the colors without color', () => {
		for (const [style, {color: _, ...rest}] of Object.entries<Look>(themes[name])) {
			expect(Object.entries(createTheme({name, hasColor: false}))).toContainEqual([style, rest]);
		}
	});

	test('shows the selection without color', () => {
		expect(createTheme({name, hasColor: false}).selected).toHaveProperty('inverse', true);
	});
});

test('createTheme returns the default theme unless another is named', () => {
	expect(createTheme({hasColor: true})).toEqual(themes.default);
	expect(createTheme({name: 'high-contrast', hasColor: true})).toEqual(themes['high-contrast']);
});

test('themeNames lists every theme', () => {
	expect(themeNames.toSorted()).toEqual(Object.keys(themes).toSorted());
});

test('high-contrast uses neither dimmed text nor colors', () => {
	for (const look of looks(themes['high-contrast'])) {
		expect(look).not.toHaveProperty('dimColor');
		expect(look).not.toHaveProperty('color');
	}
});

test('color-blind uses no red, green or magenta', () => {
	for (const {color} of looks(themes['color-blind'])) {
		expect(color ?? '').not.toMatch(/red|green|magenta/v);
	}
});

test('each status has a sign of its own besides its color', () => {
	const signs = knownStatuses.map(status => statusLook(status).sign);
	expect(signs.every(sign => sign.length === 1)).toBe(true);
	expect(new Set(signs)).toHaveProperty('size', signs.length);
});
