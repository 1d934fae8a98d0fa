import {describe, expect, test} from 'vitest';
import {darkPalette, lightPalette, type Palette} from '../../pictures/palette.ts';
import {animationSvg, screenSvg} from '../../pictures/screen-svg.ts';
import {type Cell, plainCell} from '../terminal/terminal.ts';

const cellsOf = (text: string, look: Partial<Cell> = {}): readonly Cell[] => Array.from(text, character => ({...plainCell, ...look, text: character}));

const textsOf = (svg: string): ReadonlyArray<readonly [text: string, style: string, columns: number]> =>
	svg.matchAll(/<text class="(?<style>[^"]*)"[^>]* textLength="(?<width>[\d.]+)"[^>]*>(?<text>[^<]*)</gv)
		.map(({groups = {}}) => [groups['text'] ?? '', groups['style'] ?? '', Math.round(Number(groups['width']) / 8.4)] as const)
		.toArray();

const fillsOf = (svg: string): readonly string[] => svg.matchAll(/<rect class="(?<color>c\d+|f)"/gv).map(({groups = {}}) => groups['color'] ?? '').toArray();

describe('screenSvg', () => {
	test('joins adjacent cells of the same style in one text, as wide as on the screen', () => {
		const svg = screenSvg([[...cellsOf('  t-1  '), ...cellsOf('✖ failed', {foreground: 1, isBold: true}), ...cellsOf('  ')]], 'One row');
		expect(textsOf(svg)).toEqual([['t-1', 'f', 3], ['✖ failed', 'c1 bold', 8]]);
	});

	test('draws a wide character over two columns', () => {
		const wide: readonly Cell[] = [{...plainCell, text: '漢', width: 2}, {...plainCell, text: '', width: 0}, ...cellsOf('a')];
		expect(textsOf(screenSvg([wide], 'Wide'))).toEqual([['漢a', 'f', 3]]);
	});

	test('swaps the colors of inverse cells, and fills the background up to the last space', () => {
		const svg = screenSvg([cellsOf(' ▸ ', {isInverse: true})], 'Inverse');
		expect(textsOf(svg)).toEqual([['▸', 'b', 1]]);
		expect(fillsOf(svg)).toEqual(['f']);
		expect(svg).toContain('width="25.2"');
	});

	test('keeps dim and underlined text, and underlined spaces', () => {
		expect(textsOf(screenSvg([[...cellsOf('a ', {isDim: true}), ...cellsOf('b ', {isUnderlined: true})]], 'Looks'))).toEqual([['a', 'f dim', 1], ['b ', 'f line', 2]]);
	});

	test('has a title, and escapes text', () => {
		const svg = screenSvg([cellsOf('<&">')], 'A < B');
		expect(svg).toContain('<title>A &lt; B</title>');
		expect(textsOf(svg)).toEqual([['&lt;&amp;&quot;&gt;', 'f', 4]]);
	});

	test.each([16, 255, '#0102ff'])('rejects the color %s, which is not one of the sixteen', color => {
		expect(() => screenSvg([cellsOf('a', {foreground: color})], 'Color')).toThrow(`The color ${color} is not one of the terminal's sixteen colors.`);
	});
});

describe('animationSvg', () => {
	const frames = ['one', 'two', 'two'].map((text, index) => ({rows: [cellsOf('same'), cellsOf(text)], seconds: index + 1}));
	const svg = animationSvg(frames, {title: 'Numbers', still: 1});

	test('draws equal rows once', () => {
		expect(textsOf(svg).map(([text]) => text)).toEqual(['same', 'one', 'two']);
		expect(svg.match(/<use /gv)).toHaveLength(6);
	});

	test('shows each frame for its time, one after the other', () => {
		expect(svg.matchAll(/@keyframes k\d\{(?<steps>.*?)\}\}/gv).map(({groups = {}}) => groups['steps']).toArray()).toEqual([
			'0%{visibility:visible}16.67%{visibility:hidden',
			'0%{visibility:hidden}16.67%{visibility:visible}50%{visibility:hidden',
			'0%{visibility:hidden}50%{visibility:visible',
		]);
		expect(svg).toContain('#f2{animation:k2 6s step-end infinite}');
	});

	test('shows one frame without animations, and animates only for readers who accept motion', () => {
		expect(svg.match(/<g id="f\d" class="still">/gv)).toEqual(['<g id="f1" class="still">']);
		expect(svg).toContain('.frame{visibility:hidden}@media(prefers-reduced-motion:no-preference){@keyframes k0');
	});
});

// The contrast ratio of WCAG 2, from 1 to 21.
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

const palettes: ReadonlyArray<readonly [string, Palette]> = [['light', lightPalette], ['dark', darkPalette]];

test.each(palettes)('every color of the %s palette has the contrast on its background that WCAG requires for text (4.5)', (_, {background, foreground, colors}) => {
	expect(colors).toHaveLength(16);
	expect([foreground, ...colors].filter(color => contrast(color, background) < 4.5)).toEqual([]);
});
