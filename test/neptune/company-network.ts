import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, onTestFinished} from 'vitest';
import {type Failure} from '../../source/imports/failures/failure.ts';
import {openConnection, type Connection, type ConnectionSettings} from '../../source/neptune/client.ts';
import {explainError} from '../../source/neptune/failure.ts';
import {scanImportTasks} from '../../source/neptune/scan.ts';
import {importTask} from '../support/tasks.ts';
import {type AwsSettings, keysOf, useAwsSettings} from './aws-settings.ts';
import {makeAuthority} from './certificate-authority.ts';
import {type Answer, type ServiceRequest} from './scripted-service.ts';

const list: Answer = {json: {tasks: [importTask()]}};

export const neptune = 'neptune-graph.us-east-1.amazonaws.com';
export const sts = 'sts.us-east-1.amazonaws.com';
export const portal = 'portal.sso.us-east-1.amazonaws.com';
export const authority = makeAuthority();
export const certified = authority.certify([neptune, sts, portal, '127.0.0.1']);

/**
AWS settings for a profile `dev` that assumes a role.
*/
export const roleConfig = '[profile dev]\nrole_arn = arn:aws:iam::123456789012:role/reader\nsource_profile = default\nregion = us-east-1\n';

/**
Returns the host of a request, without the port.
*/
export const hostOf = ({host}: ServiceRequest): string => host.replace(/:\d+$/v, '');

/**
Answers as Neptune Analytics, STS or the SSO portal, by the host of the request.
*/
export const answerTo = (request: ServiceRequest): Answer => {
	switch (hostOf(request)) {
		case sts: {
			return {
				text: `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
					<AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>example</SecretAccessKey><SessionToken>example</SessionToken>
					<Expiration>${new Date(Date.now() + 3_600_000).toISOString()}</Expiration>
				</Credentials></AssumeRoleResult></AssumeRoleResponse>`,
			};
		}

		case portal: {
			return {
				json: {
					roleCredentials: {
						accessKeyId: 'ASIASSO', secretAccessKey: 'example', sessionToken: 'example', expiration: Date.now() + 3_600_000,
					},
				},
			};
		}

		default: {
			return list;
		}
	}
};

export const writeBundle = async (home: string, text = authority.pem): Promise<string> => {
	const file = path.join(home, 'company.pem');
	await writeFile(file, text);
	return file;
};

/**
Opens a connection for a user behind a company proxy. `bundle` is the content of the file in `AWS_CA_BUNDLE`; false leaves the variable as it is.
*/
export const connect = async (settings: AwsSettings, options: Partial<ConnectionSettings> = {}, bundle: string | false = authority.pem) => {
	const user = await useAwsSettings({credentials: keysOf('default', 'AKIADEFAULT'), ...settings});
	const connection = await openConnection({
		region: 'us-east-1',
		env: bundle === false ? user.env : {...user.env, AWS_CA_BUNDLE: await writeBundle(user.home, bundle)},
		onLog() {}, // eslint-disable-line @typescript-eslint/no-empty-function -- Tests don't check the log.
		maxAttempts: 1,
		...options,
	});
	onTestFinished(() => {
		connection.close();
	});
	return {...user, connection};
};

/**
Scans the list. Returns the failure, or undefined if the whole list was read.
*/
export const scanFailure = async (connection: Connection): Promise<Failure | undefined> => {
	const {failure, snapshot} = await scanImportTasks(connection, {signal: new AbortController().signal});
	expect(snapshot.isComplete).toBe(failure === undefined);
	return failure;
};

/**
Returns the failure of opening a connection with these environment variables.
*/
export const connectError = async (env: Readonly<Record<string, string>>): Promise<Failure> => {
	const user = await useAwsSettings({env});
	// eslint-disable-next-line @typescript-eslint/no-empty-function -- Tests don't check the log.
	const error: unknown = await openConnection({env: user.env, region: 'us-east-1', onLog() {}}).catch((error: unknown) => error);
	return explainError(error, {action: 'ListImportTasks'});
};
