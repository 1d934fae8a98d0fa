/**
One line of the table. Without samples, the note says why. `fraction` chooses the quantile that is reported, and defaults to the median.
*/
export type Row = {
	readonly what: string;
	readonly unit: 'ms' | '%' | 'bytes' | 'MB';
	readonly samples: readonly number[];
	readonly fraction?: number;

	/**
	`because` explains a derived limit: `0.35 × the AWS CLI`.
	*/
	readonly limit?: {readonly atMost: number; readonly because?: string} | undefined;
	readonly note?: string;
};

/**
For a figure whose results are not samples of a quantity.
*/
export type Table = {
	readonly headings: readonly string[];
	readonly rows: ReadonlyArray<readonly string[]>;
};

/*
Quick runs check that the bench works; their numbers mean little. Without `runs`, each figure has its own number.
*/
type Effort = {
	readonly runs: number | undefined;
	readonly isQuick: boolean;
	readonly reportProgress: (sentence: string) => void;
};

/**
A measurement. The command line selects it by its name; `how` describes the method in sentences.
*/
export type Figure = {
	readonly name: string;
	readonly title: string;
	readonly goal: string;
	readonly how: readonly string[];
	readonly measure: (effort: Effort) => Promise<readonly Row[] | Table>;
};

export const runsOf = ({runs, isQuick}: Effort, {normal, quick}: {readonly normal: number; readonly quick: number}): number =>
	runs ?? (isQuick ? quick : normal);
