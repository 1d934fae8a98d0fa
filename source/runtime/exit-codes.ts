/**
What the program ends with, besides 0: all went well, or the person quit. Where a signal ends it, the shell says 128 and the number of the signal.
*/
export const exitCodes = {
	/**
	An import that was waited for failed, was cancelled or deleted.
	*/
	failed: 1,
	usage: 2,

	/**
	The service could not be asked, where it had to answer.
	*/
	unasked: 3,
	timedOut: 4,

	/**
	A fault of the program.
	*/
	bug: 70,

	/**
	What it prints can't be written: the disk is full, say.
	*/
	unwritten: 74,

	/**
	As of a program that a closed pipe ends: 128 and the number of SIGPIPE.
	*/
	closed: 141,
} as const;
