import {type Failure} from '../imports/failure.ts';

/**
Thrown where settings do not lead to a connection: it carries what to tell the person.
*/
export class ConnectError extends Error {
	override readonly name = 'ConnectError';
	readonly failure: Failure;

	constructor(failure: Failure, options?: ErrorOptions) {
		super(failure.sentence, options);
		this.failure = failure;
	}
}

/**
What tells one error of the SDK from another.
*/
export type ErrorFacts = {
	/**
	`ThrottlingException`, `TimeoutError`, …
	*/
	readonly name: string;

	/**
	The code of a system error, such as `ECONNREFUSED`; empty where there is none.
	*/
	readonly code: string;
	readonly message: string;

	/**
	The status of the HTTP answer; undefined where there was none.
	*/
	readonly status: number | undefined;
};

/*
Codes that stand in messages where an error was wrapped in another one, as the providers of credentials do.
*/
const codeInMessage = /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ENETDOWN|ETIMEDOUT|EPIPE)\b/v;

const textOf = (value: unknown): string => typeof value === 'string' ? value : '';

/**
Reads what can be read from whatever was thrown.
*/
export const errorFactsOf = (error: unknown): ErrorFacts => {
	if (typeof error !== 'object' || error === null) {
		return {
			name: '',
			code: '',
			message: String(error),
			status: undefined,
		};
	}

	const {name, code, message, $metadata: metadata} = error as Readonly<Record<string, unknown>>; // Any object can be read so.
	const {httpStatusCode} = (metadata ?? {}) as Readonly<Record<string, unknown>>; // The same.
	return {
		name: textOf(name),
		code: typeof code === 'string' ? code : (codeInMessage.exec(textOf(message))?.[0] ?? ''),
		message: textOf(message),
		status: typeof httpStatusCode === 'number' ? httpStatusCode : undefined,
	};
};

/*
An identifier of an account means nothing to a reader, and is not for every screen.
*/
const accountPattern = /\b\d{12}\b/gv;
const maxQuotedLength = 100;

/**
The message of an error for use within a sentence: its first line, short, without the number of an account and without a full stop.
*/
export const quotedMessage = ({message}: ErrorFacts): string => {
	const line = message.trim().split('\n', 1)[0] ?? '';
	const text = line.replaceAll(accountPattern, '…').trim().replace(/\.$/v, '');
	return text.length > maxQuotedLength ? `${text.slice(0, maxQuotedLength)}…` : text;
};
