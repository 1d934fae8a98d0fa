import {type Failure} from '../imports/failure.ts';
import {type ErrorFacts} from './error-facts.ts';
import {type Proxies, type Proxy} from './proxies.ts';

/**
What was asked, as far as it says where to look.
*/
export type NetworkContext = {
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

/*
Codes of OpenSSL and Node for a certificate that is not trusted as it stands.
*/
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
			'The certificate of the other side comes from an authority that is not trusted here.',
			'Behind a company proxy, set AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS to its certificate file.',
			false,
		);
	}

	if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
		return networkFailure('The certificate of the other side is not valid at this time.', 'Check the clock of this machine.', false);
	}

	if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
		return networkFailure('The certificate of the other side is for another host.', 'Check the endpoint URL, and for a sign-in page on this network.', false);
	}

	return code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') ? networkFailure('A secure connection could not be made.', 'Check whether the endpoint URL should begin with http:// or https://.', false) : undefined;
};

/*
What a proxy says in place of the other side, by the status of its answer: of HTTP where it was asked to connect, or to fetch.
*/
const refusedByProxy = (status: number | undefined, proxy: Proxy | undefined): Failure => {
	const {variable = 'HTTPS_PROXY', host = '', hasPassword = false} = proxy ?? {};
	const named = `The proxy${host === '' ? '' : ` ${host}`}`;

	if (status === 407) {
		return hasPassword
			? networkFailure(`${named} does not accept the name and the password in ${variable}.`, `Set ${variable} to http://name:password@host:port; % and @ in them are written %25 and %40.`, false)
			: networkFailure(`${named} asks for a name and a password.`, `Set ${variable} to http://name:password@host:port.`, false);
	}

	return networkFailure(
		`${named} did not let the connection through${status === undefined ? '' : ` (HTTP ${status})`}.`,
		'Ask whoever looks after the proxy, or name the host in NO_PROXY where there is another way to it.',
		// A gateway that has a fault of its own may get over it.
		(status ?? 0) >= 500,
	);
};

/*
A proxy that was not reached itself. Nothing but the address in the message tells it from the other side.
*/
const unreachedProxy = ({code, message}: ErrorFacts, {https, http, areUsed}: Proxies): Failure | undefined => {
	const tried = /(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT) (?<address>\S+)/v.exec(message)?.groups?.['address'];
	const proxy = [https, http].find(one => one !== undefined && (one.host.replace(/:\d+$/v, '') === tried || tried?.endsWith(`:${one.port}`)));

	if (proxy === undefined || !areUsed) {
		return undefined;
	}

	return code === 'ENOTFOUND' || code === 'EAI_AGAIN'
		? networkFailure(`The address of the proxy ${proxy.host} was not found.`, `Check ${proxy.variable}, and the network connection.`)
		: networkFailure(`The proxy ${proxy.host} can't be reached.`, `Check ${proxy.variable}, and that the proxy runs.`);
};

/*
On a Node that passes proxies over, the network looks as if there were no way out of it.
*/
const withProxyRemedy = (found: Failure, {https, http, areUsed}: Proxies): Failure => {
	const {variable = 'HTTPS_PROXY'} = https ?? http ?? {};
	return areUsed ? found : {...found, remedy: `This Node does not know ${variable}; Node 22.21, 24.5 and newer ones do.`};
};

const notFoundFailure = ({message}: ErrorFacts, {region, endpointUrl}: NetworkContext): Failure => {
	const host = /ENOTFOUND (?<host>\S+)/v.exec(message)?.groups?.['host'];
	return networkFailure(
		host === undefined ? 'The address of the service was not found.' : `The address ${host} was not found.`,
		endpointUrl === undefined && region !== undefined
			? `Check the network connection, and that ${region} is the region.`
			: 'Check the network connection, and the endpoint URL.',
	);
};

const timeoutFailure = ({message}: ErrorFacts, {proxies}: NetworkContext): Failure => message.includes('did not establish a connection')
	? networkFailure(
		'No connection to the service could be made in time.',
		proxies === undefined ? 'Check the network connection, and whether a proxy has to be used.' : `Check the network connection, ${(proxies.https ?? proxies.http)?.variable ?? 'HTTPS_PROXY'} and NO_PROXY.`,
	)
	: networkFailure('The service did not answer in time.', 'Check the network connection if this goes on.');

const connectionFailure = (facts: ErrorFacts, context: NetworkContext): Failure | undefined => {
	switch (facts.code) {
		case 'ENOTFOUND': {
			return notFoundFailure(facts, context);
		}

		case 'EAI_AGAIN': {
			return networkFailure('The address of the service could not be looked up.', 'Check the network connection.');
		}

		case 'ECONNREFUSED': {
			return networkFailure(
				`The connection to ${context.endpointUrl ?? 'the service'} was refused.`,
				context.endpointUrl === undefined ? 'Check the network, and whether a proxy has to be used.' : 'Check the endpoint URL, and that something listens there.',
			);
		}

		case 'EHOSTUNREACH':
		case 'ENETUNREACH':
		case 'ENETDOWN': {
			return networkFailure('The network can\'t be reached.', 'Check the network connection.');
		}

		case 'ECONNRESET':
		case 'EPIPE':
		case 'ERR_STREAM_PREMATURE_CLOSE': {
			return networkFailure('The connection to the service broke off.', 'Check the network connection if this goes on.');
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
The failure behind an error between this machine and the service; undefined for any other error.
*/
export const networkFailureOf = (facts: ErrorFacts, context: NetworkContext): Failure | undefined => {
	const {proxies} = context;

	if (facts.code === 'ERR_PROXY_TUNNEL') {
		const status = /HTTP\/\S+ (?<status>\d{3})\b/v.exec(facts.message)?.groups?.['status'];
		return refusedByProxy(status === undefined ? undefined : Number(status), proxies?.https);
	}

	if (facts.status === 407) {
		return refusedByProxy(407, proxies?.http ?? proxies?.https);
	}

	const found = connectionFailure(facts, context);
	return proxies === undefined || found === undefined ? found : unreachedProxy(facts, proxies) ?? withProxyRemedy(found, proxies);
};
