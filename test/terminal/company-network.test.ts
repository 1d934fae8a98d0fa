import {writeFile} from 'node:fs/promises';
import {expect, test} from 'vitest';
import {makeAuthority} from '../neptune/certificate-authority.ts';
import {startProxy} from '../neptune/company-proxy.ts';
import {startService} from '../neptune/scripted-service.ts';
import {importTask} from '../support/tasks.ts';
import {temporaryFile} from '../support/temporary-files.ts';
import {start} from './program.ts';

const neptune = 'neptune-graph.us-east-1.amazonaws.com';
const authority = makeAuthority();

const startNeptune = async () => startService(() => ({json: {tasks: [importTask()]}}), authority.certify([neptune]));

const writeBundle = async (): Promise<string> => {
	const file = temporaryFile('company.pem');
	await writeFile(file, authority.pem);
	return file;
};

test('lists the imports through an authenticating proxy with a company certificate authority', async () => {
	const service = await startNeptune();
	const proxy = await startProxy({leadsTo: service.url, wants: 'me:secret'});
	const terminal = start([], {env: {HTTPS_PROXY: proxy.url.replace('//', '//me:secret@'), AWS_CA_BUNDLE: await writeBundle()}});

	await terminal.waitForText('[All 1]');
	const [first, ...others] = proxy.requests;
	expect(first).toEqual({method: 'CONNECT', target: `${neptune}:443`, identity: 'me:secret'});

	// The names of graphs may need a second connection.
	expect(others.every(request => JSON.stringify(request) === JSON.stringify(first))).toBe(true);
});

test('explains how to fix a missing proxy password and an untrusted certificate', async () => {
	const service = await startNeptune();
	const proxy = await startProxy({leadsTo: service.url, wants: 'me:secret'});
	const anonymous = start([], {env: {HTTPS_PROXY: proxy.url}});
	await anonymous.waitForText(`The proxy ${proxy.host} requires a user name and password.`);
	await anonymous.waitForText('http://name:password@host:port');

	const untrusting = start([], {env: {HTTPS_PROXY: proxy.url.replace('//', '//me:secret@')}});
	await untrusting.waitForText('Untrusted TLS certificate authority.');
	await untrusting.waitForText('AWS_CA_BUNDLE');
	expect(untrusting.raw).not.toContain('secret');
});
