/**
What came of asking the service to cancel an import.
*/
export type CancelAnswer =
	| {readonly kind: 'accepted'}
	| {
		readonly kind: 'refused';

		/**
		Why, in words, with a full stop.
		*/
		readonly sentence: string;
	};

/**
How many characters of the task id have to be typed before an import is cancelled.
*/
export const confirmationLength = 4;

/**
What has to be typed to cancel an import: the end of its id, so that nobody cancels one import for another.
*/
export const confirmationOf = (taskId: string): string => taskId.slice(-confirmationLength);
