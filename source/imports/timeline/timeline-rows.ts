import {
	isVisible,
	type TimelineGroup,
	timelineGroups,
	type TimelineImport,
	type TimelineWindow,
} from './timeline.ts';

/**
A row of the timeline: the heading of a graph, one import, or all imports of a graph in one lane. `isAlone` is true if the graph has only this import in the window, and no heading.
*/
export type TimelineRow =
	| {readonly kind: 'heading'; readonly group: TimelineGroup}
	| {readonly kind: 'import'; readonly shown: TimelineImport; readonly isAlone: boolean}
	| {readonly kind: 'lane'; readonly group: TimelineGroup};

export type TimelineRows = {
	readonly rows: readonly TimelineRow[];

	/**
	Indexes of the rows on which the cursor can rest.
	*/
	readonly choices: readonly number[];
	readonly isFolded: boolean;
	readonly graphCount: number;
	readonly importCount: number;
};

const groupRows = (group: TimelineGroup, isFolded: boolean): readonly TimelineRow[] => {
	const isAlone = group.imports.length === 1;

	if (isFolded && !isAlone) {
		return [{kind: 'lane', group}];
	}

	return [
		...(isAlone ? [] : [{kind: 'heading', group} as const]),
		...group.imports.map(shown => ({kind: 'import', shown, isAlone} as const)),
	];
};

/**
The rows of the imports in a window. By default, they are folded if most bars are shorter than a cell. Those of running imports still grow.
*/
export const timelineRows = (sorted: readonly TimelineImport[], {window, now, isFolded: fold}: {
	readonly window: TimelineWindow;
	readonly now: number;
	readonly isFolded?: boolean | undefined;
}): TimelineRows => {
	const visible = sorted.filter(shown => isVisible(shown, window, now));
	const short = visible.filter(({startAt, end}) => end !== undefined && end.at - startAt < window.cellMs);
	const isFolded = fold ?? (short.length > visible.length / 2);
	const groups = timelineGroups(visible);
	const rows = groups.flatMap(group => groupRows(group, isFolded));
	return {
		rows,
		choices: rows.flatMap(({kind}, index) => kind === 'heading' ? [] : [index]),
		isFolded,
		graphCount: groups.filter(({newest}) => newest.task.graphId !== undefined).length,
		importCount: visible.length,
	};
};

/**
The imports of a row. The cursor rests on the first one.
*/
export const importsOf = (row: TimelineRow): readonly TimelineImport[] => row.kind === 'import' ? [row.shown] : row.group.imports;
