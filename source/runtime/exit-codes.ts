export const exitCodes = {
	/**
	A watched import failed, or was cancelled or deleted.
	*/
	failed: 1,
	usage: 2,

	/**
	AWS could not be reached, or rejected the requests.
	*/
	unanswered: 3,
	timedOut: 4,
	internalError: 70,
	writeError: 74,

	/**
	128 + SIGPIPE, as if the closed pipe had ended the program.
	*/
	brokenPipe: 141,
} as const;
