import {X509Certificate} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import tls from 'node:tls';
import {ConnectError} from './error-facts.ts';

const fileError = (sentence: string, cause: unknown): ConnectError => new ConnectError({
	kind: 'configuration',
	sentence,
	remedy: 'Check AWS_CA_BUNDLE or ca_bundle in the AWS config file.',
	isTransient: false,
}, {cause});

const hasTlsFunction = (name: 'getCACertificates' | 'setDefaultCACertificates'): boolean => Object.hasOwn(tls, name);

// Includes `NODE_EXTRA_CA_CERTS` and Node's own options. Before Node 22.15, only the bundled certificates.
const defaultAuthorities = (): readonly string[] => hasTlsFunction('getCACertificates') ? tls.getCACertificates('default') : tls.rootCertificates;

/**
Returns the trusted CA certificates: the defaults and those in the file. Returns undefined (the defaults) if no file is set. Throws a `ConnectError` if the file is unusable.

The AWS CLI honours `AWS_CA_BUNDLE` and `ca_bundle`. The SDK for JavaScript does not.
*/
export const readAuthorities = async (file: string | undefined): Promise<string[] | undefined> => {
	if (file === undefined) {
		return undefined;
	}

	let text;

	try {
		text = await readFile(file, 'utf8');
	} catch (error) {
		throw fileError(`Can't read the certificate file ${file}.`, error);
	}

	// OpenSSL silently ignores invalid certificates, and the next connection would fail without a reason.
	try {
		new X509Certificate(text); // eslint-disable-line no-new -- Throws if the text is not a certificate.
	} catch (error) {
		throw fileError(`The certificate file ${file} contains no valid certificate.`, error);
	}

	return [...defaultAuthorities(), text];
};

/**
Trusts these authorities in the whole process. Node's agents have no option for the authorities of an HTTPS proxy. Does nothing before Node 22.19.
*/
export const setDefaultAuthorities = (authorities: readonly string[]): void => {
	if (hasTlsFunction('setDefaultCACertificates')) {
		tls.setDefaultCACertificates([...new Set([...defaultAuthorities(), ...authorities])]);
	}
};
