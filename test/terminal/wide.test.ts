import stringWidth from 'string-width';
import {
	afterEach,
	describe,
	expect,
	test,
} from 'vitest';
import {fitText, padText} from '../../source/text/printable.ts';
import {stillFleet} from '../../source/simulator/fleet.ts';
import {startSimulator} from '../../source/simulator/server.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {key, openTerminal, type Terminal} from './terminal.ts';

const open: Array<{readonly close: () => Promise<void>}> = [];

afterEach(async () => {
	await Promise.all(open.splice(0).map(async one => one.close()));
});

/*
What takes two columns, or none, or joins what stands beside it, each in a text that has to be cut, and in one that need not be. Emoji take one column in the emulator, so that what is drawn after them, part of a row, is not where it is in a terminal.
*/
const scripts: ReadonlyArray<readonly [name: string, text: string]> = [
	['Chinese', '日本語のデータ'],
	['Korean, in letters', '\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}'],
	['half-width kana', 'ｶﾞｷﾞｸﾞ'],
	['emoji', '🎉🚀✅'],
	['flags', '🇩🇪🇯🇵'],
	['skin tones', '👍🏽👋🏿'],
	['combining marks', 'e\u{301}a\u{308}o\u{302}'],
	['Thai', 'ข้อมูล'],
];

const tasks = scripts.map(([, text], index) => importTask({
	taskId: taskId(index + 1),
	graphId: index % 2 === 0 ? text : text.repeat(9),
	source: `s3://${index % 2 === 0 ? text : text.repeat(40)}/people.csv`,
	status: 'SUCCEEDED',
}));

const watch = async (columns: number, rows: number): Promise<Terminal> => {
	const simulator = await startSimulator({fleet: stillFleet(tasks)});
	const terminal = openTerminal({
		args: ['--endpoint-url', simulator.url, '--sort', 'task', '--interval', '60'],
		columns,
		rows,
		env: {AWS_ACCESS_KEY_ID: 'made-up', AWS_SECRET_ACCESS_KEY: 'made-up', AWS_REGION: 'us-east-1'},
	});
	open.push(terminal, simulator);
	await terminal.waitForText(`[${tasks.length} imports]`);
	return terminal;
};

const lineOf = (terminal: Terminal, id: string): string => terminal.lines().find(line => line.includes(id)) ?? '';

describe('text of all scripts', () => {
	test.each([
		[160, 40],
		[140, 40],
		[101, 30],
		[100, 30],
	])('keeps to its columns, cut in its middle where there is no room, at %i×%i', async (columns, rows) => {
		const terminal = await watch(columns, rows);
		const heading = lineOf(terminal, 'SOURCE');
		const room = columns - heading.indexOf('SOURCE');

		for (const {taskId: id, graphId = '', source} of tasks) {
			const line = lineOf(terminal, id);
			expect(line).toContain(`${id}  ${padText(graphId, 12)}  ✔ succeeded`);
			expect(line.endsWith(`  ${fitText(source, room, {cut: 'middle'})}`), line).toBe(true);
			expect(stringWidth(line)).toBeLessThanOrEqual(columns);
		}
	});

	test('is the same when it has been drawn again, part by part', async () => {
		const terminal = await watch(120, 40);
		const before = tasks.map(({taskId: id}) => lineOf(terminal, id).replace('▸', ' '));

		for (const {taskId: id} of tasks.slice(1)) {
			terminal.press('j');
			await terminal.waitForText(`▸ ${id}`); // eslint-disable-line no-await-in-loop -- One key after the other.
		}

		expect(tasks.map(({taskId: id}) => lineOf(terminal, id).replace('▸', ' '))).toEqual(before);
	});

	test('is whole in the details, over as many rows as it needs', async () => {
		const terminal = await watch(80, 40);

		for (const {taskId: id, source} of tasks) {
			terminal.press(key.enter);
			/* eslint-disable no-await-in-loop -- One import after the other. */
			await terminal.waitFor(screen => screen.includes('Details') && screen.includes(id), 'the details');
			const start = terminal.lines().findIndex(line => line.startsWith(' source '));
			const end = terminal.lines().findIndex((line, index) => index > start && /^ \S/v.test(line));
			const shown = terminal.lines().slice(start, end).map(line => line.replace(/^ source/v, '').trim()).join('');
			// Wrapping composes what can be composed.
			expect(shown).toBe(source.normalize());
			terminal.press(key.escape);
			await terminal.waitForText('TASK');
			terminal.press('j');
			/* eslint-enable no-await-in-loop */
		}
	});

	test('can be typed into the filter, and taken back character by character', async () => {
		const terminal = await watch(100, 30);
		terminal.press('/', '日本', 'ｶﾞ', 'e\u{301}');
		await terminal.waitForText('filter  日本ｶﾞe\u{301}');
		terminal.press(key.backspace);
		await terminal.waitForText(/filter {2}日本ｶﾞ$/mv);
		terminal.press(key.backspace, key.backspace);
		await terminal.waitForText(/filter {2}日$/mv);
		expect(lineOf(terminal, taskId(1))).toContain('日本語');
	});
});
