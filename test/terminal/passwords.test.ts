import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {temporaryFile} from '../support/temporary-files.ts';
import {fakeCredentials, runProgram, start} from './program.ts';

describe('an endpoint with a password', () => {
	const url = 'http://someone:hunter2@127.0.0.1:1/';
	const environment = {...fakeCredentials, AWS_EC2_METADATA_DISABLED: 'true'};

	const write = (name: string, text: string): string => {
		const file = temporaryFile(name);
		writeFileSync(file, text);
		return file;
	};

	test.each<[string, () => {readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>>}]>([
		['an option', () => ({args: ['--endpoint-url', url]})],
		['an option with =', () => ({args: [`--endpoint-url=${url}`]})],
		['NEPTUNE_IMPORT_WATCH', () => ({env: {NEPTUNE_IMPORT_WATCH: `--endpoint-url ${url}`}})],
		['NEPTUNE_IMPORT_WATCH, with a typing error', () => ({env: {NEPTUNE_IMPORT_WATCH: `--endpint-url=${url}`}})],
		['NEPTUNE_IMPORT_WATCH, as a word', () => ({env: {NEPTUNE_IMPORT_WATCH: url}})],
		['a word', () => ({args: [url]})],
		['another option', () => ({args: ['--interval', url]})],
		['the config file', () => ({args: ['--config', write('config.jsonc', JSON.stringify({options: {'endpoint-url': url}}))]})],
		['the config file, as a list', () => ({args: ['--config', write('config.jsonc', JSON.stringify({options: {'endpoint-url': [url]}}))]})],
		['the config file, as a name', () => ({args: ['--config', write('config.jsonc', JSON.stringify({options: {[url]: 1}}))]})],
		['AWS_ENDPOINT_URL', () => ({env: {AWS_ENDPOINT_URL: url}})],
		['AWS_ENDPOINT_URL_NEPTUNE_GRAPH', () => ({env: {AWS_ENDPOINT_URL_NEPTUNE_GRAPH: url}})],
		['an AWS profile', () => ({env: {AWS_CONFIG_FILE: write('config', `[default]\nendpoint_url = ${url}\n`)}})],
		['a proxy', () => ({args: ['--endpoint-url', 'https://example.test'], env: {HTTPS_PROXY: url}})],
	])('is never repeated if it is in %s', (_, settings) => {
		const {args = [], env = {}} = settings();
		const log = temporaryFile('debug.log');

		for (const form of [['--once'], ['--once', '--json'], ['--until-done', '--timeout', '1s', '--json']]) {
			const {stdout, stderr, status} = runProgram([...args, ...form, '--debug-log', log, '--no-history'], {env: {...environment, ...env}});
			expect(status).not.toBe(0);
			expect(stderr).not.toBe('');
			expect(stdout + stderr + (existsSync(log) ? readFileSync(log, 'utf8') : '')).not.toContain('hunter2');
		}
	});

	test('is never shown on the screen', async () => {
		const terminal = start([], {env: {AWS_ENDPOINT_URL: url}});
		await terminal.waitForText('endpoint');
		terminal.press('q');
		await terminal.exited;
		expect(terminal.raw).not.toContain('hunter2');
	});
});
