import {isIP} from 'node:net';
import process from 'node:process';
import {ConnectError} from './error-facts.ts';

/**
A proxy that the environment names.
*/
export type Proxy = {
	/**
	The variable that names it, as it is written there: `HTTPS_PROXY`, `https_proxy`, …
	*/
	readonly variable: string;

	/**
	With the name and the password, where there are some.
	*/
	readonly url: string;

	/**
	Host and port, fit to be shown.
	*/
	readonly host: string;
	readonly port: number;
	readonly hasPassword: boolean;
};

/**
The proxies for addresses of the two kinds.
*/
export type Proxies = {
	readonly https: Proxy | undefined;
	readonly http: Proxy | undefined;

	/**
	The hosts that are reached without one, with commas between.
	*/
	readonly except: string;

	/**
	Whether this Node knows how to use them.
	*/
	readonly areUsed: boolean;
};

/*
The switch came with what the agents of Node do with proxies: in Node 22.21 and 24.5.
*/
const isKnownToNode = process.allowedNodeEnvironmentFlags.has('--use-env-proxy');

const proxyError = (sentence: string, variable: string): ConnectError => new ConnectError({
	kind: 'configuration',
	sentence,
	remedy: `A proxy in ${variable} looks like http://proxy.example:3128.`,
	isTransient: false,
});

/*
Whether the agents of Node can read name and password.
*/
const canDecode = (text: string): boolean => {
	try {
		decodeURIComponent(text);
		return true;
	} catch {
		return false;
	}
};

/*
The SDKs and the AWS CLI take a proxy without a scheme for one that speaks HTTP; Node passes it over. No message has the URL in it, since that may have a password in it.
*/
const proxyOf = (variable: string, text: string): Proxy => {
	const url = URL.parse(/^[a-z][\d+\-.a-z]*:\/\//iv.test(text) ? text : `http://${text}`);

	if (url === null || url.hostname === '' || !canDecode(url.username + url.password)) {
		throw proxyError(`What ${variable} names as a proxy is not a URL.`, variable);
	}

	if (url.protocol !== 'http:' && url.protocol !== 'https:') {
		throw proxyError(`${variable} names a proxy of a kind that can't be used here (${url.protocol.slice(0, -1)}).`, variable);
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

const proxyIn = (env: NodeJS.ProcessEnv, name: string): Proxy | undefined => {
	// As everywhere, the lower case goes first.
	const variable = [name.toLowerCase(), name].find(spelled => env[spelled] !== undefined);
	const text = variable === undefined ? undefined : env[variable]?.trim();
	return variable === undefined || text === undefined || text === '' ? undefined : proxyOf(variable, text);
};

/*
For the AWS CLI and curl, a host that is excepted excepts those below it as well; for Node it is that host alone.
*/
const exceptions = (env: NodeJS.ProcessEnv): string => (env['no_proxy'] ?? env['NO_PROXY'] ?? '')
	.split(/[\s,]+/v)
	.filter(host => host !== '')
	.flatMap(host => /^[*.]|[\/:]/v.test(host) || isIP(host.split('-', 1)[0] ?? '') !== 0 ? [host] : [host, `.${host}`])
	.join(',');

/**
The proxies that `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` name, in upper or lower case; undefined where none is named. Throws a `ConnectError` for one that can't be used.
*/
export const proxiesOf = (env: NodeJS.ProcessEnv): Proxies | undefined => {
	const https = proxyIn(env, 'HTTPS_PROXY');
	const http = proxyIn(env, 'HTTP_PROXY');
	return https === undefined && http === undefined
		? undefined
		: {
			https, http, except: exceptions(env), areUsed: isKnownToNode,
		};
};

/**
The same in the form in which the agents of Node take it.
*/
export const proxyEnvironment = ({https, http, except}: Proxies): NodeJS.ProcessEnv => ({
	...(https !== undefined && {https_proxy: https.url}), // eslint-disable-line @typescript-eslint/naming-convention -- NodeJS.ProcessEnv variables are named as they are.
	...(http !== undefined && {http_proxy: http.url}), // eslint-disable-line @typescript-eslint/naming-convention -- The same.
	no_proxy: except, // eslint-disable-line @typescript-eslint/naming-convention -- The same.
});
