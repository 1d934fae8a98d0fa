import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {terminalKind} from '../../source/notify/terminal-kind.ts';
import {createTerminalStatus, type Status} from '../../source/notify/terminal-status.ts';

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
		taken: (): string => written.splice(0).join('').replaceAll('\u{1B}', '␛').replaceAll('\u{7}', '␇'),
	};
};

const both = {TERM: 'xterm', ConEmuANSI: 'ON'};
const importing: Status = {title: '2 importing 76% – Neptune imports', progress: {state: 'normal', percentage: 76}};

describe('title and progress', () => {
	test('are set once the old title is kept, written again only where they differ, and given back', () => {
		const {status, taken} = showIn(both);
		status.show(importing);
		expect(taken()).toBe(String.raw`␛[22;0t␛]2;2 importing 76% – Neptune imports␇␛]9;4;1;76␛\ `.trim());
		status.show({...importing, progress: {state: 'normal', percentage: 76}});
		expect(taken()).toBe('');
		status.show({...importing, progress: {state: 'error', percentage: 76}});
		expect(taken()).toBe(String.raw`␛]9;4;2;76␛\ `.trim());
		status.show({...importing, progress: {state: 'indeterminate'}});
		expect(taken()).toBe(String.raw`␛]9;4;3;0␛\ `.trim());
		status.show({title: 'all finished – Neptune imports', progress: {state: 'none'}});
		expect(taken()).toBe(String.raw`␛]2;all finished – Neptune imports␇␛]9;4;0;0␛\ `.trim());
		status.restoreTerminal();
		expect(taken()).toBe('␛[23;0t');
		status.restoreTerminal();
		expect(taken()).toBe('');
	});

	test('begin anew after they were given back', () => {
		const {status, taken} = showIn(both);
		status.show(importing);
		status.restoreTerminal();
		expect(taken()).toMatch(/␛\[23;0t␛\]9;4;0;0␛\\$/v);
		status.show(importing);
		expect(taken()).toMatch(/^␛\[22;0t␛\]2;.*␛\]9;4;1;76␛\\$/v);
	});

	test('are left out where the terminal has none', () => {
		const {status, taken} = showIn({TERM: 'xterm'});
		status.show(importing);
		status.restoreTerminal();
		expect(taken()).not.toContain(']9;4');
		const plain = showIn({TERM: 'linux'});
		plain.status.show(importing);
		plain.status.restoreTerminal();
		expect(plain.taken()).toBe('');
	});

	test('go through tmux: the title is tmux\'s own, the progress that of the terminal around it', () => {
		const {status, taken} = showIn({TERM: 'tmux-256color', TMUX: 'x', WT_SESSION: 'x'});
		status.show(importing);
		expect(taken()).toBe(String.raw`␛[22;0t␛]2;2 importing 76% – Neptune imports␇␛Ptmux;␛␛]9;4;1;76␛␛\␛\ `.trim());
	});

	test('hold no control characters, whatever the title', () => {
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
