import {observeProgress, type ProgressHistory} from '../../source/imports/progress/progress.ts';
import {
	type RunningImport,
	timeLeft,
	timeLeftSettings,
	type TimeLeftSettings,
} from '../../source/imports/progress/time-left.ts';
import {
	addEarlierImports,
	maxPerKind,
	noEarlierImports,
	usualOf,
} from '../../source/imports/progress/usual.ts';
import {createRandom, type Random} from '../../source/simulator/random.ts';
import {type Figure, runsOf} from '../figure.ts';
import {steadyLeftMs} from '../steady-rate.ts';

/**
The assumptions about imports and polls.
*/
type World = {
	/**
	The standard deviation of the logarithm of the durations of one source.
	*/
	readonly sigma: number;

	/**
	The standard deviation of the logarithm of an import's rates, one for each twentieth of its data.
	*/
	readonly rateSigma: number;
	readonly slowTails: number;
	readonly pollMs: number;

	/**
	Progress is reported in steps of so many percentage points.
	*/
	readonly granularity: number;

	/**
	The share of imports that are first seen midway, with up to 60 % of the time gone.
	*/
	readonly seenMidway: number;
	readonly isNewSource: number;
};

const usual: World = {
	sigma: 0.3, rateSigma: 0.25, slowTails: 0.1, pollMs: 10_000, granularity: 1, seenMidway: 0, isNewSource: 0.15,
};

const worlds: ReadonlyArray<readonly [name: string, changes: Partial<World>]> = [
	['as above', {}],
	['durations of a source vary little (σ 0.1)', {sigma: 0.1}],
	['durations of a source vary much (σ 0.6)', {sigma: 0.6}],
	['the rate of an import is constant', {rateSigma: 0}],
	['the rate of an import varies much (σ 0.5)', {rateSigma: 0.5}],
	['no slow tails', {slowTails: 0}],
	['30 % slow tails', {slowTails: 0.3}],
	['every import slows down at its end', {slowTails: 1}],
	['a poll every 5 s', {pollMs: 5000}],
	['a poll every 30 s', {pollMs: 30_000}],
	['a poll every 2 min', {pollMs: 120_000}],
	['progress in steps of 5 %', {granularity: 5}],
	['progress in steps of 10 %', {granularity: 10}],
	['every import first seen midway', {seenMidway: 1}],
	['no earlier imports of the source', {isNewSource: 1}],
];

type Variant = readonly [name: string, leftMs: (running: RunningImport) => number | undefined];

const withSettings = (changes: Partial<TimeLeftSettings>) => (running: RunningImport): number | undefined => timeLeft(running, {...timeLeftSettings, ...changes});

const steadyAlone: Variant = ['steady rate alone', ({history}) => history?.loading && steadyLeftMs(history.loading)];
const theRules: Variant = ['the rules', timeLeft];

const variants: readonly Variant[] = [
	steadyAlone,
	theRules,
	['steady rate first', running => steadyAlone[1](running) ?? timeLeft(running)],
	['average rate from 3 %', withSettings({minPoints: 3})],
	['average rate from 10 %', withSettings({minPoints: 10})],
	['average rate from 20 %', withSettings({minPoints: 20})],
	['early rate from 1 %', withSettings({minEarlyPoints: 1})],
	['no usual duration', withSettings({order: ['averageRate', 'earlyRate']})],
	['usual duration first', withSettings({order: ['usualDuration', 'averageRate', 'earlyRate']})],
];

const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random.fraction())) * Math.cos(2 * Math.PI * random.fraction());
const logNormal = (random: Random, median: number, sigma: number): number => median * Math.exp(sigma * normal(random));

const pieces = 20;

type Course = {
	readonly waitingMs: number;

	/**
	When each piece of the data is loaded, since IMPORTING began.
	*/
	readonly ends: readonly number[];
	readonly importingMs: number;
};

const drawCourse = (random: Random, medianMs: number, {sigma, rateSigma, slowTails}: World): Course => {
	const totalMs = logNormal(random, medianMs, sigma);
	const waitingMs = totalMs * (0.1 + (0.2 * random.fraction()));
	const tailFrom = random.whole(pieces * 0.6, pieces * 0.9);
	const tailFactor = random.chance(slowTails) ? 2 + (3 * random.fraction()) : 1;
	const weights = Array.from({length: pieces}, () => logNormal(random, 1, rateSigma));
	const sum = weights.reduce((one, other) => one + other);
	const ends: number[] = [];

	for (const [index, weight] of weights.entries()) {
		ends.push((ends.at(-1) ?? 0) + ((totalMs - waitingMs) * weight / sum * (index >= tailFrom ? tailFactor : 1)));
	}

	return {waitingMs, ends, importingMs: ends.at(-1) ?? 0};
};

