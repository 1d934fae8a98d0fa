import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {padText} from '../../source/text/printable.ts';
import {shortSource} from '../../source/imports/short-source.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {serve, watch} from './program.ts';
import {key, type Terminal} from './terminal.ts';

/*
Characters that take two columns or none, or that combine with others. Emoji take only one column in the emulator, so text after them is shifted there.
*/
const samples: ReadonlyArray<readonly [name: string, text: string]> = [
	['Chinese', '日本語のデータ'],
	['Korean, in letters', '\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}'],
	['half-width kana', 'ｶﾞｷﾞｸﾞ'],
	['emoji', '🎉🚀✅'],
	['flags', '🇩🇪🇯🇵'],
	['skin tones', '👍🏽👋🏿'],
	['combining marks', 'e\u{301}a\u{308}o\u{302}'],
	['Thai', 'ข้อมูล'],
];

const tasks = samples.map(([, text], index) => importTask({
	taskId: taskId(index + 1),
	graphId: index % 2 === 0 ? text : text.repeat(9),
	source: `s3://${index % 2 === 0 ? text : text.repeat(40)}/people.csv`,
	status: 'SUCCEEDED',
}));

const open = async (columns: number, rows: number): Promise<Terminal> => {
	const terminal = watch(await serve(tasks), ['--sort', 'task', '--interval', '60', '--columns', 'task,graph,status,source'], {columns, rows});
	await terminal.waitForText(`[All ${tasks.length}]`);

	// The simulator names graphs after their IDs.
	await terminal.waitForText('graph-');
	return terminal;
};

const lineOf = (terminal: Terminal, id: string): string => terminal.lines().find(line => line.includes(id)) ?? '';

describe('text in any script', () => {
	test.each([
		[160, 40],
		[140, 40],
		[101, 30],
		[100, 30],
	])('stays in its columns at %i×%i, and keeps the last folders if it is too long', async (columns, rows) => {
		const terminal = await open(columns, rows);
		const heading = lineOf(terminal, 'SOURCE');
		const room = columns - 1 - heading.indexOf('SOURCE');

		for (const {taskId: id, graphId = '', source} of tasks) {
			const line = lineOf(terminal, id);
			expect(line).toContain(`${id}  ${padText(`graph-${graphId.slice(2)}`, 12)}  ✓ succeeded`);
			expect(line.endsWith(`  ${shortSource(source, room)}`), line).toBe(true);
			expect(stringWidth(line)).toBeLessThanOrEqual(columns);
		}
	});

	test('stays the same after each row was redrawn', async () => {
		const terminal = await open(120, 40);
		const before = tasks.map(({taskId: id}) => lineOf(terminal, id).replace('▸', ' '));

		for (const {taskId: id} of tasks.slice(1)) {
			terminal.press('j');
			await terminal.waitForText(`▸ ${id}`); // eslint-disable-line no-await-in-loop -- One key after the other.
		}

		expect(tasks.map(({taskId: id}) => lineOf(terminal, id).replace('▸', ' '))).toEqual(before);
	});

	test('is wrapped in the details, but not cut', async () => {
		const terminal = await open(80, 40);

		for (const {taskId: id, source} of tasks) {
			terminal.press(key.enter);
			/* eslint-disable no-await-in-loop -- One import after the other. */
			await terminal.waitFor(screen => screen.includes('Details') && screen.includes(id), 'the details');
			const start = terminal.lines().findIndex(line => line.startsWith(' source '));
			const end = terminal.lines().findIndex((line, index) => index > start && /^ \S/v.test(line));
			const shown = terminal.lines().slice(start, end).map(line => line.replace(/^ source/v, '').trim()).join('');
			// Wrapping normalizes the text (NFC).
			expect(shown).toBe(source.normalize());
			terminal.press(key.escape);
			await terminal.waitForText('TASK');
			terminal.press('j');
			/* eslint-enable no-await-in-loop */
		}
	});

	test('can be typed into the filter and deleted by character', async () => {
		const terminal = await open(100, 30);
		terminal.press('/', '日本', 'ｶﾞ', 'e\u{301}');
		await terminal.waitForText('filter  日本ｶﾞe\u{301}');
		terminal.press(key.backspace);
		await terminal.waitForText(/filter {2}日本ｶﾞ$/mv);
		terminal.press(key.backspace, key.backspace);
		await terminal.waitForText(/filter {2}日$/mv);
		expect(lineOf(terminal, taskId(1))).toContain('日本語');
	});
});
