import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {makeAuthority} from '../neptune/certificate-authority.ts';
import {startProxy} from '../neptune/company-proxy.ts';
import {startService} from '../neptune/scripted-service.ts';
import {importTask} from '../support/tasks.ts';
import {openTerminal, type Terminal} from './terminal.ts';

const neptune = 'neptune-graph.us-east-1.amazonaws.com';
const authority = makeAuthority();

const startNeptune = async () => startService(() => ({json: {tasks: [importTask()]}}), authority.certify([neptune]));

const watch = (env: Readonly<Record<string, string>>): Terminal => {
	const terminal = openTerminal({
		env: {
			AWS_ACCESS_KEY_ID: 'made-up', AWS_SECRET_ACCESS_KEY: 'made-up', AWS_REGION: 'us-east-1', ...env,
		},
	});
	onTestFinished(async () => {
		await terminal.close();
	});
	return terminal;
};

const writeBundle = async (): Promise<string> => {
	const folder = await mkdtemp(path.join(tmpdir(), 'neptune-import-watch-'));
	onTestFinished(async () => {
		await rm(folder, {recursive: true});
	});
	const file = path.join(folder, 'company.pem');
	await writeFile(file, authority.pem);
	return file;
};

test('through the proxy of a company, whose authority signs for the service, the imports are listed', async () => {
	const service = await startNeptune();
	const proxy = await startProxy({leadsTo: service.url, wants: 'me:secret'});
	const terminal = watch({HTTPS_PROXY: proxy.url.replace('//', '//me:secret@'), AWS_CA_BUNDLE: await writeBundle()});

	await terminal.waitForText('[1 import]');
	expect(proxy.requests).toEqual([{method: 'CONNECT', target: `${neptune}:443`, identity: 'me:secret'}]);
});

test('explains how to fix a missing proxy password and an untrusted certificate', async () => {
	const service = await startNeptune();
	const proxy = await startProxy({leadsTo: service.url, wants: 'me:secret'});
	const anonymous = watch({HTTPS_PROXY: proxy.url});
	await anonymous.waitForText(`The proxy ${proxy.host} requires a user name and password.`);
	await anonymous.waitForText('http://name:password@host:port');

	const untrusting = watch({HTTPS_PROXY: proxy.url.replace('//', '//me:secret@')});
	await untrusting.waitForText('Untrusted TLS certificate authority.');
	await untrusting.waitForText('AWS_CA_BUNDLE');
	expect(untrusting.raw).not.toContain('secret');
});
