import {Agent as HttpAgent} from 'node:http';
import {Agent as HttpsAgent} from 'node:https';
import {NeptuneGraphClient, type NeptuneGraphClientConfig} from '@aws-sdk/client-neptune-graph';
import {defaultProvider, type DefaultProviderInit} from '@aws-sdk/credential-provider-node';
import {NodeHttpHandler} from '@smithy/node-http-handler';
import {type Failure} from '../imports/failures/failure.ts';
import {type SignIn} from '../imports/polling/poll.ts';
import {errorText} from '../text/error-text.ts';
import {readAuthorities, setDefaultAuthorities} from './authorities.ts';
import {configFilePaths, readAwsConfig, omitEmptyVariables} from './aws-config.ts';
import {ConnectError} from './error-facts.ts';
import {findCredentialSource} from './credential-source.ts';
import {explainError, type ServiceAction} from './failure.ts';
import {readProxies, proxyEnvironment, type Proxies} from './proxies.ts';
import {createSdkLog} from './sdk-log.ts';
import {findSignIn} from './sign-in.ts';
import {
	defaultRetries,
	resolveRetries,
	resolveTarget,
	type ConnectionTarget,
	type TargetOptions,
} from './target.ts';

type StaticCredentials = {
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
};

/**
The timeouts default to 5 s for connecting, and to 30 s for a whole response. `maxAttempts` includes the first attempt, and overrides the AWS settings.
*/
export type ConnectionSettings = TargetOptions & {
	/**
	For the demo. If set, the user's AWS settings are not read.
	*/
	readonly credentials?: StaticCredentials | undefined;
	readonly env: NodeJS.ProcessEnv;

	/**
	Receives the SDK's log lines, with keys, tokens and signatures removed.
	*/
	readonly onLog: (line: string) => void;
	readonly connectionTimeoutMs?: number;
	readonly requestTimeoutMs?: number;
	readonly maxAttempts?: number | undefined;
};

export type Connection = {
	readonly profile: string;
	readonly region: string;
	readonly endpointUrl: string | undefined;
	readonly client: NeptuneGraphClient;
	readonly requestTimeoutMs: number;

	/**
	Reloads the credentials even if they have not expired. Resolves to true if they changed. Rejects with the SDK's error if there are none.
	*/
	readonly refreshCredentials: () => Promise<boolean>;

	/**
	Converts an SDK error to a failure. For credential errors, reads the configuration to find the cause.
	*/
	readonly explain: (error: unknown, action: ServiceAction) => Promise<Failure>;

	/**
	Never rejects.
	*/
	readonly signIn: () => Promise<SignIn | undefined>;
	readonly close: () => void;
};

const defaultRequestTimeoutMs = 30_000;

const demoTarget = ({region = 'us-east-1', profile, endpointUrl}: TargetOptions): ConnectionTarget => ({region, profile, endpointUrl});

type NetworkSettings = {
	readonly proxies: Proxies | undefined;
	readonly authorities: string[] | undefined;
};

// `proxyEnv` needs Node 22.21 or 24.5. Earlier versions ignore it.
const createAgents = ({proxies, authorities}: NetworkSettings): {readonly httpAgent: HttpAgent; readonly httpsAgent: HttpsAgent} => {
	const options = {keepAlive: true, ...(proxies !== undefined && {proxyEnv: proxyEnvironment(proxies)})};
	return {
		httpAgent: new HttpAgent(options),
		httpsAgent: new HttpsAgent({...options, ...(authorities !== undefined && {ca: authorities})}),
	};
};

const createRequestHandler = (
	{connectionTimeoutMs = 5000, requestTimeoutMs = defaultRequestTimeoutMs}: ConnectionSettings,
	network: NetworkSettings,
	logger: ReturnType<typeof createSdkLog>,
): NodeHttpHandler => new NodeHttpHandler({
	...createAgents(network),
	connectionTimeout: connectionTimeoutMs,
	requestTimeout: requestTimeoutMs,

	// By default, the handler only warns about slow requests.
	throwOnRequestTimeout: true,

	// `requestTimeout` ends with the first byte. This limit also covers a stalled response.
	socketTimeout: requestTimeoutMs,
	logger,
});

// Sets every option that the SDK would otherwise look up in the environment or in files.
const demoConfig = (credentials: StaticCredentials): NeptuneGraphClientConfig => ({
	credentials,
	authSchemePreference: [],
	defaultsMode: 'standard',
	useDualstackEndpoint: false,
	useFipsEndpoint: false,
	userAgentAppId: '',
});