const percentageAt = ({ends}: Course, importingMs: number, granularity: number): number => {
	const piece = ends.findIndex(end => end > importingMs);
	const [start, end] = [ends[piece - 1] ?? 0, ends[piece] ?? 0];
	const loaded = piece === -1 ? 1 : (piece + ((importingMs - start) / (end - start))) / pieces;
	return Math.floor(loaded * 100 / granularity) * granularity;
};

const checkpoints = [0.1, 0.25, 0.5, 0.75] as const;

/*
The time left and its estimate by each variant, when each of these shares of the time in IMPORTING has passed.
*/
type Outcome = ReadonlyArray<{readonly leftMs: number; readonly estimates: ReadonlyArray<number | undefined>}>;

const watch = (random: Random, world: World, compared: readonly Variant[]): Outcome => {
	const medianMs = logNormal(random, 10 * 60_000, 1);
	const task = {taskId: '', source: 's3://bucket/folder/', format: 'CSV'};
	const earlierCount = random.chance(world.isNewSource) ? 0 : random.whole(1, maxPerKind);
	const earlier = addEarlierImports(noEarlierImports, Array.from({length: earlierCount}, (_, index) => {
		const {waitingMs, importingMs} = drawCourse(random, medianMs, world);
		return {task: {...task, taskId: String(index)}, endedAt: index, durationMs: waitingMs + importingMs};
	}));
	const course = drawCourse(random, medianMs, world);
	const firstAt = (random.chance(world.seenMidway) ? course.importingMs * 0.6 : -world.pollMs) * random.fraction();
	let history: ProgressHistory | undefined;
	let at = firstAt;

	const pollUntil = (until: number): void => {
		for (; at <= until; at += world.pollMs * (0.9 + (0.2 * random.fraction()))) {
			const status = at < 0 ? 'ANALYZING_DATA' : 'IMPORTING';
			history = observeProgress(history, {status, progress: {percentage: percentageAt(course, at, world.granularity)}}, at);
		}
	};

	return checkpoints.map(share => {
		const now = course.importingMs * share;
		pollUntil(now);
		const observedAt = history?.last.at ?? now;
		const running = {
			status: 'IMPORTING', at: observedAt, elapsedMs: history && course.waitingMs + observedAt, history, usualMs: usualOf(earlier, task)?.durationMs,
		};
		return {leftMs: course.importingMs - observedAt, estimates: compared.map(([, leftMs]) => leftMs(running))};
	});
};

const closeness = 0.25;

const percent = (part: number, whole: number): string => String(Math.round(100 * part / whole));

/*
For each variant, a cell per checkpoint: the share of the imports whose estimate is close, and the share without one.
*/
const compare = (world: World, compared: readonly Variant[], runs: number): readonly string[][] => {
	const outcomes = Array.from({length: runs}, (_, index) => watch(createRandom(1, index), world, compared));

	return compared.map((_variant, variant) => checkpoints.map((_share, index) => {
		const estimates = outcomes.map(outcome => ({leftMs: outcome[index]?.leftMs ?? NaN, estimate: outcome[index]?.estimates[variant]}));
		const close = estimates.filter(({leftMs, estimate}) => estimate !== undefined && Math.abs(estimate - leftMs) <= closeness * leftMs);
		const missing = estimates.filter(({estimate}) => estimate === undefined);
		return `${percent(close.length, runs)} / ${percent(missing.length, runs)}`;
	}));
};

export const estimates: Figure = {
	name: 'estimates',
	title: 'Estimates of the time left',
	goal: 'at 25 %, 70 % of the estimates within ±25 %, and at most 5 % of the imports without one',
	how: [
		'A simulation with the functions of `source/imports`, always of the same imports.',
		'Each cell shows the percentage of imports whose estimate is within ±25 % of the truth, and the percentage without an estimate, when that share of the time in IMPORTING has passed.',
		'The durations of a source are log-normal (σ 0.3, medians around 10 minutes with σ 1), and the rate of an import varies (σ 0.25).',
		'For 10 % of the imports, the last 10 to 40 % of the data take two to five times as long.',
		'A poll takes place every 10 s. For 15 % of the imports, no earlier import of the source is known, for the others one to five.',
		'First the rules and their constants in this world, then other worlds.',
	],
	async measure(effort) {
		const runs = runsOf(effort, {normal: 2000, quick: 50});
		const rows = (world: World, compared: readonly Variant[], name?: string): readonly string[][] =>
			compare(world, compared, runs).map((cells, index) => [...(name === undefined ? [] : [name]), compared[index]?.[0] ?? '', ...cells]);
		const table = [
			...rows(usual, variants, 'as above'),
			...worlds.slice(1).flatMap(([name, changes]) => rows({...usual, ...changes}, [steadyAlone, theRules], name)),
		];
		return {headings: ['imports', 'rules', ...checkpoints.map(share => `at ${share * 100} %`)], rows: table};
	},
};
