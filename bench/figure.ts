/**
A goal for a number: it is met where the number is not greater.
*/
export type Limit = {
	readonly atMost: number;

	/**
	How the limit comes about, where it is not a number of its own: `0.35 × the AWS CLI`.
	*/
	readonly because?: string;
};

/**
One line of the table.
*/
export type Row = {
	readonly what: string;
	readonly unit: 'ms' | '%' | 'bytes' | 'MB';

	/**
	Empty where it could not be measured: the note says why.
	*/
	readonly samples: readonly number[];

	/**
	Which of the samples stands for them all, from 0 to 1. Default: the median, 0.5.
	*/
	readonly fraction?: number;
	readonly limit?: Limit | undefined;
	readonly note?: string;
};

/**
How much to measure.
*/
export type Effort = {
	/**
	How often; undefined leaves it to the figure.
	*/
	readonly runs: number | undefined;

	/**
	Whether to see that it works, rather than to know the numbers.
	*/
	readonly isQuick: boolean;

	/**
	Tells whoever waits how far it is.
	*/
	readonly say: (sentence: string) => void;
};

/**
Something that is measured, by a command of its own.
*/
export type Figure = {
	/**
	As the command line calls it.
	*/
	readonly name: string;
	readonly title: string;

	/**
	What is aimed at, in words.
	*/
	readonly untilDone: string;

	/**
	How it is measured, in sentences.
	*/
	readonly how: readonly string[];
	readonly measure: (effort: Effort) => Promise<readonly Row[]>;
};

/**
How often to run: what the command line says, else the lesser number where it is to be quick.
*/
export const runsOf = ({runs, isQuick}: Effort, {usually, quickly}: {readonly usually: number; readonly quickly: number}): number =>
	runs ?? (isQuick ? quickly : usually);
