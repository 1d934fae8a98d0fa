import {type ImportDetails} from './details.ts';
import {elapsedBetween, type Moment} from './elapsed.ts';

/**
What one answer of GetImportTask said of how far an import is. What it did not say is as it was last known.
*/
export type Observation = {
	/**
	When the answer came, in epoch milliseconds.
	*/
	readonly at: number;
	readonly status: string;
	readonly attemptNumber?: number | undefined;

	/**
	From 0 to 100, whole.
	*/
	readonly percentage?: number | undefined;
	readonly statementCount?: number | undefined;
	readonly dictionaryEntryCount?: number | undefined;
	readonly errorCount?: number | undefined;
};

/**
A percentage, and when it was reached: after it was last seen to be less, and not after it was first seen.
*/
export type ProgressStep = {
	readonly percentage: number;
	readonly moment: Moment;
};

/**
How data came in, from when an import was first seen to be IMPORTING.
*/
export type ProgressRate = {
	/**
	What was reached since then, each percentage greater than the one before: at most a hundred, as they are whole. What it began with is none of them, since nobody saw it being reached.
	*/
	readonly steps: readonly ProgressStep[];

	/**
	The percentage that was seen last, and when, in epoch milliseconds.
	*/
	readonly seen?: {readonly percentage: number; readonly at: number} | undefined;

	/**
	When the percentage or a count of what was loaded was last seen to be another, or else first seen, in epoch milliseconds; undefined while none of them is known.
	*/
	readonly movedAt?: number | undefined;

	/**
	When one of them was last seen at all, in epoch milliseconds.
	*/
	readonly lookedAt?: number | undefined;

	/**
	How often it moved.
	*/
	readonly moves: number;

	/**
	The longest time that it stood still between two moves.
	*/
	readonly longestStillMs: number;
};

/**
An error count, and when it was seen, in epoch milliseconds.
*/
export type ErrorsSeen = {
	readonly count: number;
	readonly at: number;
};

/**
What was observed of one attempt of an import, as far as it says how far the import is. A value, of bounded size: it holds at most a hundred steps, and they span all that was observed.
*/
export type ProgressHistory = {
	readonly last: Observation;

	/**
	Undefined unless the import is IMPORTING: in no other status is it known what the percentage and the counts are of.
	*/
	readonly pace?: ProgressRate | undefined;

	/**
	Undefined while no error count is known.
	*/
	readonly errors?: {readonly first: ErrorsSeen; readonly last: ErrorsSeen} | undefined;
};

/*
Whole as the service has it, and none where it is out of bounds.
*/
const wholePercentage = (percentage: number | undefined): number | undefined => percentage !== undefined && percentage >= 0 && percentage <= 100
	? Math.floor(percentage)
	: undefined;

const observationOf = ({status, attemptNumber, progress}: ImportDetails, at: number): Observation => ({
	at,
	status,
	attemptNumber,
	percentage: wholePercentage(progress?.percentage),
	statementCount: progress?.statementCount,
	dictionaryEntryCount: progress?.dictionaryEntryCount,
	errorCount: progress?.errorCount,
});

const isLess = (one: number | undefined, other: number | undefined): boolean => one !== undefined && other !== undefined && one < other;

/*
A percentage falls where the service starts over, even where it says nothing of an attempt; and times that lie across a clock that was set back can't be compared.
*/
const hasStartedOver = (last: Observation, now: Observation): boolean =>
	now.at < last.at
	|| isLess(last.attemptNumber, now.attemptNumber)
	|| isLess(now.percentage, last.percentage);

const completed = (last: Observation, now: Observation): Observation => ({
	...now,
	attemptNumber: now.attemptNumber ?? last.attemptNumber,
	percentage: now.percentage ?? last.percentage,
	statementCount: now.statementCount ?? last.statementCount,
	dictionaryEntryCount: now.dictionaryEntryCount ?? last.dictionaryEntryCount,
	errorCount: now.errorCount ?? last.errorCount,
});

/*
That errors are counted is no sign of data coming in.
*/
const measures = ['percentage', 'statementCount', 'dictionaryEntryCount'] as const;

/*
How much of a time in which nobody looked counts as standing still: the machine may have slept.
*/
const unseenStillMs = 15 * 60_000;

