import {isIP} from 'node:net';
import process from 'node:process';
import {ConnectError} from './error-facts.ts';

/**
`variable` is the name of the environment variable, such as `https_proxy`. `url` may contain a password; `host` is safe to display.
*/
export type Proxy = {
	readonly variable: string;
	readonly url: string;
	readonly host: string;
	readonly port: number;
	readonly hasPassword: boolean;
};

export type Proxies = {
	readonly https: Proxy | undefined;
	readonly http: Proxy | undefined;
	readonly noProxy: string;
	readonly isSupported: boolean;
};

// Node 22.21 and 24.5 added this option together with proxy support in the agents.
const isSupportedByNode = process.allowedNodeEnvironmentFlags.has('--use-env-proxy');

const proxyError = (sentence: string, variable: string): ConnectError => new ConnectError({
	kind: 'configuration',
	sentence,
	remedy: `Set ${variable} to a URL such as http://proxy.example:3128.`,
	isTransient: false,
});

// Node's agents decode the user name and password, so both must be decodable.
const canDecode = (text: string): boolean => {
	try {
		decodeURIComponent(text);
		return true;
	} catch {
		return false;
	}
};

// The AWS CLI accepts a proxy without a scheme as an HTTP proxy, but Node ignores it. Error messages omit the URL because it may contain a password.
const parseProxy = (variable: string, text: string): Proxy => {
	const url = URL.parse(/^[a-z][\d+\-.a-z]*:\/\//iv.test(text) ? text : `http://${text}`);

	if (url === null || url.hostname === '' || !canDecode(url.username + url.password)) {
		throw proxyError(`${variable} is not a valid proxy URL.`, variable);
	}

	if (url.protocol !== 'http:' && url.protocol !== 'https:') {
		throw proxyError(`${variable} uses an unsupported proxy protocol (${url.protocol.slice(0, -1)}).`, variable);
	}

	const port = url.port === '' ? (url.protocol === 'http:' ? 80 : 443) : Number(url.port);
	return {
		variable,
		url: url.href,
		host: `${url.hostname}:${port}`,
		port,
		hasPassword: url.username !== '',
	};
};

const findProxy = (env: NodeJS.ProcessEnv, name: string): Proxy | undefined => {
	// Lower case takes precedence, as in curl.
	const variable = [name.toLowerCase(), name].find(spelled => env[spelled] !== undefined);
	const text = variable === undefined ? undefined : env[variable]?.trim();
	return variable === undefined || text === undefined || text === '' ? undefined : parseProxy(variable, text);
};

// In the AWS CLI and curl, an excluded domain also excludes its subdomains. In Node it excludes only itself.
const parseNoProxy = (env: NodeJS.ProcessEnv): string => (env['no_proxy'] ?? env['NO_PROXY'] ?? '')
	.split(/[\s,]+/v)
	.filter(host => host !== '')
	.flatMap(host => /^[*.]|[\/:]/v.test(host) || isIP(host.split('-', 1)[0] ?? '') !== 0 ? [host] : [host, `.${host}`])
	.join(',');

/**
Reads `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in upper or lower case. Returns undefined if no proxy is set. Throws a `ConnectError` for an invalid one.
*/
export const readProxies = (env: NodeJS.ProcessEnv): Proxies | undefined => {
	const https = findProxy(env, 'HTTPS_PROXY');
	const http = findProxy(env, 'HTTP_PROXY');
	return https === undefined && http === undefined
		? undefined
		: {
			https,
			http,
			noProxy: parseNoProxy(env),
			isSupported: isSupportedByNode,
		};
};

export const proxyEnvironment = ({https, http, noProxy}: Proxies): NodeJS.ProcessEnv => ({
	...(https !== undefined && {https_proxy: https.url}), // eslint-disable-line @typescript-eslint/naming-convention -- An environment variable.
	...(http !== undefined && {http_proxy: http.url}), // eslint-disable-line @typescript-eslint/naming-convention -- An environment variable.
	no_proxy: noProxy, // eslint-disable-line @typescript-eslint/naming-convention -- An environment variable.
});
