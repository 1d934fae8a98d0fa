import {Buffer} from 'node:buffer';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {desktopNotification} from '../../source/notify/desktop-notification.ts';

const decoded = (text: string): string => Buffer.from(text, 'base64').toString('utf8');

describe('a notification', () => {
	test('is written as each terminal takes it', () => {
		const said = {title: 'Neptune; imports', text: '3 succeeded; 1 failed', isTmux: false};
		expect(desktopNotification('osc9', said)).toBe('\u{1B}]9;Neptune; imports: 3 succeeded; 1 failed\u{7}');
		expect(desktopNotification('osc777', said)).toBe('\u{1B}]777;notify;Neptune, imports;3 succeeded; 1 failed\u{7}');
		const parts = desktopNotification('osc99', said).split('\u{1B}\\');
		expect(parts.map(part => decoded(part.split(';', 3)[2] ?? ''))).toEqual(['Neptune; imports', '3 succeeded; 1 failed', '']);
		expect(parts.map(part => part.split(';', 2)[1])).toEqual(['i=neptune-imports:d=0:e=1', 'i=neptune-imports:p=body:e=1', undefined]);
	});

	test('goes through tmux with each escape doubled', () => {
		expect(desktopNotification('osc9', {title: 'a', text: 'b', isTmux: true})).toBe('\u{1B}Ptmux;\u{1B}\u{1B}]9;a: b\u{7}\u{1B}\\');
	});

	test('is text, whatever the service says', () => {
		fc.assert(fc.property(fc.constantFrom('osc9', 'osc99', 'osc777'), fc.string({unit: 'binary'}), fc.string({unit: 'binary'}), (kind, title, text) => {
			const body = desktopNotification(kind, {title, text, isTmux: false}).replaceAll(/\u{1B}\](?:9|99|777);|\u{1B}\\|\u{7}$/gv, '');
			expect(body).not.toMatch(/\p{Control}/v);
		}));
	});
});
