/**
What kind of thing went wrong, as far as it decides what a person should do and whether asking again helps.
*/
export type FailureKind =
	| 'credentials'
	| 'permission'
	| 'configuration'
	| 'network'
	| 'throttled'
	| 'service'
	| 'protocol'
	| 'clock';

/**
Something that went wrong while asking the service, in words for the person at the screen.
*/
export type Failure = {
	readonly kind: FailureKind;

	/**
	One sentence that says what is wrong, with a full stop.
	*/
	readonly sentence: string;

	/**
	What the person can do about it, in one sentence; names the very command where there is one.
	*/
	readonly remedy?: string;

	/**
	Whether asking again may help although nobody does anything.
	*/
	readonly isTransient: boolean;
};
