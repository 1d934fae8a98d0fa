import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {onTestFinished, vi} from 'vitest';
import {temporaryFolder} from '../support/temporary-files.ts';

/**
The AWS settings of a user.
*/
export type AwsSettings = {
	/**
	Content of `~/.aws/config`.
	*/
	readonly config?: string;

	/**
	Content of `~/.aws/credentials`.
	*/
	readonly credentials?: string;
	readonly env?: Readonly<Record<string, string>>;
};

/**
Content of `~/.aws/credentials` with the keys of one profile.
*/
export const keysOf = (profile: string, id: string): string => `[${profile}]\naws_access_key_id = ${id}\naws_secret_access_key = example\n`;

/**
Replaces this process's AWS and proxy settings until the test ends. The SDK reads some variables from the process itself.
*/
export const useAwsSettings = async ({config = '', credentials = '', env = {}}: AwsSettings) => {
	const home = temporaryFolder();
	const configFile = path.join(home, 'config');
	const credentialsFile = path.join(home, 'credentials');
	const writeCredentials = async (text: string) => writeFile(credentialsFile, text);
	await writeFile(configFile, config);
	await writeCredentials(credentials);

	const own = Object.keys(process.env).filter(name => name.startsWith('AWS_') || /_proxy$/iv.test(name));

	for (const name of own) {
		vi.stubEnv(name, undefined);
	}

	const settings = {
		HOME: home,
		AWS_CONFIG_FILE: configFile,
		AWS_SHARED_CREDENTIALS_FILE: credentialsFile,
		AWS_EC2_METADATA_DISABLED: 'true',
		...env,
	};

	for (const [name, value] of Object.entries(settings)) {
		vi.stubEnv(name, value);
	}

	onTestFinished(() => {
		vi.unstubAllEnvs();
	});

	return {env: {...process.env}, home, writeCredentials};
};