const looked = (pace: ProgressRate, last: Observation | undefined, now: Observation): ProgressRate => {
	const known = measures.filter(measure => now[measure] !== undefined);
	const hasMoved = known.some(measure => !Object.is(now[measure], last?.[measure]));

	if (known.length === 0) {
		return pace;
	}

	const {movedAt, lookedAt} = pace;

	if (movedAt === undefined || lookedAt === undefined) {
		return {...pace, movedAt: now.at, lookedAt: now.at};
	}

	if (!hasMoved) {
		return {...pace, lookedAt: now.at};
	}

	const stillMs = lookedAt - movedAt + Math.min(now.at - lookedAt, unseenStillMs);

	return {
		...pace,
		movedAt: now.at,
		lookedAt: now.at,
		moves: pace.moves + 1,
		longestStillMs: Math.max(pace.longestStillMs, stillMs),
	};
};

const stepped = (pace: ProgressRate, {at, percentage}: Observation): ProgressRate => {
	if (percentage === undefined) {
		return pace;
	}

	const {seen, steps} = pace;

	return {
		...pace,
		seen: {percentage, at},
		steps: seen !== undefined && percentage > seen.percentage
			? [...steps, {percentage, moment: {earliest: seen.at, latest: at}}]
			: steps,
	};
};

const noPace: ProgressRate = {steps: [], moves: 0, longestStillMs: 0};

