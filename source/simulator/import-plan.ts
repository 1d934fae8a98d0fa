import {
	activeMs,
	type Course,
	divertedCourse,
	type Growth,
	type Phase,
	positionIn,
} from './phase.ts';
import {createRandom, identifierOf, type Random} from './random.ts';

/**
All that will ever be known of an import, decided before it starts. Its state at a moment follows from this and the time since it began.
*/
export type ImportPlan = {
	readonly taskId: string;
	readonly graphId: string;

	readonly source: string;
	readonly format?: string;
	readonly parquetType?: string;
	readonly roleArn: string;
	readonly importOptions?: Readonly<Record<string, unknown>>;
	readonly course: Course;
	readonly statementCount: number;
	readonly dictionaryEntryCount: number;

	/**
	What went wrong with the data, should anything.
	*/
	readonly errorDetails: string;

	/**
	How long it would take to stop, if it were asked to.
	*/
	readonly cancellingMs: number;
};

/**
What is drawn for an import, unless somebody wishes otherwise.
*/
export type Traits = {
	readonly ending: 'succeeds' | 'fails' | 'isCancelled' | 'isDeleted';
	readonly sourceKind: 's3' | 'cluster' | 'snapshot';

	/**
	Whether the first graph fits, is too small from the beginning, or turns out to be too small while it is loaded.
	*/
	readonly fit: 'fits' | 'tooSmall' | 'runsFull';

	/**
	Whether the import makes its graph, so that the graph is not there from the beginning.
	*/
	readonly createsGraph: boolean;
	readonly format: 'CSV' | 'OPEN_CYPHER' | 'PARQUET' | 'NTRIPLES';

	/**
	The status in which a failure strikes, where the course has it; any of them where it is undefined.
	*/
	readonly failsIn: string | undefined;

	/**
	How many times longer everything takes than in a demonstration.
	*/
	readonly slowness: number;
};

const accountId = '123456789012';

/*
How many graphs take import after import.
*/
const sharedGraphCount = 12;

const drawTraits = (random: Random): Traits => {
	const sourceKind = random.chance(0.88) ? 's3' : random.pick(['cluster', 'snapshot'] as const);
	return {
		ending: random.pick(['succeeds', 'succeeds', 'succeeds', 'succeeds', 'succeeds', 'succeeds', 'succeeds', 'fails', 'fails', 'isCancelled'] as const),
		sourceKind,
		fit: random.pick(['fits', 'fits', 'fits', 'tooSmall', 'runsFull'] as const),
		// An import from a Neptune database makes its graph; one from S3 may load into a graph that is there.
		createsGraph: sourceKind !== 's3' || random.chance(0.3),
		format: random.pick(['CSV', 'CSV', 'OPEN_CYPHER', 'PARQUET', 'NTRIPLES'] as const),
		failsIn: random.chance(0.6) ? 'IMPORTING' : undefined,
		slowness: 1,
	};
};

const nothing: Growth = {from: 0, to: 0};
const all: Growth = {from: 0, to: 1};

type SecondsRange = readonly [least: number, most: number];

type DrawPhase = (status: string, secondsRange: SecondsRange, fields?: Partial<Phase>) => Phase;

const drawMs = (random: Random, [least, most]: SecondsRange, slowness: number): number => Math.round((least + (random.fraction() * (most - least))) * 1000 * slowness);

/*
Loading, with whatever it takes to get a graph that is large enough.
*/
const drawLoading = (phase: DrawPhase, random: Random, fit: Traits['fit'], errorCount: Growth): readonly Phase[] => {
	switch (fit) {
		case 'fits': {
			return [phase('IMPORTING', [35, 60], {loaded: all, errorCount})];
		}

		case 'tooSmall': {
			return [
				phase('REPROVISIONING', [8, 20]),
				phase('IMPORTING', [35, 60], {loaded: all, errorCount}),
			];
		}

		case 'runsFull': {
			const fullAt = 0.3 + (random.fraction() * 0.6);
			return [
				phase('IMPORTING', [10, 30], {loaded: {from: 0, to: fullAt}, errorCount}),
				phase('REPROVISIONING', [8, 20], {attemptNumber: 2}),
				phase('IMPORTING', [35, 60], {attemptNumber: 2, loaded: all, errorCount}),
			];
		}
	}
};

