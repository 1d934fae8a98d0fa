import {type NeptuneGraphClientConfig} from '@aws-sdk/client-neptune-graph';

type Logger = NonNullable<NeptuneGraphClientConfig['logger']>;

/*
Identifiers of access keys, and runs of characters as long as a secret key or longer: signatures, session tokens.
*/
const secrets = /\b(?:AKIA|ASIA)[\dA-Z]{8,}|[\w+\-\/=]{40,}/gv;

const textOf = (content: unknown): string => {
	if (typeof content === 'string') {
		return content;
	}

	// The SDK logs a failed call as an object with what was sent, which is nobody's business here.
	const {commandName, error} = (content ?? {}) as {readonly commandName?: unknown; readonly error?: unknown}; // Both are checked for below.
	const problem = error instanceof Error ? `${error.name}: ${error.message}` : 'something went wrong';
	return `${typeof commandName === 'string' ? commandName : 'AWS SDK'}: ${problem}`;
};

const lineOf = (level: string, content: readonly unknown[]): string => {
	const text = content.map(part => textOf(part)).join(' ').replaceAll(/\s+/gv, ' ').trim();
	return `sdk ${level}: ${text.replaceAll(secrets, '…')}`;
};

/**
A logger for the SDK that passes warnings and errors on, each as one line, without keys, tokens and signatures. The SDK would print them on the console.
*/
export const createSdkLog = (onLog: (line: string) => void): Logger => {
	const skip = () => {}; // eslint-disable-line @typescript-eslint/no-empty-function -- What the SDK says about its own working is not kept.
	return {
		trace: skip,
		debug: skip,
		info: skip,
		warn(...content: readonly unknown[]) {
			onLog(lineOf('warning', content));
		},
		error(...content: readonly unknown[]) {
			onLog(lineOf('error', content));
		},
	};
};