/*
`ignoreCache` makes replaced keys in the credentials file visible. The providers' own clients share the request handler, and so the proxy and the certificates.
*/
const providerChainConfig = (env: NodeJS.ProcessEnv, requestHandler: NodeHttpHandler): NeptuneGraphClientConfig => ({
	// eslint-disable-next-line @typescript-eslint/no-deprecated -- Internal, but the only way to pass the client's settings to the provider.
	credentialDefaultProvider: (input: DefaultProviderInit) => defaultProvider({
		...input,
		...configFilePaths(env),
		ignoreCache: true,
		clientConfig: {requestHandler},
	}),
});

type Keys = Awaited<ReturnType<NeptuneGraphClient['config']['credentials']>>;

const isSameKeys = (one: Keys, other: Keys): boolean =>
	one.accessKeyId === other.accessKeyId && one.secretAccessKey === other.secretAccessKey && one.sessionToken === other.sessionToken;

const open = async (settings: ConnectionSettings): Promise<Connection> => {
	const {credentials} = settings;
	const env = omitEmptyVariables(settings.env);
	const config = credentials === undefined ? await readAwsConfig(env) : undefined;
	const target = config === undefined ? demoTarget(settings) : await resolveTarget(settings, env, config);
	const profile = target.profile ?? 'default';
	const {region, endpointUrl} = target;
	const retries = config === undefined ? defaultRetries : resolveRetries(env, config.profiles.get(profile) ?? {});
	const authorities = config && await readAuthorities(env['AWS_CA_BUNDLE'] ?? config.profiles.get(profile)?.['ca_bundle']);
	const logger = createSdkLog(settings.onLog);
	const proxies = config && readProxies(env);

	if (authorities !== undefined && proxies?.https?.url.startsWith('https:') === true) {
		setDefaultAuthorities(authorities);
	}

	const requestHandler = createRequestHandler(settings, {proxies, authorities}, logger);

	const client = new NeptuneGraphClient({
		region,
		...(target.profile !== undefined && {profile: target.profile}),
		...(endpointUrl !== undefined && {endpoint: endpointUrl}),

		// `resolveTarget` has resolved the endpoint. The SDK would look in the wrong profile.
		ignoreConfiguredEndpointUrls: true,
		maxAttempts: settings.maxAttempts ?? retries.maxAttempts,
		retryMode: retries.retryMode,
		requestHandler,
		logger,
		...(credentials === undefined ? providerChainConfig(env, requestHandler) : demoConfig(credentials)),
	});

	return {
		profile,
		region,
		endpointUrl,
		client,
		requestTimeoutMs: settings.requestTimeoutMs ?? defaultRequestTimeoutMs,
		async refreshCredentials() {
			const [old] = await Promise.allSettled([client.config.credentials()]);
			const renewed = await client.config.credentials({forceRefresh: true});
			return old.status === 'rejected' || !isSameKeys(old.value, renewed);
		},
		async explain(error, action) {
			const context = {
				action,
				profile,
				region,
				endpointUrl,
				proxies,
			};
			const failure = explainError(error, context);

			if (config === undefined || (failure.kind !== 'credentials' && failure.kind !== 'permission')) {
				return failure;
			}

			const currentConfig = await readAwsConfig(env);
			return explainError(error, {...context, source: findCredentialSource(target.profile, env, currentConfig), profiles: currentConfig.profiles.keys().toArray()});
		},
		async signIn() {
			if (config === undefined) {
				return undefined;
			}

			try {
				const {expiration} = await client.config.credentials();
				return await findSignIn(findCredentialSource(target.profile, env, config), expiration?.getTime(), config);
			} catch {
				return undefined;
			}
		},
		close() {
			client.destroy();
		},
	};
};

/**
Opens a connection from the current settings, environment and configuration files. Sends no request yet.

Throws a `ConnectError` if no region is set, the profile does not exist, or a setting is invalid.
*/
export const openConnection = async (settings: ConnectionSettings): Promise<Connection> => {
	try {
		return await open(settings);
	} catch (error) {
		if (error instanceof ConnectError) {
			throw error;
		}

		throw new ConnectError({
			kind: 'configuration',
			sentence: `Can't connect with these settings: ${errorText(error)}.`,
			isTransient: false,
		}, {cause: error});
	}
};
