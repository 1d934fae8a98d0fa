import {PassThrough} from 'node:stream';
import {type ReadStream} from 'node:tty';
import {
	afterEach,
	beforeEach,
	describe,
	expect,
	test,
	vi,
} from 'vitest';
import {type MouseReport} from '../../../source/ui/input/input-reader.ts';
import {createTerminalInput} from '../../../source/ui/input/terminal-input.ts';

beforeEach(() => {
	vi.useFakeTimers();
});

afterEach(() => {
	vi.useRealTimers();
});

/*
Reads as Ink does: on `readable`, until nothing is left. Each entry of `turns` has the texts of one turn of the event loop.
*/
const open = () => {
	const stdin = new PassThrough({encoding: 'utf8'});
	const turns: string[][] = [];
	const mouse: MouseReport[] = [];
	let interrupts = 0;
	const input = createTerminalInput(stdin as unknown as ReadStream, { // Only the part of a terminal that is a stream.
		onMouse(report) {
			mouse.push(report);
		},
		onInterrupt() {
			interrupts++;
		},
	});
	input.addListener('readable', () => {
		const texts: string[] = [];

		for (let text: unknown = input.read(); typeof text === 'string'; text = input.read()) {
			texts.push(text);
		}

		turns.push(texts);
	});
	return {
		async send(text: string) {
			stdin.write(text);
			await vi.advanceTimersByTimeAsync(0);
		},
		sendAtOnce(text: string) {
			stdin.write(text);
		},
		text: () => turns.flat().join(''),
		turns,
		mouse,
		interrupts: () => interrupts,
	};
};

describe('an unfinished paste', () => {
	test('ends after 2 s without input, and keys work again', async () => {
		const {send, text} = open();
		await send('\u{1B}[200~abc');
		await vi.advanceTimersByTimeAsync(1900);
		await send('def');
		await vi.advanceTimersByTimeAsync(1900);
		expect(text()).toBe('');
		await vi.advanceTimersByTimeAsync(200);
		expect(text()).toBe('\u{1B}[200~abcdef\u{1B}[201~');
		await send('j');
		expect(text()).toBe('\u{1B}[200~abcdef\u{1B}[201~j');
	});

	test('is interrupted by Ctrl+C', async () => {
		const {send, interrupts} = open();
		await send('\u{1B}[200~abc');
		await send('\u{3}');
		expect(interrupts()).toBe(1);
	});
});

describe('100 KB of junk', () => {
	test('leaves the event loop a turn after every 256 characters, and loses nothing', async () => {
		const {send, text, turns} = open();
		const junk = '0123456789'.repeat(10_000);
		await send(junk);
		await vi.runAllTimersAsync();
		expect(text()).toBe(junk);
		expect(Math.max(...turns.map(texts => texts.join('').length))).toBe(256);
	});

	test('is dropped by Ctrl+C that arrives behind it', async () => {
		const {send, sendAtOnce, text, interrupts} = open();
		sendAtOnce('j\u{1B}[A'.repeat(25_000));
		await send('\u{3}');
		expect(interrupts()).toBe(1);
		await vi.runAllTimersAsync();
		expect(text().length).toBeLessThanOrEqual(512);
	});

	test('never splits a character', async () => {
		const {send, turns} = open();
		await send(`a${'\u{1F600}'.repeat(1000)}`);
		await vi.runAllTimersAsync();
		expect(turns.flat().every(piece => piece.isWellFormed())).toBe(true);
		expect(turns.flat().join('')).toBe(`a${'\u{1F600}'.repeat(1000)}`);
	});
});

test('mouse events are handled between the keys around them, and are no text', async () => {
	const {send, text, mouse} = open();
	await send('j\u{1B}[<0;10;5Mk');
	expect(text()).toBe('jk');
	expect(mouse).toEqual([{action: 'press', column: 9, row: 4}]);
});

test('Esc alone is a key after 30 ms', async () => {
	const {send, text} = open();
	await send('\u{1B}');
	expect(text()).toBe('');
	await vi.advanceTimersByTimeAsync(30);
	expect(text()).toBe('\u{1B}');
});
