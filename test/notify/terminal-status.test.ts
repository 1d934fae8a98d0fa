import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type StatusSummary} from '../../source/imports/status-summary.ts';
import {terminalKind} from '../../source/notify/terminal-kind.ts';
import {createTerminalStatus} from '../../source/notify/terminal-status.ts';

const showIn = (env: Readonly<Record<string, string>>) => {
	const written: string[] = [];
	const status = createTerminalStatus({
		kind: terminalKind(env),
		write(bytes) {
			written.push(bytes);
		},
	});
	return {
		status,
		output: (): string => written.splice(0).join('').replaceAll('\u{1B}', '␛').replaceAll('\u{7}', '␇'),
	};
};

const both = {TERM: 'xterm', ConEmuANSI: 'ON'};
const importing: StatusSummary = {title: '2 importing 76% – Neptune imports', progress: {state: 'normal', percentage: 76}};

describe('title and progress', () => {
	test('are set after the old title is saved, written only when they change, and restored', () => {
		const {status, output} = showIn(both);
		status.show(importing);
		expect(output()).toBe(String.raw`␛[22;0t␛]2;2 importing 76% – Neptune imports␇␛]9;4;1;76␛\ `.trim());
		status.show({...importing, progress: {state: 'normal', percentage: 76}});
		expect(output()).toBe('');
		status.show({...importing, progress: {state: 'error', percentage: 76}});
		expect(output()).toBe(String.raw`␛]9;4;2;76␛\ `.trim());
		status.show({...importing, progress: {state: 'indeterminate'}});
		expect(output()).toBe(String.raw`␛]9;4;3;0␛\ `.trim());
		status.show({title: 'all finished – Neptune imports', progress: {state: 'none'}});
		expect(output()).toBe(String.raw`␛]2;all finished – Neptune imports␇␛]9;4;0;0␛\ `.trim());
		status.restoreTerminal();
		expect(output()).toBe('␛[23;0t');
		status.restoreTerminal();
		expect(output()).toBe('');
	});

	test('can be shown again after they were restored', () => {
		const {status, output} = showIn(both);
		status.show(importing);
		status.restoreTerminal();
		expect(output()).toMatch(/␛\[23;0t␛\]9;4;0;0␛\\$/v);
		status.show(importing);
		expect(output()).toMatch(/^␛\[22;0t␛\]2;.*␛\]9;4;1;76␛\\$/v);
	});

	test('are not written if the terminal does not support them', () => {
		const {status, output} = showIn({TERM: 'xterm'});
		status.show(importing);
		status.restoreTerminal();
		expect(output()).not.toContain(']9;4');
		const plain = showIn({TERM: 'linux'});
		plain.status.show(importing);
		plain.status.restoreTerminal();
		expect(plain.output()).toBe('');
	});

	test('in tmux set the title of the pane and the progress of the outer terminal', () => {
		const {status, output} = showIn({TERM: 'tmux-256color', TMUX: 'x', WT_SESSION: 'x'});
		status.show(importing);
		expect(output()).toBe(String.raw`␛[22;0t␛]2;2 importing 76% – Neptune imports␇␛Ptmux;␛␛]9;4;1;76␛␛\␛\ `.trim());
	});

	test('contain no control characters from the title', () => {
		fc.assert(fc.property(fc.string({unit: 'binary'}), title => {
			const written: string[] = [];
			createTerminalStatus({
				kind: terminalKind({TERM: 'xterm'}),
				write(bytes) {
					written.push(bytes);
				},
			}).show({title, progress: {state: 'none'}});
			expect(written.join('').slice('\u{1B}[22;0t\u{1B}]2;'.length, -1)).not.toMatch(/\p{Control}/v);
		}));
	});
});
