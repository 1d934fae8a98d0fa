import {isFinished} from '../imports/task.ts';

/**
A value that grows linearly during a phase.
*/
export type Growth = {
	readonly from: number;
	readonly to: number;
};

/**
A period without a status change. `loaded` is the fraction of loaded data, from 0 to 1.
*/
export type Phase = {
	readonly status: string;
	readonly durationMs: number;
	readonly attemptNumber: number;
	readonly isProvisioned: boolean;
	readonly loaded: Growth;
	readonly errorCount: Growth;
	readonly statusReason?: string;

	/**
	The import has failed, but its details still say IN_PROGRESS.
	*/
	readonly isSettling?: boolean;
};

type Position = {
	readonly phase: Phase;
	readonly index: number;
	readonly phaseElapsedMs: number;
	readonly loaded: number;
	readonly errorCount: number;
};

/**
The phases of an import. Only the last one is infinite.
*/
export type Course = readonly [Phase, ...Phase[]];

const interpolate = ({from, to}: Growth, fraction: number): number => from + ((to - from) * fraction);

export const positionAt = (course: Course, elapsedMs: number): Position => {
	let index = 0;
	let phase: Phase = course[0];
	let phaseElapsedMs = Math.max(0, elapsedMs);

	while (phaseElapsedMs >= phase.durationMs) {
		const next = course[index + 1];

		if (next === undefined) {
			break;
		}

		phaseElapsedMs -= phase.durationMs;
		phase = next;
		index += 1;
	}

	const fraction = Math.min(1, phaseElapsedMs / phase.durationMs);
	return {
		phase,
		index,
		phaseElapsedMs,
		loaded: interpolate(phase.loaded, fraction),
		errorCount: interpolate(phase.errorCount, fraction),
	};
};

/**
Returns the time until the import finishes, in milliseconds.
*/
export const activeMs = (course: Course): number => course
	.filter(({status}) => !isFinished(status))
	.reduce((sum, {durationMs}) => sum + durationMs, 0);

/**
Cuts the course at `elapsedMs` and appends these phases. They keep the progress at that point.
*/
export const divertCourse = (course: Course, elapsedMs: number, rest: ReadonlyArray<Omit<Phase, 'attemptNumber' | 'isProvisioned' | 'loaded' | 'errorCount'>>): Course => {
	const position = positionAt(course, elapsedMs);
	const {phase, loaded, errorCount} = position;
	const last: Phase = {
		...phase,
		durationMs: position.phaseElapsedMs,
		loaded: {from: phase.loaded.from, to: loaded},
		errorCount: {from: phase.errorCount.from, to: errorCount},
	};
	const after = rest.map(next => ({
		...next,
		attemptNumber: phase.attemptNumber,
		isProvisioned: phase.isProvisioned,
		loaded: {from: loaded, to: loaded},
		errorCount: {from: errorCount, to: errorCount},
	}));
	const [first = last, ...others] = [...course.slice(0, position.index), last, ...after];
	return [first, ...others];
};
