import {Buffer} from 'node:buffer';
import {
	expect,
	it,
	describe,
	test,
} from 'vitest';
import fc from 'fast-check';
import {copySequence, desktopNotification} from '../../source/notify/sequences.ts';

// `dC0x` is `t-1` in Base64.
const copied = '\u{1B}]52;c;dC0x\u{7}';

it('copies a text with one sequence', () => {
	expect(copySequence('t-1', {isTmux: false})).toBe(copied);
});

it('copies a text in tmux with one sequence for tmux and one for the outer terminal', () => {
	expect(copySequence('t-1', {isTmux: true})).toBe(`${copied}\u{1B}Ptmux;\u{1B}${copied}\u{1B}\\`);
});

it('copies non-ASCII text as UTF-8', () => {
	expect(copySequence('é', {isTmux: false})).toBe('\u{1B}]52;c;w6k=\u{7}');
});

const decoded = (text: string): string => Buffer.from(text, 'base64').toString('utf8');

describe('a notification', () => {
	test('has the format of each protocol', () => {
		const content = {title: 'Neptune; imports', text: '3 succeeded; 1 failed', isTmux: false};
		expect(desktopNotification('osc9', content)).toBe('\u{1B}]9;Neptune; imports: 3 succeeded; 1 failed\u{7}');
		expect(desktopNotification('osc777', content)).toBe('\u{1B}]777;notify;Neptune, imports;3 succeeded; 1 failed\u{7}');
		const parts = desktopNotification('osc99', content).split('\u{1B}\\');
		expect(parts.map(part => decoded(part.split(';', 3)[2] ?? ''))).toEqual(['Neptune; imports', '3 succeeded; 1 failed', '']);
		expect(parts.map(part => part.split(';', 2)[1])).toEqual(['i=neptune-imports:d=0:e=1', 'i=neptune-imports:p=body:e=1', undefined]);
	});

	test('is wrapped for tmux with doubled escape characters', () => {
		expect(desktopNotification('osc9', {title: 'a', text: 'b', isTmux: true})).toBe('\u{1B}Ptmux;\u{1B}\u{1B}]9;a: b\u{7}\u{1B}\\');
	});

	test('has no control characters in its text', () => {
		fc.assert(fc.property(fc.constantFrom('osc9', 'osc99', 'osc777'), fc.string({unit: 'binary'}), fc.string({unit: 'binary'}), (kind, title, text) => {
			const body = desktopNotification(kind, {title, text, isTmux: false}).replaceAll(/\u{1B}\](?:9|99|777);|\u{1B}\\|\u{7}$/gv, '');
			expect(body).not.toMatch(/\p{Control}/v);
		}));
	});
});
