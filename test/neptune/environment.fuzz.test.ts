import {writeFileSync} from 'node:fs';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {openConnection} from '../../source/neptune/client.ts';
import {ConnectError} from '../../source/neptune/error-facts.ts';
import {editedText} from '../support/edits.ts';
import {stressCount} from '../support/stress.ts';
import {temporaryFile} from '../support/temporary-files.ts';

const urlNames = ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_NEPTUNE_GRAPH', 'HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY'];
const names = [
	...urlNames,
	'AWS_PROFILE',
	'AWS_DEFAULT_PROFILE',
	'AWS_REGION',
	'AWS_DEFAULT_REGION',
	'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
	'AWS_MAX_ATTEMPTS',
	'AWS_RETRY_MODE',
	'AWS_USE_FIPS_ENDPOINT',
	'AWS_USE_DUALSTACK_ENDPOINT',
	'AWS_CA_BUNDLE',
	'AWS_ACCESS_KEY_ID',
	'AWS_SECRET_ACCESS_KEY',
	'AWS_SESSION_TOKEN',
	'NO_PROXY',
];

const texts = fc.oneof(
	fc.constantFrom('', ' ', 'default', 'staging', 'us-east-1', 'us-east-1\n', 'true', 'TRUE', '0', '-1', '1e9', 'standard', 'adaptive', '*', '/dev/null', '/', '/nonexistent'),
	fc.string({unit: 'binary', maxLength: 30}),
);

const urls = fc.oneof(
	texts,
	fc.constantFrom('http://127.0.0.1:1', 'http://someone:hunter2@127.0.0.1:1/', 'http://someone:hunter2@', 'hunter2:hunter2@x', 'https://[::1', 'ftp://x', 'http://', 'socks5://x:1', '//x'),
);

const environments = fc.tuple(fc.dictionary(fc.constantFrom(...names), texts, {maxKeys: 6}), fc.dictionary(fc.constantFrom(...urlNames), urls, {maxKeys: 2}))
	.map(([variables, urlVariables]) => ({...variables, ...urlVariables}));

const configFile = `[default]
region = us-east-1
endpoint_url = http://127.0.0.1:1

[profile staging]
sso_session = login
max_attempts = 5
services = local

[sso-session login]
sso_region = us-east-1

[services local]
neptune_graph =
  endpoint_url = http://127.0.0.1:2
`;

test('any AWS environment and config file opens a connection, or is rejected with a sentence that repeats no password', async () => {
	const file = temporaryFile('config');
	const files = fc.oneof(editedText(configFile, ['[', ']', '=', '\n', '\n ', '#', ';', 'profile', 'staging', '__proto__', 'endpoint_url = http://someone:hunter2@x\n']), fc.string({unit: 'binary'}));

	await fc.assert(fc.asyncProperty(environments, files, async (variables, text) => {
		writeFileSync(file, text);
		const logged: string[] = [];
		const opened = await openConnection({
			env: {
				AWS_EC2_METADATA_DISABLED: 'true', ...variables, AWS_CONFIG_FILE: file, AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
			}, onLog(line) {
				logged.push(line);
			},
		}).catch((error: unknown) => error);

		if (opened instanceof Error) {
			expect(opened).toBeInstanceOf(ConnectError);
			expect(opened.message).toMatch(/^\S[^\n]*\.$/v);
		} else {
			(opened as {readonly close: () => void}).close(); // It was opened.
		}

		expect(`${opened instanceof Error ? opened.message : ''}${logged.join('\n')}`).not.toContain('hunter2');
	}), {numRuns: stressCount({usual: 60, full: 10_000})});
});
