import stringWidth from 'string-width';
import {
	describe,
	expect,
	test,
	vi,
} from 'vitest';
import {type Model} from '../../../source/app/model.ts';
import {detailsLines} from '../../../source/ui/lines/details-lines.ts';
import {visibleLines} from '../../../source/ui/lines/lines.ts';
import {
	freshModel,
	scanned,
	withGraphs,
} from '../../support/model.ts';
import {importTask, taskId} from '../../support/tasks.ts';

const withSource = (source: string): Model => scanned(freshModel(), [importTask({source})]);

const textOf = (model: Model): readonly string[] => {
	const [targetId = ''] = model.targets.keys();
	return visibleLines(detailsLines(model, {targetId, taskId: taskId(1)})).map(line => line.map(({text}) => text).join(''));
};

describe('a long value in the details', () => {
	test.each([
		['wide characters', '日'.repeat(20_000)],
		['emoji', '🚀'.repeat(20_000)],
		['wide words', '日本 '.repeat(10_000)],
		['narrow words', 'shipment '.repeat(5000)],
	])('is split into lines that fit, without measuring it: %s', (_, source) => {
		const model = withSource(source);
		const iterator = Object.getPrototypeOf(new Intl.Segmenter().segment('')[Symbol.iterator]()) as IterableIterator<unknown>;
		const next = vi.spyOn(iterator, 'next');
		const lines = textOf(model);
		expect(next.mock.calls.length).toBeLessThan(2000);
		next.mockRestore();
		expect(Math.max(...lines.map(line => stringWidth(line)))).toBeLessThanOrEqual(model.size.columns);
		expect(lines.every(line => line.isWellFormed())).toBe(true);
		const start = lines.findIndex(line => line.startsWith(' source'));
		expect(lines.slice(start).join('').replaceAll(/ source| {14}/gv, '').replaceAll(' ', '')).toContain(source.replaceAll(' ', ''));
	});

	test.each(['shipment', '日本'])('is wrapped at words: %s', word => {
		const lines = textOf(withSource(`${word} `.repeat(5000))).filter(line => line.includes(word.slice(0, 1)));
		const words = lines.join(' ').split(/ +/v).filter(found => found !== '');
		expect(words.filter(found => found === word)).toHaveLength(5000);
		expect(lines.length).toBeLessThan(5000 / 3);
	});

	test('starts in the same column on every line, wherever it wraps', () => {
		for (let length = 1; length <= 100; length++) {
			const all = textOf(withSource(`${'x'.repeat(length)} y y`));
			const lines = all.slice(all.findIndex(line => line.startsWith(' source')), all.findIndex(line => line.startsWith(' format')));
			expect(lines.map(line => /^ (?:source)? */v.exec(line)?.[0].length), `${length} characters`).toEqual(lines.map(() => 14));
		}
	});

	test('keeps repeated spaces inside of a line', () => {
		expect(textOf(withSource('two  spaces')).some(line => line.endsWith('   two  spaces'))).toBe(true);
	});

	test('is cut after 64 KB, with the number of characters that are not shown', () => {
		const lines = textOf(withSource('x'.repeat(1_000_000)));
		expect(lines.join('').split('x').length - 1).toBe(65_536);
		expect(lines).toContainEqual(expect.stringContaining('(934,464 more characters)'));
	});
});

test.each([
	['IMPORTING', 'succeeded, but its graph is importing'],
	['AVAILABLE', 'succeeded'],
])('the details of a succeeded import say whether its graph, which is %s, is available', (status, text) => {
	const listed = scanned(freshModel(), [importTask({status: 'SUCCEEDED'})]);
	expect(textOf(withGraphs(listed, [{id: 'g-0000000001', name: 'people', status}])).find(line => line.startsWith(' status'))).toMatch(new RegExp(`${text}$`, 'v'));
});
