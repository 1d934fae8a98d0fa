import {X509Certificate} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import tls from 'node:tls';
import {ConnectError} from './error-facts.ts';

const fileError = (sentence: string, cause: unknown): ConnectError => new ConnectError({
	kind: 'configuration',
	sentence,
	remedy: 'Check AWS_CA_BUNDLE, or ca_bundle in the AWS config file.',
	isTransient: false,
}, {cause});

const canUse = (name: 'getCACertificates' | 'setDefaultCACertificates'): boolean => Object.hasOwn(tls, name);

/*
Those that are trusted anyway, with what NODE_EXTRA_CA_CERTS and the switches of Node add; a Node before 22.15 tells its own alone.
*/
const usualAuthorities = (): readonly string[] => canUse('getCACertificates') ? tls.getCACertificates('default') : tls.rootCertificates;

/**
The certificates of the authorities that are trusted, with those of a file; undefined where none is named, and the usual ones hold. Throws a `ConnectError` where the file can't be used.

The AWS CLI honours `AWS_CA_BUNDLE` and `ca_bundle`; the SDK for JavaScript does not.
*/
export const readAuthorities = async (file: string | undefined): Promise<string[] | undefined> => {
	if (file === undefined) {
		return undefined;
	}

	let text;

	try {
		text = await readFile(file, 'utf8');
	} catch (error) {
		throw fileError(`The certificate file ${file} can't be read.`, error);
	}

	// OpenSSL passes over whatever is no certificate, and nobody would know why the next connection is not trusted.
	try {
		new X509Certificate(text); // eslint-disable-line no-new -- It throws.
	} catch (error) {
		throw fileError(`The certificate file ${file} has no certificate in it that can be read.`, error);
	}

	return [...usualAuthorities(), text];
};

/**
Trusts these authorities for the whole of the program. The agents of Node have no other way to say whom to trust for the connection to a proxy that is spoken to by TLS; before 22.19 they have none.
*/
export const trustEverywhere = (authorities: readonly string[]): void => {
	if (canUse('setDefaultCACertificates')) {
		tls.setDefaultCACertificates([...new Set([...usualAuthorities(), ...authorities])]);
	}
};
