import {groupOf} from '../task.ts';
import {type Moment} from './elapsed.ts';
import {type LoadingProgress, type ProgressHistory} from './progress.ts';

/**
`elapsedMs` is the time since the import started, at `at` (epoch milliseconds). `usualMs` is the usual duration of such imports.
*/
export type RunningImport = {
	readonly status: string;
	readonly at: number;
	readonly elapsedMs?: number | undefined;
	readonly history?: ProgressHistory | undefined;
	readonly usualMs?: number | undefined;
};

/*
When the import reached the percentage of a step, in epoch milliseconds. If a response shows `points` at once, it reached the last of them half a point ago on average.
*/
const reachedAt = ({earliest, latest}: Moment, points: number): number => latest - ((latest - earliest) / (2 * points));

/*
Estimates from the average rate of the observed stretch, once it has at least `minPoints` percentage points. The stretch begins with IMPORTING, or else with the first observed step.
*/
const averageLeftMs = ({began, steps, lastPercentage}: LoadingProgress, minPoints: number): number | undefined => {
	const [first, second] = steps;
	const last = steps.at(-1);
	const percentage = began === undefined ? first?.percentage : 0;

	if (first === undefined || last === undefined || lastPercentage === undefined || percentage === undefined || last.percentage - percentage < minPoints) {
		return undefined;
	}

	const beganAt = began === undefined ? reachedAt(first.moment, (second ?? first).percentage - percentage) : reachedAt(began, 1);
	const points = last.percentage - (steps.at(-2)?.percentage ?? percentage);
	const observedMs = lastPercentage.at - beganAt;

	// The next step is still to come, so the second rate is an upper bound.
	const rate = Math.min((last.percentage - percentage) / (reachedAt(last.moment, points) - beganAt), (last.percentage + points - percentage) / observedMs);
	return (100 - percentage - (rate * observedMs)) / rate;
};

export const canSucceed = (status: string): boolean => groupOf(status) === 'active' && status !== 'ROLLING_BACK' && status !== 'CANCELLING';

const usualLeftMs = ({status, elapsedMs, usualMs, history}: RunningImport): number | undefined =>
	usualMs === undefined || elapsedMs === undefined || !canSucceed(status) || history?.last.percentage === 100
		? undefined
		: usualMs - elapsedMs;

/*
Estimates from the observed rate. An estimate expires when the last response is older than the observed stretch.
*/
const leftAtRate = ({history, at}: RunningImport, leftMs: (loading: LoadingProgress) => number | undefined): number | undefined => {
	const {began, steps = [], lastPercentage} = history?.loading ?? {};
	const beganAt = (began ?? steps[0]?.moment)?.earliest;

	if (beganAt === undefined || lastPercentage === undefined || history?.loading === undefined) {
		return undefined;
	}

	const unobservedMs = at - lastPercentage.at;
	const isRecent = unobservedMs >= 0 && unobservedMs <= lastPercentage.at - beganAt;
	const left = isRecent ? leftMs(history.loading) : undefined;
	return left === undefined ? undefined : left - unobservedMs;
};

const rules = {
	averageRate: (running, {minPoints}) => leftAtRate(running, loading => averageLeftMs(loading, minPoints)),
	usualDuration: usualLeftMs,
	earlyRate: (running, {minEarlyPoints}) => leftAtRate(running, loading => averageLeftMs(loading, minEarlyPoints)),
} as const satisfies Readonly<Record<string, (running: RunningImport, settings: TimeLeftSettings) => number | undefined>>;

/**
The rules in the order in which they are tried, and the percentage points that must be observed for an average rate.
*/
export type TimeLeftSettings = {
	readonly order: ReadonlyArray<keyof typeof rules>;
	readonly minPoints: number;
	readonly minEarlyPoints: number;
};

/**
Chosen with `npm run bench -- estimates`.
*/
export const timeLeftSettings: TimeLeftSettings = {order: ['averageRate', 'usualDuration', 'earlyRate'], minPoints: 5, minEarlyPoints: 3};

const maxLeftMs = 30 * 24 * 60 * 60_000;

/**
Estimates the time left in milliseconds, by the first rule that applies. Statement counts are not used, as their total is unknown.
*/
export const timeLeft = (running: RunningImport, settings = timeLeftSettings): number | undefined => {
	for (const name of settings.order) {
		const leftMs = rules[name](running, settings);

		if (leftMs !== undefined && leftMs > 0 && leftMs <= maxLeftMs) {
			return leftMs;
		}
	}

	return undefined;
};

const roundedTo = (unit: number, value: number): number => Math.round(value / unit) * unit;

/**
Formats a remaining time in at most eight columns: `~45 s`, `~12 min`, `~1h 20m`, `~2 d`. Rounds seconds to five, minutes to five from one hour, and to hours from ten hours.
*/
export const leftText = (leftMs: number): string => {
	const seconds = Math.max(5, roundedTo(5, leftMs / 1000));

	if (seconds < 60) {
		return `~${seconds} s`;
	}

	const exactMinutes = leftMs / 60_000;
	const minutes = Math.round(exactMinutes);

	if (minutes < 60) {
		return `~${minutes} min`;
	}

	const fives = roundedTo(5, exactMinutes);

	if (fives < 600) {
		return fives % 60 === 0 ? `~${fives / 60} h` : `~${Math.floor(fives / 60)}h ${String(fives % 60).padStart(2, '0')}m`;
	}

	const hours = Math.round(exactMinutes / 60);
	return hours < 48 ? `~${hours} h` : `~${Math.round(exactMinutes / 1440)} d`;
};
