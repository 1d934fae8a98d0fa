import {expect, test} from 'vitest';
import {type ConfigSection} from '../../source/neptune/aws-config.ts';
import {credentialSource} from '../../source/neptune/credential-source.ts';

const keys = {aws_access_key_id: 'a', aws_secret_access_key: 'b'};
const role = {role_arn: 'arn:aws:iam::123456789012:role/x'};
const environment = {AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b'};

test.each<readonly [string, string | undefined, Readonly<Record<string, ConfigSection>>, Readonly<Record<string, string>>, string, string]>([
	['the environment', undefined, {default: keys}, environment, 'environment', 'default'],
	['a named profile, which goes before the environment', 'default', {default: keys}, environment, 'keys', 'default'],
	['half of a pair in the environment, which is none', undefined, {default: keys}, {AWS_ACCESS_KEY_ID: 'a'}, 'keys', 'default'],
	['a command', 'dev', {dev: {credential_process: 'x'}}, {}, 'process', 'dev'],
	['an SSO session', 'dev', {dev: {sso_session: 'corp'}}, {}, 'sso', 'dev'],
	['SSO as it was set up in former days', 'dev', {dev: {sso_start_url: 'https://x'}}, {}, 'sso', 'dev'],
	['a console sign-in', 'dev', {dev: {login_session: 'x'}}, {}, 'login', 'dev'],
	['a web identity', 'dev', {dev: {...role, web_identity_token_file: 'x'}}, {}, 'webIdentity', 'dev'],
	['a role of an instance', 'dev', {dev: {...role, credential_source: 'Ec2InstanceMetadata'}}, {}, 'role', 'dev'],
	['the end of a chain of roles', 'a', {a: {...role, source_profile: 'b'}, b: {...role, source_profile: 'c'}, c: {sso_session: 'corp'}}, {}, 'sso', 'c'],
	['a chain with a missing end', 'a', {a: {...role, source_profile: 'b'}}, {}, 'missing', 'b'],
	['a role that is its own source', 'a', {a: {...role, ...keys, source_profile: 'a'}}, {}, 'keys', 'a'],
	['a chain that is a circle', 'a', {a: {...role, source_profile: 'b'}, b: {...role, source_profile: 'a'}}, {}, 'role', 'a'],
	['a profile that does not exist', 'dev', {}, {}, 'missing', 'dev'],
	['a profile without any', 'dev', {dev: {region: 'us-east-1'}}, {}, 'none', 'dev'],
	['nothing at all', undefined, {}, {}, 'none', 'default'],
])('credentials of %s are found to be that', (_name, profile, sections, env, kind, foundIn) => {
	const config = {profiles: new Map(Object.entries(sections)), services: new Map()};

	expect(credentialSource(profile, env, config)).toEqual({kind, profile: foundIn});
});
