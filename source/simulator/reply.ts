export type Reply = {
	readonly status: number;
	readonly errorType?: string;
	readonly retryAfterSeconds?: number;
	readonly body: Readonly<Record<string, unknown>>;
};

const errorStatuses = {
	/* eslint-disable @typescript-eslint/naming-convention -- The names are the service's. */
	ValidationException: 400,
	AccessDeniedException: 403,
	MissingAuthenticationTokenException: 403,
	ExpiredTokenException: 403,
	UnrecognizedClientException: 403,
	InvalidSignatureException: 403,
	ResourceNotFoundException: 404,
	UnknownOperationException: 404,
	ConflictException: 409,
	ThrottlingException: 429,
	InternalServerException: 500,
	/* eslint-enable @typescript-eslint/naming-convention */
} as const;

type ErrorType = keyof typeof errorStatuses;

export const errorReply = (errorType: ErrorType, message: string): Reply => ({
	status: errorStatuses[errorType],
	errorType,
	body: {message},
});

/**
Returns undefined for anything but a JSON object.
*/
export const parseInput = (body: string): Readonly<Record<string, unknown>> | undefined => {
	try {
		const value: unknown = JSON.parse(body);
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? {...value} : undefined;
	} catch {
		return undefined;
	}
};
