import {
	type EndGroup,
	endGroup,
	isStartUnknown,
	phasesOf,
	type TimelineImport,
} from '../timeline/timeline.ts';
import {percentile} from './percentile.ts';
import {sourcePrefix} from './source-prefix.ts';

/**
Statistics of the imports with one source prefix into one graph.
*/
export type ImportStatistics = {
	readonly sourcePrefix: string;

	/**
	The import that started last.
	*/
	readonly newest: TimelineImport;
	readonly counts: Readonly<Record<EndGroup | 'all', number>>;

	/**
	By code, the most frequent first. `other` counts the failures without a known code.
	*/
	readonly failures: ReadonlyMap<string, number>;

	/**
	Median and 90th percentile of the durations of succeeded imports. Imports count only if their start and end were observed.
	*/
	readonly medianMs: number | undefined;
	readonly p90Ms: number | undefined;

	/**
	The median rate of the same imports while they were importing.
	*/
	readonly statementsPerSecond: number | undefined;
};

/*
Undefined unless the import succeeded, and its start and end were observed.
*/
const durationOf = (shown: TimelineImport): number | undefined => {
	const {startAt, end} = shown;
	return end?.status !== 'SUCCEEDED' || end.notBefore !== undefined || end.at === startAt || isStartUnknown(shown) ? undefined : end.at - startAt;
};

/*
Undefined if the time of importing is not known exactly.
*/
const rateOf = (shown: TimelineImport): number | undefined => {
	const {statementCount, end} = shown;

	if (statementCount === undefined || end === undefined || durationOf(shown) === undefined) {
		return undefined;
	}

	const phases = phasesOf(shown, end.at);
	const importingMs = phases.reduce((sum, {kind, from, to}) => sum + (kind === 'importing' ? to - from : 0), 0);
	return importingMs === 0 || phases.some(({kind}) => kind === 'unobserved') ? undefined : statementCount / importingMs * 1000;
};

const failuresOf = (imports: readonly TimelineImport[]): ReadonlyMap<string, number> => {
	const failed = imports.filter(({end}) => end?.status === 'FAILED');
	const counts = Map.groupBy(failed, ({reason}) => reason?.code ?? 'other').entries().map(([code, {length}]): [string, number] => [code, length]).toArray();
	const byCode = counts.toSorted(([one], [other]) => one < other ? -1 : 1);
	return new Map(byCode.toSorted(([, one], [, other]) => other - one));
};

const known = (values: ReadonlyArray<number | undefined>): readonly number[] => values.filter(value => value !== undefined);

const statisticsIn = (newest: TimelineImport, imports: readonly TimelineImport[]): ImportStatistics => {
	const groups = Map.groupBy(imports, shown => endGroup(shown));
	const countOf = (group: EndGroup): number => groups.get(group)?.length ?? 0;
	const durations = known(imports.map(shown => durationOf(shown)));
	return {
		sourcePrefix: sourcePrefix(newest.task.source),
		newest,
		counts: {
			all: imports.length, active: countOf('active'), succeeded: countOf('succeeded'), failed: countOf('failed'), cancelled: countOf('cancelled'), gone: countOf('gone'),
		},
		failures: failuresOf(imports),
		medianMs: percentile(durations, 0.5),
		p90Ms: percentile(durations, 0.9),
		statementsPerSecond: percentile(known(imports.map(shown => rateOf(shown))), 0.5),
	};
};

/**
Statistics per source prefix and graph, of imports in the order of the timeline: those with the most imports first.
*/
export const importStatistics = (sorted: readonly TimelineImport[]): readonly ImportStatistics[] =>
	Map.groupBy(sorted, ({targetId, task}) => JSON.stringify([targetId, task.graphId, sourcePrefix(task.source)])).values()
		.flatMap(imports => imports[0] === undefined ? [] : [statisticsIn(imports[0], imports)])
		.toArray()
		.toSorted((one, other) => other.counts.all - one.counts.all);
