import {type NeptuneGraphClientConfig} from '@aws-sdk/client-neptune-graph';

type Logger = NonNullable<NeptuneGraphClientConfig['logger']>;

// Matches access key IDs, and long runs of characters such as secret keys, signatures and session tokens.
const secrets = /\b(?:AKIA|ASIA)[\dA-Z]{8,}|[\w+\-\/=]{40,}/gv;

const textOf = (content: unknown): string => {
	if (typeof content === 'string') {
		return content;
	}

	// The SDK logs failed calls as objects that include the request. Leave the request out.
	const {commandName, error} = (content ?? {}) as {readonly commandName?: unknown; readonly error?: unknown}; // Both are checked below.
	const problem = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown error';
	return `${typeof commandName === 'string' ? commandName : 'AWS SDK'}: ${problem}`;
};

const lineOf = (level: string, content: readonly unknown[]): string => {
	const text = content.map(part => textOf(part)).join(' ').replaceAll(/\s+/gv, ' ').trim();
	return `sdk ${level}: ${text.replaceAll(secrets, '…')}`;
};

/**
Creates an SDK logger that forwards warnings and errors as single lines, without keys, tokens and signatures. By default, the SDK prints them on the console.
*/
export const createSdkLog = (onLog: (line: string) => void): Logger => {
	const skip = () => {}; // eslint-disable-line @typescript-eslint/no-empty-function -- These levels are not logged.
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
