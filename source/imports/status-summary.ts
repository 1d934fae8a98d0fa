/**
The state of the imports, for the title of the terminal and the taskbar.
*/
export type StatusSummary = {
	/**
	For example `2 importing 76% · 1 failed – Neptune imports`.
	*/
	readonly title: string;

	/**
	`error` after a failure that the user has not seen. `percentage` is a whole number from 0 to 100.
	*/
	readonly progress:
		| {readonly state: 'none' | 'indeterminate'}
		| {readonly state: 'normal' | 'error'; readonly percentage: number};
};
