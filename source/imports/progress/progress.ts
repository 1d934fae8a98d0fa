import {type ImportDetails} from '../details.ts';
import {type Moment} from './elapsed.ts';

/*
The progress in one GetImportTask response. Missing fields keep their previous values.
*/
type Observation = {
	readonly at: number;
	readonly status: string;
	readonly attemptNumber?: number | undefined;
	readonly percentage?: number | undefined;
	readonly statementCount?: number | undefined;
	readonly dictionaryEntryCount?: number | undefined;
	readonly errorCount?: number | undefined;
};

/**
`moment` spans from the last lower observation to the first one at this percentage.
*/
export type ProgressStep = {
	readonly percentage: number;
	readonly moment: Moment;
};

/**
The statement count at one observation, in epoch milliseconds.
*/
export type StatementSample = {
	readonly at: number;
	readonly count: number;
};

/**
Observations since the import was first IMPORTING. `changedAt` and `observedAt` refer to the percentage, the statement count and the dictionary entry count.
*/
export type LoadingProgress = {
	/**
	Observed increases, at most 100. The first percentage is left out, as its time is unknown.
	*/
	readonly steps: readonly ProgressStep[];

	/**
	When IMPORTING began; undefined if that was not observed.
	*/
	readonly began?: Moment | undefined;

	/**
	The first and the last observation of each count, at most `maxSamples`. The last one of the current count is missing, so the rate keeps still while nothing is loaded.
	*/
	readonly samples: readonly StatementSample[];
	readonly lastPercentage?: {readonly percentage: number; readonly at: number} | undefined;
	readonly changedAt?: number | undefined;
	readonly observedAt?: number | undefined;
	readonly changeCount: number;
	readonly longestIdleMs: number;
};

type ErrorsSeen = {
	readonly count: number;
	readonly at: number;
};

/**
The observations of one attempt of an import. Its size is bounded.
*/
export type ProgressHistory = {
	readonly last: Observation;

	/**
	Defined only for IMPORTING: other statuses do not document what the percentage and the counts measure.
	*/
	readonly loading?: LoadingProgress | undefined;
	readonly errors?: {readonly first: ErrorsSeen; readonly last: ErrorsSeen} | undefined;
};

const observationOf = ({status, attemptNumber, progress}: ImportDetails, at: number): Observation => ({
	at,
	status,
	attemptNumber,
	percentage: progress?.percentage,
	statementCount: progress?.statementCount,
	dictionaryEntryCount: progress?.dictionaryEntryCount,
	errorCount: progress?.errorCount,
});

const isLess = (one: number | undefined, other: number | undefined): boolean => one !== undefined && other !== undefined && one < other;

// Without attempt numbers, only a lower percentage shows a restart. A clock that was set back makes times incomparable.
const hasRestarted = (last: Observation, now: Observation): boolean =>
	now.at < last.at
	|| isLess(last.attemptNumber, now.attemptNumber)
	|| isLess(now.percentage, last.percentage);

const withPreviousValues = (last: Observation, now: Observation): Observation => ({
	...now,
	attemptNumber: now.attemptNumber ?? last.attemptNumber,
	percentage: now.percentage ?? last.percentage,
	statementCount: now.statementCount ?? last.statementCount,
	dictionaryEntryCount: now.dictionaryEntryCount ?? last.dictionaryEntryCount,
	errorCount: now.errorCount ?? last.errorCount,
});

// Error counts are left out: they are no sign of progress.
const progressFields = ['percentage', 'statementCount', 'dictionaryEntryCount'] as const;

// The machine may have slept, so only this much unobserved time counts as idle.
const maxUnobservedIdleMs = 15 * 60_000;

const recordActivity = (loading: LoadingProgress, last: Observation | undefined, now: Observation): LoadingProgress => {
	const known = progressFields.filter(field => now[field] !== undefined);

	if (known.length === 0) {
		return loading;
	}

	const {changedAt, observedAt} = loading;

	if (changedAt === undefined || observedAt === undefined) {
		return {...loading, changedAt: now.at, observedAt: now.at};
	}

	if (known.every(field => Object.is(now[field], last?.[field]))) {
		return {...loading, observedAt: now.at};
	}

	const idleMs = observedAt - changedAt + Math.min(now.at - observedAt, maxUnobservedIdleMs);

	return {
		...loading,
		changedAt: now.at,
		observedAt: now.at,
		changeCount: loading.changeCount + 1,
		longestIdleMs: Math.max(loading.longestIdleMs, idleMs),
	};
};

