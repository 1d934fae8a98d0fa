import {generateKeyPairSync, randomBytes} from 'node:crypto';
import forge from 'node-forge';

/**
A certificate and its private key, as servers expect them.
*/
export type Certified = {
	readonly key: string;
	readonly cert: string;
};

const day = 86_400_000;

const newKeys = () => generateKeyPairSync('rsa', {
	modulusLength: 2048,
	publicKeyEncoding: {type: 'spki', format: 'pem'},
	privateKeyEncoding: {type: 'pkcs8', format: 'pem'},
});

const certificateOf = (publicKey: string, commonName: string, endsAt = Date.now() + day): forge.pki.Certificate => {
	const certificate = forge.pki.createCertificate();
	certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
	certificate.serialNumber = `01${randomBytes(8).toString('hex')}`;
	certificate.validity.notBefore = new Date(Math.min(Date.now(), endsAt) - day);
	certificate.validity.notAfter = new Date(endsAt);
	certificate.setSubject([{name: 'commonName', value: commonName}]);
	return certificate;
};

/**
Creates an untrusted certificate authority, like that of a company proxy.
*/
export const makeAuthority = (name = 'Company in a test') => {
	const {publicKey, privateKey} = newKeys();
	const root = certificateOf(publicKey, name);
	const signingKey = forge.pki.privateKeyFromPem(privateKey);
	const issuer = [{name: 'commonName', value: name}];
	root.setIssuer(issuer);
	root.setExtensions([{name: 'basicConstraints', cA: true, critical: true}, {name: 'keyUsage', keyCertSign: true, critical: true}]);
	root.sign(signingKey, forge.md.sha256.create());

	return {
		pem: forge.pki.certificateToPem(root),

		/**
		Signs a certificate for these hosts. `endsAt` is in epoch milliseconds (default: in one day).
		*/
		certify(hosts: readonly string[], endsAt?: number): Certified {
			const keys = newKeys();
			const certificate = certificateOf(keys.publicKey, hosts[0] ?? '', endsAt);
			certificate.setIssuer(issuer);
			certificate.setExtensions([{name: 'subjectAltName', altNames: hosts.map(host => /^[\d.]+$/v.test(host) ? {type: 7, ip: host} : {type: 2, value: host})}]);
			certificate.sign(signingKey, forge.md.sha256.create());
			return {key: keys.privateKey, cert: forge.pki.certificateToPem(certificate)};
		},
	};
};
