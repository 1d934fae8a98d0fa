import {describe, expect, test} from 'vitest';
import {parseSimulatorCommandLine} from '../../source/simulator/options.ts';

describe('parseSimulatorCommandLine', () => {
	test.each([
		['', {port: 8182, seed: 1}],
		['--port 0', {port: 0, seed: 1}],
		['--port=65535', {port: 65_535, seed: 1}],
		['--seed 4294967295 --port 9000', {port: 9000, seed: 4_294_967_295}],
	])('runs the simulator for %j', (line, options) => {
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
	])('explains the port format for %j', line => {
		expect(parseSimulatorCommandLine(line.split(' '))).toEqual({
			kind: 'invalid',
			sentence: '--port requires one whole number from 0 to 65535, for example --port 8182',
		});
	});

	test.each([
		['--seed', '--seed requires one whole number from 0 to 4294967295, for example --seed 1'],
		['--seed 4294967296', '--seed requires one whole number from 0 to 4294967295, for example --seed 1'],
		['--prot 1', 'unknown option --prot (see --help)'],
		['--no-port', 'unknown option --no-port (see --help)'],
		['-p 1', 'unknown option -p (see --help)'],
		['8182', 'unexpected argument "8182" (see --help)'],
	])('rejects %j: %s', (line, sentence) => {
		expect(parseSimulatorCommandLine(line.split(' '))).toEqual({kind: 'invalid', sentence});
	});

	test('prints the options for --help', () => {
		const commandLine = parseSimulatorCommandLine(['--help']);
		expect(commandLine.kind === 'print' ? commandLine.text : commandLine).toContain('--port <number>');
	});
});
