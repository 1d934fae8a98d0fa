import {describe, expect, test} from 'vitest';
import {groupSigns, statusLook} from '../../source/imports/status-look.ts';
import {knownStatuses} from '../../source/imports/task.ts';
import {
	createTheme,
	isThemeName,
	type Look,
	paletteColors,
	themeNames,
	themes,
} from '../../source/text/themes.ts';

const looks = (theme: Readonly<Record<string, Look>>): readonly Look[] => Object.values(theme);

describe.each(themeNames)('the theme %s', name => {
	test('has no colours but the sixteen of the terminal', () => {
		for (const {color} of looks(themes[name])) {
			expect([...paletteColors, undefined]).toContain(color);
		}
	});

	test('has none where none are wanted, and is the same besides', () => {
		for (const [style, {color: _, ...rest}] of Object.entries<Look>(themes[name])) {
			expect(Object.entries(createTheme({name, hasColor: false}))).toContainEqual([style, rest]);
		}
	});

	test('shows what is selected without a colour', () => {
		expect(createTheme({name, hasColor: false}).selected).toHaveProperty('inverse', true);
	});
});

test('every theme has a name that can be asked for', () => {
	expect(themeNames.toSorted()).toEqual(Object.keys(themes).toSorted());
	expect(themeNames.every(name => isThemeName(name))).toBe(true);
	expect(isThemeName('constructor')).toBe(false);
});

test('high contrast dims nothing, and takes no colour that could stand out less than the foreground', () => {
	for (const look of looks(themes['high-contrast'])) {
		expect(look).not.toHaveProperty('dimColor');
		expect(look).not.toHaveProperty('color');
	}
});

test('no meaning needs red and green to be told apart, where that is asked for', () => {
	for (const {color} of looks(themes['color-blind'])) {
		expect(color ?? '').not.toMatch(/red|green|magenta/v);
	}
});

test('a status has a sign beside its colour, which tells its group', () => {
	const signs = knownStatuses.map(status => statusLook(status).sign);
	expect(signs.every(sign => sign.length === 1)).toBe(true);
	expect(new Set(Object.values(groupSigns))).toHaveProperty('size', Object.keys(groupSigns).length);
	expect(groupSigns).toEqual({
		active: statusLook('IMPORTING').sign, succeeded: statusLook('SUCCEEDED').sign, failed: statusLook('FAILED').sign, cancelled: statusLook('CANCELLED').sign,
	});
});
