import {knownFormats} from '../imports/task.ts';
import {type Fleet, getImport, startImport} from './fleet.ts';
import {
	findGraph,
	graphsOf,
	resetGraph,
	type SimulatedGraph,
	updateGraph,
} from './graphs.ts';
import {type ImportPlan, planImport} from './import-plan.ts';
import {type WireTask} from './planned-import.ts';
import {identifierOf} from './random.ts';
import {errorReply, type Reply} from './reply.ts';

export type Served = {readonly fleet: Fleet; readonly reply: Reply};

type Input = Readonly<Record<string, unknown>>;

const refuse = (fleet: Fleet, ...error: Parameters<typeof errorReply>): Served => ({fleet, reply: errorReply(...error)});

// Formats and limits of the service model.
const rolePattern = /^arn:aws[^:]*:iam::\d{12}:role(?:\/[\w+,\-.=@]+)+$/v;
const graphNamePattern = /^(?!g-)[a-z][\da-z]*(?:-[\da-z]+)*$/v;
const maxGraphNameLength = 63;
const memoryRange = {min: 16, max: 24_576} as const;
const formats: ReadonlySet<unknown> = new Set([...knownFormats, undefined]);

const isMemory = (value: unknown): boolean => value === undefined || (typeof value === 'number' && Number.isSafeInteger(value) && value >= memoryRange.min && value <= memoryRange.max);

/*
Returns what is wrong with the input of a new import.
*/
const importFault = ({source, roleArn, format, blankNodeHandling}: Input): string | undefined => {
	if (typeof source !== 'string' || source === '') {
		return 'source is required.';
	}

	if (typeof roleArn !== 'string' || !rolePattern.test(roleArn)) {
		return 'roleArn must be the ARN of a role.';
	}

	if (!formats.has(format)) {
		return 'format must be CSV, OPEN_CYPHER, PARQUET or NTRIPLES.';
	}

	return format === 'NTRIPLES' && blankNodeHandling !== 'convertToIri' ? 'blankNodeHandling must be convertToIri for NTRIPLES.' : undefined;
};

const newGraphFault = ({graphName, minProvisionedMemory, maxProvisionedMemory}: Input): string | undefined => {
	if (typeof graphName !== 'string' || graphName.length > maxGraphNameLength || !graphNamePattern.test(graphName)) {
		return 'graphName must have up to 63 lower-case letters, digits and hyphens, begin with a letter, and not with g-.';
	}

	return isMemory(minProvisionedMemory) && isMemory(maxProvisionedMemory)
		? undefined
		: `The provisioned memory must be a whole number from ${memoryRange.min} to ${memoryRange.max}.`;
};

const defined = (fields: Input): Input => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

// The numbers of imports that arrive by themselves stay below it.
const firstStartedNumber = 1_000_000_000;

type StartedGraph = Pick<ImportPlan, 'graphName' | 'newGraph'> & {readonly graphId?: string};

/*
An import that a call has started succeeds, so that a person sees the end of the rehearsal.
*/
const serveNewImport = (fleet: Fleet, input: Input, {graphId, ...graph}: StartedGraph, at: number): Served => {
	const number = firstStartedNumber + fleet.startedCount;
	const seed = fleet.arrivals?.seed ?? 1;
	const planned = planImport(seed, number, {
		ending: 'succeeds', sourceKind: 's3', fit: 'fits', createsGraph: graph.newGraph !== undefined,
	});
	const {format, parquetType, importOptions, ...plan} = planned;
	const wire = defined({format: input['format'], parquetType: input['parquetType'], importOptions: input['importOptions']});
	const started = startImport(fleet, {
		kind: 'planned',
		plan: {
			...plan,
			...wire,
			...graph,
			graphId: graphId ?? identifierOf('g', seed, number),
			source: String(input['source']),
			errorDetails: plan.errorDetails.replaceAll(plan.source, () => String(input['source'])),
			roleArn: String(input['roleArn']),
		},
		startedAt: at,
	});
	const {importTaskDetails, attemptNumber, statusReason, ...body}: Partial<WireTask> = getImport(started, plan.taskId, at) ?? {};
	return {fleet: started, reply: {status: 201, body}};
};

const unavailable = ({wire: {id, status}}: SimulatedGraph): string | undefined => status === 'AVAILABLE' ? undefined : `Graph ${id} is ${status}, not AVAILABLE.`;

export const serveStart = (fleet: Fleet, graph: SimulatedGraph, input: Input, at: number): Served => {
	const fault = importFault(input);
	const {id, name = id} = graph.wire;

	if (fault !== undefined) {
		return refuse(fleet, 'ValidationException', fault);
	}

	const conflict = unavailable(graph) ?? (graph.hasData ? `Graph ${id} is not empty. Reset it first.` : undefined);
	return conflict === undefined
		? serveNewImport(fleet, input, {graphId: id, graphName: name, newGraph: undefined}, at)
		: refuse(fleet, 'ConflictException', conflict);
};

export const serveCreateGraph = (fleet: Fleet, input: Input, at: number): Served => {
	const fault = importFault(input) ?? newGraphFault(input);

	if (fault !== undefined) {
		return refuse(fleet, 'ValidationException', fault);
	}

	const graphName = String(input['graphName']);

	if (graphsOf(fleet, at).some(({wire: {name}}) => name === graphName)) {
		return refuse(fleet, 'ConflictException', `A graph named ${graphName} exists.`);
	}

	const newGraph = defined({
		createTime: at / 1000,
		provisionedMemory: input['minProvisionedMemory'] ?? input['maxProvisionedMemory'],
		publicConnectivity: input['publicConnectivity'],
		replicaCount: input['replicaCount'],
		deletionProtection: input['deletionProtection'],
		kmsKeyIdentifier: input['kmsKeyIdentifier'],
		vectorSearchConfiguration: input['vectorSearchConfiguration'],
	});
	return serveNewImport(fleet, input, {graphName, newGraph}, at);
};

const replyGraph = (fleet: Fleet, {wire: {id}}: SimulatedGraph, at: number): Served => ({
	fleet,
	reply: {status: 200, body: findGraph(fleet, id, at)?.wire ?? {}},
});

export const serveReset = (fleet: Fleet, graph: SimulatedGraph, {skipSnapshot}: Input, at: number): Served => {
	const {id} = graph.wire;

	if (typeof skipSnapshot !== 'boolean') {
		return refuse(fleet, 'ValidationException', 'skipSnapshot must be true or false.');
	}

	const conflict = unavailable(graph);
	return conflict === undefined
		? replyGraph(resetGraph(fleet, id, {hasSnapshot: !skipSnapshot, at}), graph, at)
		: refuse(fleet, 'ConflictException', conflict);
};

export const serveUpdate = (fleet: Fleet, graph: SimulatedGraph, {publicConnectivity, provisionedMemory, deletionProtection}: Input, at: number): Served => {
	const {id} = graph.wire;

	if (!isMemory(provisionedMemory)) {
		return refuse(fleet, 'ValidationException', `provisionedMemory must be a whole number from ${memoryRange.min} to ${memoryRange.max}.`);
	}

	const conflict = unavailable(graph);
	const fields = defined({publicConnectivity, provisionedMemory, deletionProtection});
	return conflict === undefined
		? replyGraph(updateGraph(fleet, id, fields, at), graph, at)
		: refuse(fleet, 'ConflictException', conflict);
};
