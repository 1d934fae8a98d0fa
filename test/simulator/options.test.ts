import {describe, expect, test} from 'vitest';
import {parseSimulatorCommandLine} from '../../source/simulator/options.ts';

describe('the command line of the simulator', () => {
	test.each([
		['', {port: 8182, seed: 1}],
		['--port 0', {port: 0, seed: 1}],
		['--port=65535', {port: 65_535, seed: 1}],
		['--seed 4294967295 --port 9000', {port: 9000, seed: 4_294_967_295}],
	])('%j runs it', (line, options) => {
		expect(parseSimulatorCommandLine(line.split(' ').filter(Boolean))).toEqual({kind: 'run', ...options});
	});

	test.each([
		['--port'],
		['--port='],
		['--port x'],
		['--port -1'],
		['--port 65536'],
		['--port 80.5'],
		['--port 0x50'],
		['--port 1 --port 2'],
		['--port --seed 1'],
	])('%j is told how a port is written', line => {
		expect(parseSimulatorCommandLine(line.split(' '))).toEqual({
			kind: 'wrong',
			sentence: '--port takes one whole number from 0 to 65535, for example --port 8182.',
		});
	});

	test.each([
		['--seed', '--seed takes one whole number from 0 to 4294967295, for example --seed 1.'],
		['--seed 4294967296', '--seed takes one whole number from 0 to 4294967295, for example --seed 1.'],
		['--prot 1', 'There is no option --prot; there are --port, --seed and --help.'],
		['--no-port', 'There is no option --no-port; there are --port, --seed and --help.'],
		['-p 1', 'There is no option -p; there are --port, --seed and --help.'],
		['8182', '“8182” is not an option; there are --port, --seed and --help.'],
	])('%j is told what is wrong with it', (line, sentence) => {
		expect(parseSimulatorCommandLine(line.split(' '))).toEqual({kind: 'wrong', sentence});
	});

	test('--help prints the options', () => {
		const commandLine = parseSimulatorCommandLine(['--help']);
		expect(commandLine.kind === 'print' ? commandLine.text : commandLine).toContain('--port <number>');
	});
});
