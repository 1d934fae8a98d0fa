import {type ObservedChange} from '../change.ts';
import {type ImportTask} from '../task.ts';
import {percentile} from './percentile.ts';
import {sourcePrefix} from './source-prefix.ts';

/**
`endedAt` is in epoch milliseconds. `statementsPerSecond` is the mean rate in IMPORTING; undefined if that time was not observed.
*/
export type SucceededImport = {
	readonly task: Pick<ImportTask, 'taskId' | 'source' | 'format'>;
	readonly endedAt: number;
	readonly durationMs: number;
	readonly statementsPerSecond?: number | undefined;
};

/**
The statements per second of an import, from its change to SUCCEEDED. Undefined unless the import was observed in IMPORTING from the start to the end.
*/
export const meanRate = (statementCount: number | undefined, {change, elapsed}: ObservedChange): number | undefined =>
	statementCount === undefined || elapsed === undefined || elapsed.maxMs === 0 || change.kind !== 'changed' || change.from !== 'IMPORTING'
		? undefined
		: statementCount * 2000 / (elapsed.minMs + elapsed.maxMs);

/**
The last imports of each kind that succeeded, newest first.
*/
export type EarlierImports = ReadonlyMap<string, readonly SucceededImport[]>;

export const noEarlierImports: EarlierImports = new Map();

export const maxPerKind = 5;

/*
Imports of one kind load the same data in the same format, so they take about as long.
*/
const kindOf = ({source, format}: SucceededImport['task']): string => `${format ?? ''} ${sourcePrefix(source)}`;

/**
Replaces known imports. The order of `added` does not matter.
*/
export const addEarlierImports = (earlier: EarlierImports, added: readonly SucceededImport[]): EarlierImports => {
	const kinds = new Map(earlier);

	for (const one of added) {
		const kind = kindOf(one.task);
		const others = (kinds.get(kind) ?? []).filter(({task}) => task.taskId !== one.task.taskId);
		kinds.set(kind, [...others, one].toSorted((a, b) => b.endedAt - a.endedAt).slice(0, maxPerKind));
	}

	return kinds;
};

/**
The median of the last `count` imports of the same kind. The rate needs at least three of them.
*/
export type Usual = {
	readonly count: number;
	readonly durationMs: number;
	readonly statementsPerSecond: number | undefined;
};

const minRates = 3;

export const usualOf = (earlier: EarlierImports, task: SucceededImport['task']): Usual | undefined => {
	const alike = (earlier.get(kindOf(task)) ?? []).filter(one => one.task.taskId !== task.taskId);
	const durationMs = percentile(alike.map(one => one.durationMs), 0.5);
	const rates = alike.map(one => one.statementsPerSecond).filter(rate => rate !== undefined);
	return durationMs === undefined ? undefined : {count: alike.length, durationMs, statementsPerSecond: rates.length < minRates ? undefined : percentile(rates, 0.5)};
};
