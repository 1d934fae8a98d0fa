import {type ImportDetails, type ImportProgress} from '../../source/imports/details.ts';
import {observeProgress, type ProgressHistory} from '../../source/imports/progress/progress.ts';
import {timeLeft} from '../../source/imports/progress/time-left.ts';

export const start = Date.UTC(2026, 2, 1, 12);
export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

export type Response = ImportProgress & Partial<Pick<ImportDetails, 'status' | 'attemptNumber'>>;

/**
Responses by the time since `start`.
*/
export type Course = (elapsedMs: number) => Response;

export const detailsOf = ({status = 'IMPORTING', attemptNumber, ...progress}: Response): ImportDetails => ({status, attemptNumber, progress});

export const observeAll = (course: Course, times: readonly number[], before?: ProgressHistory): ProgressHistory => {
	let history = before;

	for (const elapsedMs of times) {
		history = observeProgress(history, detailsOf(course(elapsedMs)), start + elapsedMs);
	}

	if (history === undefined) {
		throw new RangeError('Nothing was observed.');
	}

	return history;
};

/**
Times from `fromMs` to `toMs`, both included.
*/
export const every = (intervalMs: number, fromMs: number, toMs: number): readonly number[] => {
	const count = Math.floor((toMs - fromMs) / intervalMs) + 1;
	return Array.from({length: count}, (_, index) => fromMs + (index * intervalMs));
};

export const linear = (durationMs: number): Course => elapsedMs => ({percentage: Math.min(100, Math.floor(elapsedMs * 100 / durationMs))});

/**
The estimate from observed progress alone, in milliseconds.
*/
export const leftOf = (history: ProgressHistory, at: number): number | undefined => timeLeft({status: history.last.status, at, history});
