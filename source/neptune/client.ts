import {Agent as HttpAgent} from 'node:http';
import {Agent as HttpsAgent} from 'node:https';
import {NeptuneGraphClient, type NeptuneGraphClientConfig} from '@aws-sdk/client-neptune-graph';
import {defaultProvider, type DefaultProviderInit} from '@aws-sdk/credential-provider-node';
import {NodeHttpHandler} from '@smithy/node-http-handler';
import {type Failure} from '../imports/failure.ts';
import {type SignIn} from '../imports/poll.ts';
import {readAuthorities, trustEverywhere} from './authorities.ts';
import {configFiles, readAwsConfig, setVariables} from './aws-config.ts';
import {ConnectError} from './error-facts.ts';
import {credentialSource} from './credential-source.ts';
import {failureOf, type ServiceAction} from './failure.ts';
import {proxiesOf, proxyEnvironment, type Proxies} from './proxies.ts';
import {createSdkLog} from './sdk-log.ts';
import {signInOf} from './sign-in.ts';
import {resolveTarget, type ConnectionTarget, type TargetOptions} from './target.ts';

/**
Keys that are given rather than found.
*/
export type GivenCredentials = {
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
	readonly sessionToken?: string;
};

/**
What a connection is made from.
*/
export type ConnectionSettings = TargetOptions & {
	/**
	For the demonstration alone, whose keys are made up: where they are given, no setting of AWS that the person has is read.
	*/
	readonly credentials?: GivenCredentials | undefined;
	readonly env: NodeJS.ProcessEnv;

	/**
	Called with each line that the SDK would print on the console, free of keys, tokens and signatures.
	*/
	readonly onLog: (line: string) => void;

	/**
	How long making a connection may take, in milliseconds. Default: 5 s.
	*/
	readonly connectionTimeoutMs?: number;

	/**
	How long an answer may take to begin, and how long it may pause, in milliseconds. Default: 30 s.
	*/
	readonly requestTimeoutMs?: number;

	/**
	How often the SDK tries one call in all before it gives up. Default: 3, as is the SDK's own; the watcher waits and tries again by itself.
	*/
	readonly maxAttempts?: number;
};

/**
The service, for one profile in one region.
*/
export type Connection = {
	/**
	`default` where none is named.
	*/
	readonly profile: string;
	readonly region: string;

	/**
	Undefined where the SDK finds the endpoint of the region.
	*/
	readonly endpointUrl: string | undefined;
	readonly client: NeptuneGraphClient;

	/**
	Looks for the credentials afresh, although those at hand have not run out as far as is known. Says whether they are others now; rejects with the SDK's error where there are none.
	*/
	readonly refreshCredentials: () => Promise<boolean>;

	/**
	What to tell of an error that a call ended with. Reads the configuration where the error is about credentials, to find out what is wrong with them.
	*/
	readonly explain: (error: unknown, action: ServiceAction) => Promise<Failure>;

	/**
	When the sign-in ends, as it is known now, and what renews it. Does not reject.
	*/
	readonly signIn: () => Promise<SignIn | undefined>;
	readonly close: () => void;
};

/*
A demonstration is shown as this where nothing else is said.
*/
const givenTarget = ({region = 'us-east-1', profile, endpointUrl}: TargetOptions): ConnectionTarget => ({region, profile, endpointUrl});

type NetworkSettings = {
	/**
	Undefined to use none.
	*/
	readonly proxies: Proxies | undefined;
	readonly authorities: string[] | undefined;
};

/*
The agents of Node know proxies by themselves since 22.21 and 24.5; one before that passes `proxyEnv` over.
*/
const createAgents = ({proxies, authorities}: NetworkSettings): {readonly httpAgent: HttpAgent; readonly httpsAgent: HttpsAgent} => {
	const options = {keepAlive: true, ...(proxies !== undefined && {proxyEnv: proxyEnvironment(proxies)})};
	return {
		httpAgent: new HttpAgent(options),
		httpsAgent: new HttpsAgent({...options, ...(authorities !== undefined && {ca: authorities})}),
	};
};

const createRequestHandler = ({connectionTimeoutMs = 5000, requestTimeoutMs = 30_000}: ConnectionSettings, road: NetworkSettings, logger: ReturnType<typeof createSdkLog>): NodeHttpHandler => new NodeHttpHandler({
	...createAgents(road),
	connectionTimeout: connectionTimeoutMs,
	requestTimeout: requestTimeoutMs,

	// Without this, a request that takes too long is only warned of, and waited for on.
	throwOnRequestTimeout: true,

	// The limit above ends with the first byte of an answer; this one holds for one that stalls half-way.
	socketTimeout: requestTimeoutMs,
	logger,
});

