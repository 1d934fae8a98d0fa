import {type Failure} from '../domain/failure.ts';
import {type ErrorFacts} from './error-facts.ts';

/**
What was asked, as far as it says where to look.
*/
export type NetworkContext = {
	readonly region?: string | undefined;
	readonly endpointUrl?: string | undefined;
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

const notFoundFailure = ({message}: ErrorFacts, {region, endpointUrl}: NetworkContext): Failure => {
	const host = /ENOTFOUND (?<host>\S+)/v.exec(message)?.groups?.['host'];
	return networkFailure(
		host === undefined ? 'The address of the service was not found.' : `The address ${host} was not found.`,
		endpointUrl === undefined && region !== undefined
			? `Check the network connection, and that ${region} is the region.`
			: 'Check the network connection, and the endpoint URL.',
	);
};

const timeoutFailure = ({message}: ErrorFacts): Failure => message.includes('did not establish a connection')
	? networkFailure('No connection to the service could be made in time.', 'Check the network connection, and whether a proxy has to be used.')
	: networkFailure('The service did not answer in time.', 'Check the network connection if this goes on.');

/**
The failure behind an error between this machine and the service; undefined for any other error.
*/
export const networkFailureOf = (facts: ErrorFacts, context: NetworkContext): Failure | undefined => {
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
			return timeoutFailure(facts);
		}

		case 'ERR_PROXY_TUNNEL': {
			return networkFailure('The proxy did not let the connection through.', 'Check HTTPS_PROXY and NO_PROXY.');
		}

		default: {
			return facts.name === 'TimeoutError' ? timeoutFailure(facts) : tlsFailure(facts);
		}
	}
};
