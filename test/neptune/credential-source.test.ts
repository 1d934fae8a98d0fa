import {expect, test} from 'vitest';
import {type ConfigSection} from '../../source/neptune/aws-config.ts';
import {findCredentialSource} from '../../source/neptune/credential-source.ts';

const keys = {aws_access_key_id: 'a', aws_secret_access_key: 'b'};
const role = {role_arn: 'arn:aws:iam::123456789012:role/x'};
const environment = {AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b'};

test.each<readonly [string, string | undefined, Readonly<Record<string, ConfigSection>>, Readonly<Record<string, string>>, string, string]>([
	['the environment', undefined, {default: keys}, environment, 'environment', 'default'],
	['a selected profile, which takes precedence over the environment', 'default', {default: keys}, environment, 'keys', 'default'],
	['an incomplete key pair in the environment, which is ignored', undefined, {default: keys}, {AWS_ACCESS_KEY_ID: 'a'}, 'keys', 'default'],
	['a credential_process', 'dev', {dev: {credential_process: 'x'}}, {}, 'process', 'dev'],
	['an SSO session', 'dev', {dev: {sso_session: 'corp'}}, {}, 'sso', 'dev'],
	['legacy SSO settings', 'dev', {dev: {sso_start_url: 'https://x'}}, {}, 'sso', 'dev'],
	['a console sign-in', 'dev', {dev: {login_session: 'x'}}, {}, 'login', 'dev'],
	['a web identity', 'dev', {dev: {...role, web_identity_token_file: 'x'}}, {}, 'webIdentity', 'dev'],
	['a role with credentials of an instance', 'dev', {dev: {...role, credential_source: 'Ec2InstanceMetadata'}}, {}, 'role', 'dev'],
	['a chain of roles', 'a', {a: {...role, source_profile: 'b'}, b: {...role, source_profile: 'c'}, c: {sso_session: 'corp'}}, {}, 'sso', 'c'],
	['a chain of roles that ends in a missing profile', 'a', {a: {...role, source_profile: 'b'}}, {}, 'missing', 'b'],
	['a profile that names itself as the source', 'a', {a: {...role, ...keys, source_profile: 'a'}}, {}, 'keys', 'a'],
	['a circular chain of roles', 'a', {a: {...role, source_profile: 'b'}, b: {...role, source_profile: 'a'}}, {}, 'role', 'a'],
	['a profile that does not exist', 'dev', {}, {}, 'missing', 'dev'],
	['a profile without credentials', 'dev', {dev: {region: 'us-east-1'}}, {}, 'none', 'dev'],
	['no settings at all', undefined, {}, {}, 'none', 'default'],
])('finds the credential source for %s', (_name, profile, sections, env, kind, foundIn) => {
	const config = {profiles: new Map(Object.entries(sections)), services: new Map()};

	expect(findCredentialSource(profile, env, config)).toEqual({kind, profile: foundIn});
});