/*
The course of an import that nothing stops, without its end.
*/
const drawPhases = (random: Random, {
	sourceKind, fit, createsGraph, slowness,
}: Traits, errorCount: Growth): Course => {
	const phase: DrawPhase = (status, secondsRange, fields) => ({
		status,
		durationMs: drawMs(random, secondsRange, slowness),
		attemptNumber: 1,
		isProvisioned: true,
		loaded: nothing,
		errorCount: nothing,
		...fields,
	});

	return [
		phase('INITIALIZING', [6, 15], {isProvisioned: !createsGraph}),
		...(sourceKind === 's3' ? [] : [phase('EXPORTING', [15, 45])]),
		phase('ANALYZING_DATA', [10, 30]),
		...drawLoading(phase, random, fit, errorCount),
	];
};

const failureReason = (status: string, {source, roleArn}: {readonly source: string; readonly roleArn: string}): string => {
	switch (status) {
		case 'INITIALIZING': {
			return `The role ${roleArn} can't be assumed by neptune-graph.amazonaws.com.`;
		}

		case 'EXPORTING': {
			return `The export of ${source} failed: access to the bucket that it writes to was denied.`;
		}

		case 'ANALYZING_DATA': {
			return `There are no files to load in ${source}.`;
		}

		case 'REPROVISIONING': {
			return 'The data needs more memory than the maxProvisionedMemory of the graph allows.';
		}

		default: {
			return `The data in ${source} has errors, and failOnError is on.`;
		}
	}
};

/*
How long an import is FAILED before it says why: a client that asks at once gets no reason yet.
*/
const reasonSettlesMs = 3000;

/*
The moment in a course at which a failure strikes or somebody asks to stop: somewhere inside one phase.
*/
const drawTurn = (random: Random, course: Course, status: string | undefined): number => {
	const index = status === undefined ? -1 : course.findLastIndex(phase => phase.status === status);
	const turnIndex = index === -1 ? random.whole(0, course.length - 1) : index;
	const before = course.slice(0, turnIndex).reduce((sum, {durationMs}) => sum + durationMs, 0);
	return Math.round(before + ((course[turnIndex]?.durationMs ?? 0) * (0.2 + (random.fraction() * 0.7))));
};

/**
The phases of an import that was asked to stop.
*/
export const cancellation = (cancellingMs: number) => [
	{status: 'CANCELLING', durationMs: cancellingMs},
	{status: 'CANCELLED', durationMs: Infinity},
] as const;

const statusAt = (course: Course, elapsedMs: number): string => positionIn(course, elapsedMs).phase.status;

const drawCourse = (random: Random, traits: Traits, {source, roleArn, cancellingMs}: {readonly source: string; readonly roleArn: string; readonly cancellingMs: number}): Course => {
	const errorCount = traits.ending === 'fails' ? random.whole(20, 900) : random.whole(1, 12) * Number(random.chance(0.1));
	const phases = drawPhases(random, traits, {from: 0, to: errorCount});

	switch (traits.ending) {
		case 'succeeds': {
			return divertedCourse(phases, activeMs(phases), [{status: 'SUCCEEDED', durationMs: Infinity}]);
		}

		case 'isDeleted': {
			return divertedCourse(phases, activeMs(phases), [{status: 'DELETED', durationMs: Infinity}]);
		}

		case 'isCancelled': {
			return divertedCourse(phases, drawTurn(random, phases, undefined), cancellation(cancellingMs));
		}

		case 'fails': {
			const turn = drawTurn(random, phases, traits.failsIn);
			const statusReason = failureReason(statusAt(phases, turn), {source, roleArn});
			return divertedCourse(phases, turn, [
				{status: 'ROLLING_BACK', durationMs: drawMs(random, [5, 15], traits.slowness)},
				{status: 'FAILED', durationMs: reasonSettlesMs},
				{status: 'FAILED', durationMs: Infinity, statusReason},
			]);
		}
	}
};

