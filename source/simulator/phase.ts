import {isFinished} from '../imports/task.ts';

/**
A number that grows evenly from the beginning of a phase to its end.
*/
export type Growth = {
	readonly from: number;
	readonly to: number;
};

/**
A stretch of an import's course in which its status stays the same.
*/
export type Phase = {
	readonly status: string;

	/**
	In milliseconds; infinite for the last phase.
	*/
	readonly durationMs: number;
	readonly attemptNumber: number;

	/**
	Whether the graph is there, so that there is something to load into.
	*/
	readonly isProvisioned: boolean;

	/**
	Which part of the data has been loaded, from 0 to 1.
	*/
	readonly loaded: Growth;
	readonly errorCount: Growth;
	readonly statusReason?: string;
};

/**
What a course has come to at a moment.
*/
export type Position = {
	readonly phase: Phase;

	/**
	Place of the phase in its course, from 0.
	*/
	readonly index: number;

	/**
	Since the phase began.
	*/
	readonly elapsedMs: number;

	/**
	From 0 to 1.
	*/
	readonly loaded: number;
	readonly errorCount: number;
};

/**
Phases that follow each other. There is at least one, and only the last has no end.
*/
export type Course = readonly [Phase, ...Phase[]];

const grown = ({from, to}: Growth, fraction: number): number => from + ((to - from) * fraction);

/**
Where a course stands, so many milliseconds after it began.
*/
export const positionIn = (course: Course, elapsedMs: number): Position => {
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
		elapsedMs: phaseElapsedMs,
		loaded: grown(phase.loaded, fraction),
		errorCount: grown(phase.errorCount, fraction),
	};
};

/**
How long a course takes until it is over, in milliseconds.
*/
export const activeMs = (course: Course): number => course
	.filter(({status}) => !isFinished(status))
	.reduce((sum, {durationMs}) => sum + durationMs, 0);

/**
The course that turns away so many milliseconds after it began, and goes on with these phases. What was loaded until then stays.
*/
export const divertedCourse = (course: Course, elapsedMs: number, rest: ReadonlyArray<Omit<Phase, 'attemptNumber' | 'isProvisioned' | 'loaded' | 'errorCount'>>): Course => {
	const position = positionIn(course, elapsedMs);
	const {phase, loaded, errorCount} = position;
	const last: Phase = {
		...phase,
		durationMs: position.elapsedMs,
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
