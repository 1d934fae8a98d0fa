/**
The title of the terminal, for example `2 importing 76% · 1 failed – Neptune imports`, and the taskbar progress of the active imports; `error` after a failure that the user has not seen. Percentages are whole numbers from 0 to 100.
*/
export type StatusSummary = {
	readonly title: string;
	readonly progress:
		| {readonly state: 'none' | 'indeterminate'}
		| {readonly state: 'normal' | 'error'; readonly percentage: number};
};
