import {type knownFormats} from '../imports/task.ts';
import {
	activeMs,
	type Course,
	divertCourse,
	type Growth,
	type Phase,
	positionAt,
} from './phase.ts';
import {failureReason} from './failure-reason.ts';
import {createRandom, identifierOf, type Random} from './random.ts';

/**
Everything about an import, drawn before it starts. Its state follows from the plan and the elapsed time.
*/
export type ImportPlan = {
	readonly taskId: string;
	readonly graphId: string;
	readonly graphName: string;

	/**
	The settings of a graph that the import creates. Undefined if the graph existed before.
	*/
	readonly newGraph?: Readonly<Record<string, unknown>> | undefined;
	readonly source: string;
	readonly format?: string;
	readonly parquetType?: string;
	readonly roleArn: string;
	readonly importOptions?: Readonly<Record<string, unknown>>;
	readonly course: Course;
	readonly statementCount: number;
	readonly dictionaryEntryCount: number;
	readonly errorDetails: string;

	/**
	Time in CANCELLING if it is cancelled.
	*/
	readonly cancellingMs: number;
};

export type Traits = {
	readonly ending: 'succeeds' | 'fails' | 'isCancelled' | 'isDeleted';
	readonly sourceKind: 's3' | 'cluster' | 'snapshot';

	/**
	Whether the graph is large enough: `tooSmall` is noticed before loading, `runsFull` while loading.
	*/
	readonly fit: 'fits' | 'tooSmall' | 'runsFull';
	readonly createsGraph: boolean;
	readonly format: (typeof knownFormats)[number];

	/**
	The status in which the import fails; a random one if undefined or not in the course.
	*/
	readonly failsIn: string | undefined;
	readonly slowness: number;
};

const accountId = '123456789012';

const sharedGraphNames = [
	'customers-prod',
	'customers-staging',
	'fraud-detection',
	'orders-prod',
	'orders-staging',
	'identity-resolution',
	'knowledge-base',
	'supply-chain',
	'social-follows',
	'recommendations',
	'security-graph',
	'data-lineage',
] as const;

const graphNameOf = (number: number): string => sharedGraphNames[number] ?? `${sharedGraphNames[number % sharedGraphNames.length] ?? 'graph'}-${number}`;

const drawTraits = (random: Random): Traits => {
	const sourceKind = random.chance(0.88) ? 's3' : random.pick(['cluster', 'snapshot'] as const);
	return {
		ending: random.pick(['succeeds', 'succeeds', 'succeeds', 'succeeds', 'succeeds', 'succeeds', 'succeeds', 'fails', 'fails', 'isCancelled'] as const),
		sourceKind,
		fit: random.pick(['fits', 'fits', 'fits', 'tooSmall', 'runsFull'] as const),
		// Imports from Neptune databases always create a graph.
		createsGraph: sourceKind !== 's3' || random.chance(0.3),
		format: random.pick(['CSV', 'CSV', 'OPEN_CYPHER', 'PARQUET', 'NTRIPLES'] as const),
		failsIn: random.chance(0.6) ? 'IMPORTING' : undefined,
		slowness: 1,
	};
};

const nothing: Growth = {from: 0, to: 0};
const all: Growth = {from: 0, to: 1};

type SecondsRange = readonly [min: number, max: number];

type DrawPhase = (status: string, secondsRange: SecondsRange, fields?: Partial<Phase>) => Phase;

const drawMs = (random: Random, [min, max]: SecondsRange, slowness: number): number => Math.round((min + (random.fraction() * (max - min))) * 1000 * slowness);

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

// Draws the time of a failure or cancellation, in milliseconds since the start.
const drawStopMs = (random: Random, course: Course, status: string | undefined): number => {
	const found = course.findLastIndex(phase => phase.status === status);
	const index = found === -1 ? random.whole(0, course.length - 1) : found;
	const before = course.slice(0, index).reduce((sum, {durationMs}) => sum + durationMs, 0);
	return Math.round(before + ((course[index]?.durationMs ?? 0) * (0.2 + (random.fraction() * 0.7))));
};

export const cancellation = (cancellingMs: number) => [
	{status: 'CANCELLING', durationMs: cancellingMs},
	{status: 'CANCELLED', durationMs: Infinity},
] as const;

type CourseSettings = {readonly number: number; readonly source: string; readonly roleArn: string; readonly errorDetails: string; readonly cancellingMs: number};

const drawCourse = (random: Random, traits: Traits, {cancellingMs, ...failed}: CourseSettings): Course => {
	const errorCount = traits.ending === 'fails' ? random.whole(20, 900) : random.whole(1, 12) * Number(random.chance(0.1));
	const phases = drawPhases(random, traits, {from: 0, to: errorCount});

	switch (traits.ending) {
		case 'succeeds':
		case 'isDeleted': {
			return divertCourse(phases, activeMs(phases), [{status: traits.ending === 'succeeds' ? 'SUCCEEDED' : 'DELETED', durationMs: Infinity}]);
		}

		case 'isCancelled': {
			return divertCourse(phases, drawStopMs(random, phases, undefined), cancellation(cancellingMs));
		}

		case 'fails': {
			const stopMs = drawStopMs(random, phases, traits.failsIn);
			const reason = failureReason(positionAt(phases, stopMs).phase.status, failed);
			return divertCourse(phases, stopMs, [
				{status: 'ROLLING_BACK', durationMs: drawMs(random, [5, 15], traits.slowness)},
				{status: 'FAILED', durationMs: reason.settlesMs, isSettling: true},
				{status: 'FAILED', durationMs: Infinity, ...reason.fields},
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

const dataErrors = ['value does not match the column type', 'edge refers to a missing vertex', 'unclosed quote'] as const;

/**
Plans import `number` of a seed. `overrides` replaces random traits.
*/
export const planImport = (seed: number, number: number, overrides: Partial<Traits> = {}): ImportPlan => {
	const random = createRandom(seed, number);
	const traits: Traits = {...drawTraits(random), ...overrides};
	const source = drawSource(random, traits);
	const roleArn = `arn:aws:iam::${accountId}:role/${random.pick(['NeptuneImport', 'NeptuneImport', 'graph-loader-prod', 'service-role/data-platform-reader'])}`;
	const statementCount = Math.round(10 ** (4.5 + (random.fraction() * 4)));
	const cancellingMs = drawMs(random, [4, 9], 1);
	const errors = createRandom(seed, -number - 1);
	const errorDetails = `Line ${errors.whole(2, 90_000)} of ${source}: ${errors.pick(dataErrors)}.`;
	const graphNumber = traits.createsGraph ? sharedGraphNames.length + number : random.whole(0, sharedGraphNames.length - 1);

	return {
		taskId: identifierOf('t', seed, number),
		graphId: identifierOf('g', seed, graphNumber),
		graphName: graphNameOf(graphNumber),
		...(traits.createsGraph && {newGraph: {}}),
		source,
		...formatFields(traits),
		roleArn,
		...(traits.sourceKind !== 's3' && {importOptions: neptuneOptions}),
		course: drawCourse(random, traits, {
			number, source, roleArn, errorDetails, cancellingMs,
		}),
		statementCount,
		dictionaryEntryCount: Math.round(statementCount * (0.1 + (random.fraction() * 0.4))),
		errorDetails,
		cancellingMs,
	};
};
