import {closestMatch} from 'leven';
import {type Failure} from '../imports/failures/failure.ts';
import {offeredRegions} from '../imports/target.ts';
import {type ErrorFacts} from './error-facts.ts';
import {type Proxies, type Proxy} from './proxies.ts';

type NetworkContext = {
	readonly region?: string | undefined;
	readonly endpointUrl?: string | undefined;
	readonly proxies?: Proxies | undefined;
};

const networkFailure = (sentence: string, remedy: string, isTransient = true): Failure => ({
	kind: 'network',
	sentence,
	remedy,
	isTransient,
});

// Error codes of OpenSSL and Node for untrusted certificates.
const untrustedCodes = new Set([
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_GET_ISSUER_CERT',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	'CERT_UNTRUSTED',
]);

const tlsFailure = ({code}: ErrorFacts): Failure | undefined => {
	if (untrustedCodes.has(code)) {
		return networkFailure(
			'Untrusted TLS certificate authority.',
			'Behind a company proxy, set AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS to its CA certificate file.',
			false,
		);
	}

	if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
		return networkFailure('The server\'s TLS certificate has expired or is not valid yet.', 'Check the system clock.', false);
	}

	if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
		return networkFailure('The server\'s TLS certificate is for another host.', 'Check the endpoint URL, and whether a network sign-in page intercepts the connection.', false);
	}

	return code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')
		? networkFailure('The TLS connection failed.', 'Check whether the endpoint URL should start with http:// or https://.', false)
		: undefined;
};

const proxyRejection = (status: number | undefined, proxy: Proxy | undefined): Failure => {
	const {variable = 'HTTPS_PROXY', host = '', hasPassword = false} = proxy ?? {};
	const proxyName = `The proxy${host === '' ? '' : ` ${host}`}`;

	if (status === 407) {
		return hasPassword
			? networkFailure(`${proxyName} rejected the user name and password in ${variable}.`, `Set ${variable} to http://name:password@host:port. Write % as %25 and @ as %40.`, false)
			: networkFailure(`${proxyName} requires a user name and password.`, `Set ${variable} to http://name:password@host:port.`, false);
	}

	return networkFailure(
		`${proxyName} rejected the connection${status === undefined ? '' : ` (HTTP ${status})`}.`,
		'Ask your network administrator, or add the host to NO_PROXY to bypass the proxy.',
		(status ?? 0) >= 500,
	);
};

// Detects that the proxy itself is unreachable. Only the address in the error message tells it from the server.
const unreachableProxy = ({code, message}: ErrorFacts, {https, http, isSupported}: Proxies): Failure | undefined => {
	const tried = /(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT) (?<address>\S+)/v.exec(message)?.groups?.['address'];
	const proxy = [https, http].find(one => one !== undefined && (one.host.replace(/:\d+$/v, '') === tried || tried?.endsWith(`:${one.port}`)));

	if (proxy === undefined || !isSupported) {
		return undefined;
	}

	return code === 'ENOTFOUND' || code === 'EAI_AGAIN'
		? networkFailure(`Proxy host not found: ${proxy.host}.`, `Check ${proxy.variable} and the network connection.`)
		: networkFailure(`Can't reach the proxy ${proxy.host}.`, `Check ${proxy.variable}, and that the proxy is running.`);
};

// If Node ignores the proxy, the network only looks unreachable.
const withProxyRemedy = (found: Failure, {https, http, isSupported}: Proxies): Failure => {
	const {variable = 'HTTPS_PROXY'} = https ?? http ?? {};
	return isSupported ? found : {...found, remedy: `This version of Node.js ignores ${variable}. Use 22.21, 24.5 or later.`};
};

// Partitions with regions of similar names, which are no typos.
const otherPartition = /^(?:cn|us-gov|us-iso[a-z]?|eu-iso[a-z]?|eusc)-/v;

// Edit distance up to which a region counts as a typo.
const maxDistance = 3;

