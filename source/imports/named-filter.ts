/**
A filter that a digit puts in force.
*/
export type NamedFilter = {
	/**
	`1` to `9`.
	*/
	readonly key: string;

	/**
	What the person calls it; undefined where the query has to do.
	*/
	readonly name: string | undefined;
	readonly query: string;
};

/**
The keys that filters can have.
*/
export const filterKeys: readonly string[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
