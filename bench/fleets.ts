import {type WireTask} from '../source/simulator/planned-import.ts';

/**
What the made-up imports are.
*/
export type FleetSettings = {
	readonly size: number;

	/**
	How many of them are under way; the others are over.
	*/
	readonly active: number;
};

/*
As the service writes them: `t-` and ten characters.
*/
const idOf = (prefix: string, number: number): string => `${prefix}-${number.toString(36).padStart(10, '0')}`;

const stages = ['INITIALIZING', 'ANALYZING_DATA', 'IMPORTING', 'IMPORTING', 'IMPORTING'] as const;
const endings = ['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'FAILED', 'SUCCEEDED', 'CANCELLED'] as const;
const formats = ['CSV', 'OPEN_CYPHER', 'PARQUET', 'NTRIPLES'] as const;

/*
An import by its number, so many steps after it began.
*/
const importAt = (number: number, step: number): WireTask => {
	const status = stages[step] ?? endings[number % endings.length] ?? 'SUCCEEDED';
	const percentage = Math.min(100, step * 20);
	return {
		taskId: idOf('t', number),
		graphId: idOf('g', number % 37),
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

const isOverAt = (step: number): boolean => step >= stages.length;

/**
A list of imports, newest first, that moves when it is told to.
*/
export type MovingFleet = {
	readonly tasks: () => readonly WireTask[];

	/**
	So many imports that are under way go on by one step. For each that ends so, a new one comes, and the oldest leaves.
	*/
	readonly move: (count: number) => void;
};

/**
Creates a list in which everything follows from its settings.
*/
export const createFleet = ({size, active}: FleetSettings): MovingFleet => {
	const first = Array.from({length: size}, (_, index) => ({number: size - index, step: index < active ? index % stages.length : stages.length}));
	let entries: ReadonlyArray<{readonly number: number; readonly step: number}> = first;
	let newest = size;
	let turn = 0;
	let tasks = entries.map(({number, step}) => importAt(number, step));

	const moveOne = () => {
		const underWay = entries.flatMap(({step}, index) => isOverAt(step) ? [] : [index]);
		const index = underWay[turn % Math.max(1, underWay.length)];
		const entry = index === undefined ? undefined : entries[index];
		turn++;

		if (index === undefined || entry === undefined) {
			return;
		}

		const moved = {...entry, step: entry.step + 1};
		entries = entries.with(index, moved);
		tasks = tasks.with(index, importAt(moved.number, moved.step));

		if (!isOverAt(moved.step)) {
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
