import {isFinished} from '../imports/task.ts';
import {type SucceededImport} from '../imports/progress/usual.ts';
import {createFleet, statusOf} from './fleet.ts';
import {type ImportPlan, planImport} from './import-plan.ts';
import {activeMs} from './phase.ts';
import {createRandom, type Random} from './random.ts';

const perImport = 4;

// Enough for an hour of arrivals.
const arrivals = 240;

const dayMs = 86_400_000;

/*
Makes one import in five look slower than usual.
*/
const earlierOf = ({taskId, source, format, course, statementCount}: ImportPlan, random: Random, at: number): readonly SucceededImport[] => {
	const importingMs = course.filter(({status}) => status === 'IMPORTING').reduce((sum, {durationMs}) => sum + durationMs, 0);
	const speed = random.chance(0.2) ? 3 : 1;

	return Array.from({length: perImport}, (_, index) => {
		const variation = 0.8 + (random.fraction() * 0.4);
		return {
			task: {taskId: `${taskId}-${index}`, source, ...(format !== undefined && {format})},
			endedAt: at - ((index + 1) * dayMs),
			durationMs: activeMs(course) * variation,
			...(importingMs > 0 && {statementsPerSecond: statementCount * 1000 * speed / importingMs / variation}),
		};
	});
};

/**
Simulates imports that succeeded in the days before `at`. They have the sources of the running and coming imports of the fleet with this seed.
*/
export const earlierImports = (seed: number, at: number): readonly SucceededImport[] => {
	const {imports, arrivals: next} = createFleet({seed, at});
	const running = imports.flatMap(entry => entry.kind === 'planned' && !isFinished(statusOf(entry, at)) ? [entry.plan] : []);
	const coming = Array.from({length: arrivals}, (_, index) => planImport(seed, (next?.nextNumber ?? 0) + index));
	return [...running, ...coming].flatMap((plan, index) => earlierOf(plan, createRandom(seed, index), at));
};
