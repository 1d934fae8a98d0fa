import {type WireTask} from '../source/simulator/planned-import.ts';

/**
`active` imports are running; the others have finished.
*/
export type FleetSettings = {
	readonly size: number;
	readonly active: number;
};

const createId = (prefix: string, number: number): string => `${prefix}-${number.toString(36).padStart(10, '0')}`;

const stages = ['INITIALIZING', 'ANALYZING_DATA', 'IMPORTING', 'IMPORTING', 'IMPORTING'] as const;
const endings = ['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'FAILED', 'SUCCEEDED', 'CANCELLED'] as const;
const formats = ['CSV', 'OPEN_CYPHER', 'PARQUET', 'NTRIPLES'] as const;

const importAt = (number: number, step: number): WireTask => {
	const status = stages[step] ?? endings[number % endings.length] ?? 'SUCCEEDED';
	const percentage = Math.min(100, step * 20);
	return {
		taskId: createId('t', number),
		graphId: createId('g', number % 37),
		source: `s3://lake-${number % 11}/2026/${String((number % 12) + 1).padStart(2, '0')}/shipment-${number}/part-${number % 7}.csv`,
		format: formats[number % formats.length] ?? 'CSV',
		roleArn: `arn:aws:iam::123456789012:role/loader-${number % 5}`,
		status,
		attemptNumber: 1,
		...(status === 'FAILED' && {statusReason: `Line ${number} of the file has a column too many.`}),
		importTaskDetails: {
			status,
			startTime: 1_770_000_000 + number,
			timeElapsedSeconds: step * 60,
			progressPercentage: percentage,
			errorCount: 0,
			statementCount: percentage * 1000,
			dictionaryEntryCount: percentage * 100,
		},
	};
};

const isFinishedAt = (step: number): boolean => step >= stages.length;

/*
A list of imports, newest first.
*/
type BenchFleet = {
	readonly tasks: () => readonly WireTask[];

	/**
	Advances this many running imports by one step. A new import replaces the oldest one for each import that finishes.
	*/
	readonly move: (count: number) => void;
};

/**
Deterministic: the same settings give the same list.
*/
export const createFleet = ({size, active}: FleetSettings): BenchFleet => {
	const first = Array.from({length: size}, (_, index) => ({number: size - index, step: index < active ? index % stages.length : stages.length}));
	let entries: ReadonlyArray<{readonly number: number; readonly step: number}> = first;
	let newest = size;
	let turn = 0;
	let tasks = entries.map(({number, step}) => importAt(number, step));

	const moveOne = () => {
		const running = entries.flatMap(({step}, index) => isFinishedAt(step) ? [] : [index]);
		const index = running[turn % Math.max(1, running.length)];
		const entry = index === undefined ? undefined : entries[index];
		turn++;

		if (index === undefined || entry === undefined) {
			return;
		}

		const moved = {...entry, step: entry.step + 1};
		entries = entries.with(index, moved);
		tasks = tasks.with(index, importAt(moved.number, moved.step));

		if (!isFinishedAt(moved.step)) {
			return;
		}

		newest++;
		entries = [{number: newest, step: 0}, ...entries.slice(0, -1)];
		tasks = [importAt(newest, 0), ...tasks.slice(0, -1)];
	};

	return {
		tasks: () => tasks,
		move(count) {
			for (let moves = 0; moves < count; moves++) {
				moveOne();
			}
		},
	};
};