const recordStep = (loading: LoadingProgress, {at, percentage}: Observation): LoadingProgress => {
	if (percentage === undefined) {
		return loading;
	}

	const {lastPercentage: last, steps} = loading;

	return {
		...loading,
		lastPercentage: {percentage, at},
		steps: last !== undefined && percentage > last.percentage
			? [...steps, {percentage, moment: {earliest: last.at, latest: at}}]
			: steps,
	};
};

/**
More than the columns of a sparkline. Beyond this, every second sample but the last is dropped, so that the rest cover the whole time.
*/
export const maxSamples = 64;

const recordSample = (loading: LoadingProgress, last: Observation | undefined, {at, statementCount: count}: Observation): LoadingProgress => {
	const newest = loading.samples.at(-1);

	if (count === undefined || count === newest?.count) {
		return loading;
	}

	// A lower count starts over.
	if (newest === undefined || count < newest.count) {
		return {...loading, samples: [{at, count}]};
	}

	const idle = last !== undefined && last.at > newest.at ? [{at: last.at, count: newest.count}] : [];
	const samples = [...loading.samples, ...idle, {at, count}];
	return {...loading, samples: samples.length <= maxSamples ? samples : samples.filter((_, index, {length}) => index % 2 === 0 || index === length - 1)};
};

const initialLoading: LoadingProgress = {
	steps: [], samples: [], changeCount: 0, longestIdleMs: 0,
};

// Beyond these limits, the start is too uncertain: the last poll was long ago, or the import resumed.
const maxStartUncertaintyMs = 5 * 60_000;
const maxFirstPercentage = 20;

const startOf = (last: Observation | undefined, {at, percentage = 0}: Observation): Moment | undefined =>
	last === undefined || at - last.at > maxStartUncertaintyMs || percentage > maxFirstPercentage ? undefined : {earliest: last.at, latest: at};

const nextLoading = (history: ProgressHistory | undefined, observation: Observation): LoadingProgress | undefined => {
	if (observation.status !== 'IMPORTING') {
		return undefined;
	}

	const loading = history?.loading ?? {...initialLoading, began: startOf(history?.last, observation)};
	const last = history?.loading === undefined ? undefined : history.last;
	return recordSample(recordStep(recordActivity(loading, last, observation), observation), last, observation);
};

const nextErrors = (errors: ProgressHistory['errors'], {at, errorCount}: Observation): ProgressHistory['errors'] => {
	if (errorCount === undefined) {
		return errors;
	}

	const last: ErrorsSeen = {count: errorCount, at};
	const first = errors === undefined || errorCount < errors.first.count ? last : errors.first;
	return {first, last};
};

/**
Adds a response at `at` (epoch milliseconds). Starts a new history after a new attempt, a lower percentage, or a clock that was set back.
*/
export const observeProgress = (history: ProgressHistory | undefined, details: ImportDetails, at: number): ProgressHistory => {
	const observation = observationOf(details, at);
	const before = history === undefined || hasRestarted(history.last, observation) ? undefined : history;

	return {
		last: before === undefined ? observation : withPreviousValues(before.last, observation),
		loading: nextLoading(before, observation),
		errors: nextErrors(before?.errors, observation),
	};
};

const fewChanges = 4;
const minStalledMs = 5 * 60_000;
const minStalledMsAfterFewChanges = 15 * 60_000;
const longestIdleFactor = 4;

/**
Returns the time of the last progress if the import has stalled at `at`. Times are epoch milliseconds.

An import has stalled if it was idle for more than five minutes and four times its longest idle time; with few changes, for more than fifteen minutes. Returns undefined at 100 %, where nothing is left to count, and when the last response is older than the idle time.
*/
export const stalledSince = ({last, loading}: ProgressHistory, at: number): number | undefined => {
	if (last.percentage === 100 || loading?.changedAt === undefined || loading.observedAt === undefined) {
		return undefined;
	}

	const idleMs = loading.observedAt - loading.changedAt;
	const unobservedMs = at - loading.observedAt;
	const minMs = loading.changeCount < fewChanges ? minStalledMsAfterFewChanges : minStalledMs;
	const isStalled = idleMs > Math.max(minMs, longestIdleFactor * loading.longestIdleMs);
	const isRecent = unobservedMs >= 0 && unobservedMs <= idleMs;
	return isStalled && isRecent ? loading.changedAt : undefined;
};

export const errorGrowth = ({errors}: ProgressHistory): {readonly from: ErrorsSeen; readonly to: ErrorsSeen} | undefined =>
	errors !== undefined && errors.last.count > errors.first.count ? {from: errors.first, to: errors.last} : undefined;
