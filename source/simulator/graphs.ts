import {isFinished} from '../imports/task.ts';
import {
	type Fleet,
	type FleetImport,
	type GraphEdit,
	statusOf,
	taskIdOf,
	taskOf,
} from './fleet.ts';
import {activeMs} from './phase.ts';
import {type WireGraph} from './planned-import.ts';

/**
A graph and what its imports make of it. `wire` is the response of `GetGraph`.
*/
export type SimulatedGraph = {
	readonly wire: WireGraph;
	readonly hasData: boolean;
};

// An import has succeeded some seconds before its graph is available.
const settlesMs = 5000;

const noEdit: GraphEdit = {fields: {}, work: [], deletedTaskIds: new Set()};

const editOf = ({graphEdits}: Fleet, graphId: string): GraphEdit => graphEdits.get(graphId) ?? noEdit;

const withEdit = (fleet: Fleet, graphId: string, edit: GraphEdit): Fleet => ({...fleet, graphEdits: new Map(fleet.graphEdits).set(graphId, edit)});

// Graphs have one of the usual sizes, in m-NCU.
const memoryOf = (graphId: string): number => 16 * (2 ** ((graphId.codePointAt(3) ?? 0) % 6));

const isSettling = (entry: FleetImport, at: number): boolean => entry.kind === 'planned' && at - entry.startedAt - activeMs(entry.plan.course) < settlesMs;

const importStatus = (imports: readonly FleetImport[], at: number): string => {
	const active = imports.find(entry => !isFinished(statusOf(entry, at)));

	if (active === undefined) {
		return imports.some(entry => statusOf(entry, at) === 'SUCCEEDED' && isSettling(entry, at)) ? 'IMPORTING' : 'AVAILABLE';
	}

	return statusOf(active, at) === 'INITIALIZING' && active.kind === 'planned' && active.plan.newGraph !== undefined ? 'CREATING' : 'IMPORTING';
};

// The service rolls back the graph of a failed `CreateGraphUsingImportTask`.
const isRolledBack = (entry: FleetImport, at: number): boolean => {
	const status = statusOf(entry, at);
	return entry.kind === 'planned' && entry.plan.newGraph !== undefined && isFinished(status) && status !== 'SUCCEEDED';
};

const graphOf = (fleet: Fleet, id: string, imports: readonly FleetImport[], at: number): SimulatedGraph | undefined => {
	const {fields, work, deletedTaskIds} = editOf(fleet, id);

	if (fields.id === undefined && imports.every(entry => isRolledBack(entry, at))) {
		return undefined;
	}

	const plan = imports.map(entry => entry.kind === 'planned' ? entry.plan : undefined).find(found => found !== undefined);
	return {
		wire: {
			id,
			name: plan?.graphName ?? `graph-${id.slice(2)}`,
			arn: `arn:aws:neptune-graph:us-east-1:123456789012:graph/${id}`,
			status: work.find(({until}) => at < until)?.status ?? importStatus(imports, at),
			provisionedMemory: memoryOf(id),
			publicConnectivity: false,
			endpoint: `${id}.us-east-1.neptune-graph.amazonaws.com`,
			replicaCount: 1,
			deletionProtection: true,
			createTime: Date.UTC(2026, 0, 12) / 1000,
			...plan?.newGraph,
			...fields,
		},
		hasData: imports.some(entry => statusOf(entry, at) === 'SUCCEEDED' && !deletedTaskIds.has(taskIdOf(entry))),
	};
};

const importsByGraph = (fleet: Fleet, at: number): ReadonlyMap<string, readonly FleetImport[]> => {
	const byGraph = new Map<string, FleetImport[]>(fleet.graphEdits.entries().filter(([, {fields}]) => fields.id !== undefined).map(([id]) => [id, []]));

	for (const entry of fleet.imports) {
		const {graphId} = taskOf(entry, at);

		if (graphId !== undefined) {
			byGraph.set(graphId, [...(byGraph.get(graphId) ?? []), entry]);
		}
	}

	return byGraph;
};

/**
Returns the graphs at `at` (epoch milliseconds), those with the newest imports first.
*/
export const graphsOf = (fleet: Fleet, at: number): readonly SimulatedGraph[] => importsByGraph(fleet, at).entries()
	.map(([id, imports]) => graphOf(fleet, id, imports, at))
	.filter(graph => graph !== undefined)
	.toArray();

export const findGraph = (fleet: Fleet, graphId: string, at: number): SimulatedGraph | undefined => graphsOf(fleet, at).find(({wire}) => wire.id === graphId);

/**
Returns the graph as in `ListGraphs`.
*/
export const listedGraph = ({wire: {createTime, statusReason, vectorSearchConfiguration, sourceSnapshotId, buildNumber, ...listed}}: SimulatedGraph): WireGraph => listed;

/**
Adds a graph, or replaces these fields of an existing one.
*/
export const putGraph = (fleet: Fleet, graph: WireGraph): Fleet => {
	const edit = editOf(fleet, graph.id);
	return withEdit(fleet, graph.id, {...edit, fields: {...edit.fields, ...graph}});
};

const workMs = {snapshot: 6000, reset: 6000, update: 8000} as const;

/**
Deletes the data of the graph, after a snapshot if there is one to take.
*/
export const resetGraph = (fleet: Fleet, graphId: string, {hasSnapshot, at}: {readonly hasSnapshot: boolean; readonly at: number}): Fleet => {
	const edit = editOf(fleet, graphId);
	const resetAt = hasSnapshot ? at + workMs.snapshot : at;
	return withEdit(fleet, graphId, {
		...edit,
		work: [...(hasSnapshot ? [{status: 'SNAPSHOTTING', until: resetAt}] : []), {status: 'RESETTING', until: resetAt + workMs.reset}],
		deletedTaskIds: new Set(fleet.imports.map(entry => taskIdOf(entry))),
	});
};

/**
Changes settings of the graph, such as its memory.
*/
export const updateGraph = (fleet: Fleet, graphId: string, fields: Partial<WireGraph>, at: number): Fleet => {
	const edit = editOf(fleet, graphId);
	return withEdit(fleet, graphId, {...edit, fields: {...edit.fields, ...fields}, work: [{status: 'UPDATING', until: at + workMs.update}]});
};
