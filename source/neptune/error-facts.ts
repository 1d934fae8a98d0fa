import {type Failure} from '../imports/failures/failure.ts';
import {hideCredentials} from '../text/error-text.ts';
import {printable} from '../text/printable.ts';

/**
Thrown if the settings don't allow a connection. The sentence may quote settings, so it is made printable, and passwords are hidden.
*/
export class ConnectError extends Error {
	override readonly name = 'ConnectError';
	readonly failure: Failure;

	constructor(failure: Failure, options?: ErrorOptions) {
		const sentence = printable(hideCredentials(failure.sentence));
		super(sentence, options);
		this.failure = {...failure, sentence};
	}
}

/**
`code` is a system error code such as `ECONNREFUSED`, or empty. `status` is the HTTP status. `attempts` counts the requests that the SDK sent.
*/
export type ErrorFacts = {
	readonly name: string;
	readonly code: string;
	readonly message: string;
	readonly status: number | undefined;
	readonly attempts: number;
};

// The credential providers wrap system errors and keep the code only in the message.
const codeInMessage = /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ENETDOWN|ETIMEDOUT|EPIPE)\b/v;

const textOf = (value: unknown): string => typeof value === 'string' ? value : '';

export const readErrorFacts = (error: unknown): ErrorFacts => {
	if (typeof error !== 'object' || error === null) {
		return {
			name: '',
			code: '',
			message: String(error),
			status: undefined,
			attempts: 1,
		};
	}

	const {name, code, message, $metadata: metadata} = error as Readonly<Record<string, unknown>>; // Every value is checked below.
	const {httpStatusCode, attempts} = (metadata ?? {}) as Readonly<Record<string, unknown>>; // Checked below.
	return {
		name: textOf(name),
		code: typeof code === 'string' ? code : (codeInMessage.exec(textOf(message))?.[0] ?? ''),
		message: textOf(message),
		status: typeof httpStatusCode === 'number' ? httpStatusCode : undefined,
		attempts: typeof attempts === 'number' ? attempts : 1,
	};
};

// AWS account IDs should not appear on a shared screen.
const accountPattern = /\b\d{12}\b/gv;
const maxQuotedLength = 100;

/**
Removes account IDs, and cuts the text at 100 characters.
*/
export const shortened = (text: string): string => {
	const redacted = text.replaceAll(accountPattern, '…');
	return redacted.length > maxQuotedLength ? `${redacted.slice(0, maxQuotedLength)}…` : redacted;
};

/**
Returns the first line of the message, without account IDs and without the final full stop. Cuts it at 100 characters.
*/
export const quotedMessage = ({message}: ErrorFacts): string => {
	const line = message.trim().split('\n', 1)[0] ?? '';
	return shortened(line.trim().replace(/\.$/v, ''));
};