const fileEnding = (format: Traits['format']): string => {
	switch (format) {
		case 'CSV':
		case 'OPEN_CYPHER': {
			return 'csv';
		}

		case 'PARQUET': {
			return 'parquet';
		}

		case 'NTRIPLES': {
			return 'nt';
		}
	}
};

const drawS3Source = (random: Random, ending: string): string => {
	const bucket = random.pick(['acme-lake', 'acme-lake', 'acme-graph-staging', 'partner-dropbox-eu', 'ml-features']);
	const dataset = random.pick(['customers', 'orders', 'social/follows', 'fraud/transactions', 'supply-chain/parts', 'knowledge-base']);
	const day = `2026/${String(random.whole(1, 12)).padStart(2, '0')}/${String(random.whole(1, 28)).padStart(2, '0')}`;
	return `s3://${bucket}/${dataset}/${day}/${random.chance(0.4) ? `part-${String(random.whole(0, 9999)).padStart(4, '0')}.${ending}` : ''}`;
};

const drawSource = (random: Random, {sourceKind, format}: Traits): string => {
	const cluster = random.pick(['orders-prod', 'identity-graph', 'fraud-eu']);

	switch (sourceKind) {
		case 's3': {
			return drawS3Source(random, fileEnding(format));
		}

		case 'cluster': {
			return `https://${cluster}.cluster-c0a1b2c3d4e5.us-east-1.neptune.amazonaws.com:8182`;
		}

		case 'snapshot': {
			return `arn:aws:rds:us-east-1:${accountId}:cluster-snapshot:${cluster}-nightly-${random.whole(100, 999)}`;
		}
	}
};

const formatFields = ({sourceKind, format}: Traits): Pick<ImportPlan, 'format' | 'parquetType'> => {
	if (sourceKind !== 's3') {
		return {};
	}

	return format === 'PARQUET' ? {format, parquetType: 'COLUMNAR'} : {format};
};

const neptuneOptions = {
	neptune: {
		s3ExportPath: 's3://acme-graph-staging/exports/',
		s3ExportKmsKeyId: `arn:aws:kms:us-east-1:${accountId}:key/0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d`,
		preserveDefaultVertexLabels: true,
		preserveEdgeIds: false,
	},
} as const;

const dataErrors = ['a value does not have the type of its column', 'an edge names a vertex that is not there', 'a quote is never closed'] as const;

/**
The `number`th import of a seed, with what is wished of it.
*/
export const planImport = (seed: number, number: number, wishes: Partial<Traits> = {}): ImportPlan => {
	const random = createRandom(seed, number);
	const traits: Traits = {...drawTraits(random), ...wishes};
	const source = drawSource(random, traits);
	const roleArn = `arn:aws:iam::${accountId}:role/${random.pick(['NeptuneImport', 'NeptuneImport', 'graph-loader-prod', 'service-role/data-platform-reader'])}`;
	const statementCount = Math.round(10 ** (4.5 + (random.fraction() * 4)));
	const cancellingMs = drawMs(random, [4, 9], 1);

	return {
		taskId: identifierOf('t', seed, number),
		graphId: identifierOf('g', seed, traits.createsGraph ? sharedGraphCount + number : random.whole(0, sharedGraphCount - 1)),
		source,
		...formatFields(traits),
		roleArn,
		...(traits.sourceKind !== 's3' && {importOptions: neptuneOptions}),
		course: drawCourse(random, traits, {source, roleArn, cancellingMs}),
		statementCount,
		dictionaryEntryCount: Math.round(statementCount * (0.1 + (random.fraction() * 0.4))),
		errorDetails: `Line ${random.whole(2, 90_000)} of ${source}: ${random.pick(dataErrors)}.`,
		cancellingMs,
	};
};
