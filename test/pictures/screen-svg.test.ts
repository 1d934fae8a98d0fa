import {describe, expect, test} from 'vitest';
import {darkPalette, lightPalette, type Palette} from '../../pictures/palette.ts';
import {screenSvg} from '../../pictures/screen-svg.ts';
import {type Cell, plainCell} from '../terminal/terminal.ts';

const cellsOf = (text: string, look: Partial<Cell> = {}): readonly Cell[] => Array.from(text, character => ({...plainCell, ...look, text: character}));

/*
The texts of a picture, each with its class and the columns that it takes.
*/
const textsOf = (svg: string): ReadonlyArray<readonly [text: string, style: string, columns: number]> =>
	svg.matchAll(/<text class="(?<style>[^"]*)"[^>]* textLength="(?<width>[\d.]+)"[^>]*>(?<text>[^<]*)</gv)
		.map(({groups = {}}) => [groups['text'] ?? '', groups['style'] ?? '', Math.round(Number(groups['width']) / 8.4)] as const)
		.toArray();

const fillsOf = (svg: string): readonly string[] => svg.matchAll(/<rect class="(?<color>c\d+|f)"/gv).map(({groups = {}}) => groups['color'] ?? '').toArray();

describe('a screen as a picture', () => {
	test('has what stands beside each other and looks alike in one text, as wide as on the screen', () => {
		const svg = screenSvg([[...cellsOf('  t-1  '), ...cellsOf('✖ failed', {foreground: 1, isBold: true}), ...cellsOf('  ')]], 'One row');
		expect(textsOf(svg)).toEqual([['t-1', 'f', 3], ['✖ failed', 'c1 bold', 8]]);
	});

	test('takes a wide character for the two columns that it has', () => {
		const wide: readonly Cell[] = [{...plainCell, text: '漢', width: 2}, {...plainCell, text: '', width: 0}, ...cellsOf('a')];
		expect(textsOf(screenSvg([wide], 'Wide'))).toEqual([['漢a', 'f', 3]]);
	});

	test('turns what is inverse around: the background of a row is there to its last space', () => {
		const svg = screenSvg([cellsOf(' ▸ ', {isInverse: true})], 'Inverse');
		expect(textsOf(svg)).toEqual([['▸', 'b', 1]]);
		expect(fillsOf(svg)).toEqual(['f']);
		expect(svg).toContain('width="25.2"');
	});

	test('keeps what dims and underlines, and the spaces that are underlined', () => {
		expect(textsOf(screenSvg([[...cellsOf('a ', {isDim: true}), ...cellsOf('b ', {isUnderlined: true})]], 'Looks'))).toEqual([['a', 'f dim', 1], ['b ', 'f line', 2]]);
	});

	test('says what it shows, and takes no text for markup', () => {
		const svg = screenSvg([cellsOf('<&">')], 'A < B');
		expect(svg).toContain('<title>A &lt; B</title>');
		expect(textsOf(svg)).toEqual([['&lt;&amp;&quot;&gt;', 'f', 4]]);
	});

	test.each([16, 255, '#0102ff'])('has no colour %s, which is none of the sixteen', color => {
		expect(() => screenSvg([cellsOf('a', {foreground: color})], 'Colour')).toThrow(`The colour ${color} is none of the sixteen`);
	});
});

/*
As WCAG 2 defines it: from 1, for the same colour, to 21.
*/
const contrast = (one: string, other: string): number => {
	const luminance = (color: string): number => {
		const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(start => {
			const channel = Number.parseInt(color.slice(start, start + 2), 16) / 255;
			return channel <= 0.04 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
		});
		return (0.2126 * red) + (0.7152 * green) + (0.0722 * blue);
	};

	const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
	return (lighter + 0.05) / (darker + 0.05);
};

test.each<readonly [string, Palette]>([['light', lightPalette], ['dark', darkPalette]])('every colour of the %s palette can be read on its background, as WCAG asks of texts (4.5)', (_, {background, foreground, colors}) => {
	expect(colors).toHaveLength(16);
	expect([foreground, ...colors].filter(color => contrast(color, background) < 4.5)).toEqual([]);
});