const nextPace = (history: ProgressHistory | undefined, answer: Observation): ProgressRate | undefined => {
	if (answer.status !== 'IMPORTING') {
		return undefined;
	}

	const before = history?.pace === undefined ? undefined : history.last;
	return stepped(looked(history?.pace ?? noPace, before, answer), answer);
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
The history with one more answer in it, which came at `at` (epoch milliseconds). Nothing of what was before counts where the service has started over: where `attemptNumber` is greater or the percentage less than before, and also where the clock was set back.
*/
export const observeProgress = (history: ProgressHistory | undefined, details: ImportDetails, at: number): ProgressHistory => {
	const answer = observationOf(details, at);
	const before = history === undefined || hasStartedOver(history.last, answer) ? undefined : history;

	return {
		last: before === undefined ? answer : completed(before.last, answer),
		pace: nextPace(before, answer),
		errors: nextErrors(before?.errors, answer),
	};
};

/*
Between which two rates the true one lies if it was the same throughout, in per cent a millisecond.
*/
type RateRange = {
	readonly least: number;
	readonly greatest: number;
};

/*
Each step bounds the rate in two ways. Its percentage was reached between two looks at it, which says much where looks are many; and when it was first seen, not a whole per cent more than that was reached, which says much where percentages jump from look to look.
*/
const rateBetween = (from: ProgressStep, to: ProgressStep): RateRange | undefined => {
	const percent = to.percentage - from.percentage;
	const elapsed = elapsedBetween(from.moment, to.moment);
	const seenMs = to.moment.latest - from.moment.latest;

	return elapsed === undefined || seenMs <= 0
		? undefined
		: {
			least: Math.max(percent / elapsed.maxMs, (percent - 1) / seenMs),
			greatest: Math.min(percent / elapsed.minMs, (percent + 1) / seenMs),
		};
};

const leastSteps = 4;
const leastSpanMs = 20_000;

/*
How far apart the least and the greatest rate may be that steps allow.
*/
const greatestSpread = 1.5;

/*
By which factor the rate may have changed, beyond what the spread explains, and still count as steady.
*/
const greatestDrift = 1.2;

/*
The rate of late, measured over the last half of the steps: if it is well enough known, and near that of all steps together.
*/
const steadyRate = (steps: readonly ProgressStep[]): RateRange | undefined => {
	const first = steps[0];
	const middle = steps[Math.floor((steps.length - 1) / 2)];
	const last = steps.at(-1);

	if (first === undefined || middle === undefined || last === undefined) {
		return undefined;
	}

	if (steps.length < leastSteps || last.moment.latest - first.moment.latest < leastSpanMs) {
		return undefined;
	}

	const overall = rateBetween(first, last);
	const recent = rateBetween(middle, last);

	if (overall === undefined || recent === undefined || recent.greatest > recent.least * greatestSpread) {
		return undefined;
	}

	const isSteady = recent.least <= overall.greatest * greatestDrift && overall.least <= recent.greatest * greatestDrift;
	return isSteady ? recent : undefined;
};

/*
Beyond that, a time left says no more than that the import hardly moves.
*/
const greatestLeftMs = 30 * 24 * 60 * 60_000;

/**
How long an import will still take at `at` (epoch milliseconds), in milliseconds, if it goes on as it went; undefined where that can't be known.

It is known only while the import is IMPORTING, from at least four percentages that were seen being reached, over twenty seconds or more; where the rate over the last half of them is known to within a factor of 1.5 and agrees with the rate over all of them; and where the next per cent is not overdue by as long as one takes. Nothing is said for longer after the last answer than was observed before it.

For an import whose rate is the same throughout, what is given is within a factor of 1.23 of the truth, give or take the time that one per cent takes; the factor comes nearer to 1 as more is seen. The statement count has no known total, and says nothing about it.
*/
export const timeLeft = ({pace}: ProgressHistory, at: number): {readonly leftMs: number} | undefined => {
	const first = pace?.steps[0];
	const last = pace?.steps.at(-1);
	const rate = pace && steadyRate(pace.steps);

	if (first === undefined || last === undefined || rate === undefined || pace?.seen === undefined) {
		return undefined;
	}

	const {earliest, latest} = last.moment;
	const stillMs = pace.seen.at - latest;
	const unseenMs = at - pace.seen.at;
	const isOverdue = stillMs > 2 / rate.least;
	const isSeen = unseenMs >= 0 && unseenMs <= latest - first.moment.earliest;

	if (isOverdue || !isSeen) {
		return undefined;
	}

	// The geometric mean is as near to both ends as can be.
	const percentPerMs = Math.sqrt(rate.least * rate.greatest);
	const leastBeyond = Math.min(1, percentPerMs * stillMs);
	const greatestBeyond = Math.min(1, percentPerMs * (pace.seen.at - earliest));
	const percentage = last.percentage + ((leastBeyond + greatestBeyond) / 2);
	const leftMs = ((100 - percentage) / percentPerMs) - unseenMs;
	return leftMs > 0 && leftMs <= greatestLeftMs ? {leftMs} : undefined;
};

const fewMoves = 4;
const leastStalledMs = 5 * 60_000;
const leastStalledMsAfterFewMoves = 15 * 60_000;
const timesLongestStill = 4;

/**
Since when an import has stood still for longer than fits its own pace, in epoch milliseconds; undefined where it has not, or where that can't be known at `at` (epoch milliseconds).

It stands still while neither its percentage nor its statement and dictionary entry counts change, whatever its error count does. That is long when it is more than four times the longest that it stood still before, and more than five minutes; where fewer than four moves were seen, more than fifteen minutes. Time in which nobody looked counts as standing still for at most fifteen minutes, since the machine may have slept.

Nothing is known of an import that is not IMPORTING, that gives no such numbers, or that is at 100 %, where nothing is left to count; nor when nobody has looked for longer than it is known to stand still.
*/
export const stalledSince = ({last, pace}: ProgressHistory, at: number): number | undefined => {
	if (last.percentage === 100 || pace?.movedAt === undefined || pace.lookedAt === undefined) {
		return undefined;
	}

	const stillMs = pace.lookedAt - pace.movedAt;
	const unseenMs = at - pace.lookedAt;
	const leastMs = pace.moves < fewMoves ? leastStalledMsAfterFewMoves : leastStalledMs;
	const isStalled = stillMs > Math.max(leastMs, timesLongestStill * pace.longestStillMs);
	const isSeen = unseenMs >= 0 && unseenMs <= stillMs;
	return isStalled && isSeen ? pace.movedAt : undefined;
};

/**
How the error count grew in this attempt, from the first to the last that was seen; undefined where it did not grow.
*/
export const errorGrowth = ({errors}: ProgressHistory): {readonly from: ErrorsSeen; readonly to: ErrorsSeen} | undefined =>
	errors !== undefined && errors.last.count > errors.first.count ? {from: errors.first, to: errors.last} : undefined;

const roundedTo = (unit: number, value: number): number => Math.round(value / unit) * unit;

/**
A time left as exactly as it is worth saying, from milliseconds: `~ 45 s left`, `~ 12 min left`, `~ 1 h 20 min left`, `~ 2 d left`. Seconds and, from an hour on, minutes are rounded to five; from ten hours on hours are whole, and from two days on days.
*/
export const leftText = (leftMs: number): string => {
	const seconds = Math.max(5, roundedTo(5, leftMs / 1000));

	if (seconds < 60) {
		return `~ ${seconds} s left`;
	}

	const exactMinutes = leftMs / 60_000;
	const minutes = Math.round(exactMinutes);

	if (minutes < 60) {
		return `~ ${minutes} min left`;
	}

	const fives = roundedTo(5, exactMinutes);

	if (fives < 600) {
		return `~ ${Math.floor(fives / 60)} h ${fives % 60 === 0 ? '' : `${fives % 60} min `}left`;
	}

	const hours = Math.round(exactMinutes / 60);
	return hours < 48 ? `~ ${hours} h left` : `~ ${Math.round(exactMinutes / 1440)} d left`;
};