/*
AWS has no host name for the service in a region that does not offer it.
*/
const missingRegionFailure = (region: string): Failure => {
	const suggestion = otherPartition.test(region) ? undefined : closestMatch(region, offeredRegions, {maxDistance});
	return {
		kind: 'configuration',
		sentence: suggestion === undefined ? `Neptune Analytics is not offered in ${region}.` : `The region ${region} does not exist, or does not offer Neptune Analytics.`,
		remedy: suggestion === undefined ? 'Choose another region, for example with --region.' : `Did you mean "${suggestion}"?`,
		isTransient: false,
	};
};

const notFoundFailure = ({message}: ErrorFacts, {region, endpointUrl}: NetworkContext): Failure => {
	const host = /ENOTFOUND (?<host>\S+)/v.exec(message)?.groups?.['host'];

	if (region !== undefined && endpointUrl === undefined && host?.startsWith('neptune-graph') === true && !offeredRegions.includes(region)) {
		return missingRegionFailure(region);
	}

	return networkFailure(
		host === undefined ? 'AWS host not found.' : `Host not found: ${host}.`,
		endpointUrl === undefined && region !== undefined
			? `Check the network connection and the region (${region}).`
			: 'Check the network connection and the endpoint URL.',
	);
};

const timeoutFailure = ({message}: ErrorFacts, {proxies}: NetworkContext): Failure => message.includes('did not establish a connection')
	? networkFailure(
		'Timed out while connecting to AWS.',
		proxies === undefined
			? 'Check the network connection, and whether it requires a proxy.'
			: `Check the network connection, ${(proxies.https ?? proxies.http)?.variable ?? 'HTTPS_PROXY'} and NO_PROXY.`,
	)
	: networkFailure('AWS did not respond in time.', 'If this continues, check the network connection.');

const connectionFailure = (facts: ErrorFacts, context: NetworkContext): Failure | undefined => {
	// Node's HTTP parser has a code for each kind of malformed response.
	if (facts.code.startsWith('HPE_')) {
		return networkFailure(`The server at ${context.endpointUrl ?? 'the AWS endpoint'} does not speak HTTP.`, 'Check the endpoint URL, its port, and whether a proxy intercepts the connection.');
	}

	switch (facts.code) {
		case 'ENOTFOUND': {
			return notFoundFailure(facts, context);
		}

		case 'EAI_AGAIN': {
			return networkFailure('The DNS lookup failed.', 'Check the network connection.');
		}

		case 'ECONNREFUSED': {
			return networkFailure(
				`The connection to ${context.endpointUrl ?? 'AWS'} was refused.`,
				context.endpointUrl === undefined ? 'Check the network connection, and whether it requires a proxy.' : 'Check the endpoint URL, and that a server is listening there.',
			);
		}

		case 'EHOSTUNREACH':
		case 'ENETUNREACH':
		case 'ENETDOWN': {
			return networkFailure('The network is unreachable.', 'Check the network connection.');
		}

		case 'ECONNRESET':
		case 'EPIPE':
		case 'ERR_STREAM_PREMATURE_CLOSE': {
			return networkFailure('Lost the connection to AWS.', 'If this continues, check the network connection.');
		}

		case 'ETIMEDOUT': {
			return timeoutFailure(facts, context);
		}

		default: {
			return facts.name === 'TimeoutError' ? timeoutFailure(facts, context) : tlsFailure(facts);
		}
	}
};

/**
Explains errors between this machine and AWS. Returns undefined for any other error.
*/
export const explainNetworkError = (facts: ErrorFacts, context: NetworkContext): Failure | undefined => {
	const {proxies} = context;

	if (facts.code === 'ERR_PROXY_TUNNEL') {
		const status = /HTTP\/\S+ (?<status>\d{3})\b/v.exec(facts.message)?.groups?.['status'];
		return proxyRejection(status === undefined ? undefined : Number(status), proxies?.https);
	}

	if (facts.status === 407) {
		return proxyRejection(407, proxies?.http ?? proxies?.https);
	}

	const found = connectionFailure(facts, context);
	return proxies === undefined || found === undefined ? found : unreachableProxy(facts, proxies) ?? withProxyRemedy(found, proxies);
};