/*
Where keys are given, everything that the SDK would otherwise look up in the environment or in files is given as well.
*/
const givenConfig = (credentials: GivenCredentials): NeptuneGraphClientConfig => ({
	credentials,
	authSchemePreference: [],
	defaultsMode: 'standard',
	useDualstackEndpoint: false,
	useFipsEndpoint: false,
	userAgentAppId: '',
});

/*
`ignoreCache`: keys that were replaced in the credentials file would not be seen otherwise, since the SDK keeps the files that it read. The clients that the providers make get the same road to the network.
*/
const foundConfig = (env: NodeJS.ProcessEnv, requestHandler: NodeHttpHandler): NeptuneGraphClientConfig => ({
	// eslint-disable-next-line @typescript-eslint/no-deprecated -- Internal, but the only way to have the client's own settings reach the provider.
	credentialDefaultProvider: (input: DefaultProviderInit) => defaultProvider({
		...input,
		...configFiles(env),
		ignoreCache: true,
		clientConfig: {requestHandler},
	}),
});

type Keys = Awaited<ReturnType<NeptuneGraphClient['config']['credentials']>>;

const isSameKeys = (one: Keys, other: Keys): boolean =>
	one.accessKeyId === other.accessKeyId && one.secretAccessKey === other.secretAccessKey && one.sessionToken === other.sessionToken;

const open = async (settings: ConnectionSettings): Promise<Connection> => {
	const {credentials, maxAttempts = 3} = settings;
	const env = setVariables(settings.env);
	const config = credentials === undefined ? await readAwsConfig(env) : undefined;
	const target = config === undefined ? givenTarget(settings) : await resolveTarget(settings, env, config);
	const profile = target.profile ?? 'default';
	const {region, endpointUrl} = target;
	const authorities = config && await readAuthorities(env['AWS_CA_BUNDLE'] ?? config.profiles.get(profile)?.['ca_bundle']);
	const logger = createSdkLog(settings.onLog);
	const proxies = config && proxiesOf(env);

	if (authorities !== undefined && proxies?.https?.url.startsWith('https:') === true) {
		trustEverywhere(authorities);
	}

	const requestHandler = createRequestHandler(settings, {proxies, authorities}, logger);

	const client = new NeptuneGraphClient({
		region,
		...(target.profile !== undefined && {profile: target.profile}),
		...(endpointUrl !== undefined && {endpoint: endpointUrl}),

		// The endpoint has been looked for: the SDK would look in the wrong profile.
		ignoreConfiguredEndpointUrls: true,
		maxAttempts,
		retryMode: 'standard',
		requestHandler,
		logger,
		...(credentials === undefined ? foundConfig(env, requestHandler) : givenConfig(credentials)),
	});

	return {
		profile,
		region,
		endpointUrl,
		client,
		async refreshCredentials() {
			const [before] = await Promise.allSettled([client.config.credentials()]);
			const after = await client.config.credentials({forceRefresh: true});
			return before.status === 'rejected' || !isSameKeys(before.value, after);
		},
		async explain(error, action) {
			const context = {
				action,
				profile,
				region,
				endpointUrl,
				proxies,
			};
			const first = failureOf(error, context);

			if (config === undefined || (first.kind !== 'credentials' && first.kind !== 'permission')) {
				return first;
			}

			const now = await readAwsConfig(env);
			return failureOf(error, {...context, source: credentialSource(target.profile, env, now), profiles: now.profiles.keys().toArray()});
		},
		async signIn() {
			if (config === undefined) {
				return undefined;
			}

			try {
				const {expiration} = await client.config.credentials();
				return await signInOf(credentialSource(target.profile, env, config), expiration?.getTime(), config);
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
Makes a connection from settings, the environment and the configuration files as they stand now: nothing is kept from one call to the next. The service is not asked yet.

Throws a `ConnectError` where there is no region, where the profile does not exist, or where a setting can't be used.
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
			sentence: `No connection can be made from these settings: ${error instanceof Error ? error.message : String(error)}.`,
			isTransient: false,
		}, {cause: error});
	}
};
