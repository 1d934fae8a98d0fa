import {joinParts} from '../text/join-parts.ts';
import {type Failure} from './failures/failure.ts';
import {type ImportTask} from './task.ts';

/**
A graph of ListGraphs. `provisionedMemory` is in m-NCU. The status is a string, because the service may add values.
*/
export type Graph = {
	readonly id: string;
	readonly name: string;
	readonly status: string;
	readonly provisionedMemory?: number | undefined;
};

/**
By graph ID. Undefined for a graph that ListGraphs has never returned: it no longer exists, or does not exist yet.
*/
export type Graphs = ReadonlyMap<string, Graph | undefined>;

/**
A new request number requests the graphs once; 0 aborts a running request.
*/
export type GraphsPlan = {readonly request: number};

/**
`calls` counts the pages.
*/
export type GraphsAnswer = {readonly calls: number} & (
	| {readonly kind: 'graphs'; readonly graphs: readonly Graph[]}
	| {readonly kind: 'failure'; readonly failure: Failure}
);

export type GraphsReport = {
	readonly type: 'graphsAnswered';
	readonly at: number;
	readonly answer: GraphsAnswer;
};

export const availableStatus = 'AVAILABLE';

/**
The status of a graph that ListGraphs does not return. The name of an earlier response stays, because the service deletes the graph of a failed CreateGraphUsingImportTask.
*/
export const missingStatus = 'NOT_FOUND';

export const isMissing = (graph: Graph | undefined): boolean => graph?.status === missingStatus;

// A graph leaves these statuses only if somebody acts.
const restingStatuses: ReadonlySet<string> = new Set([availableStatus, 'STOPPED', 'FAILED']);

export const isResting = (status: string): boolean => restingStatuses.has(status);

const brokenStatuses: ReadonlySet<string> = new Set(['FAILED', 'DELETING', missingStatus]);

export const isBroken = (status: string): boolean => brokenStatuses.has(status);

export const graphStatusLabel = (status: string): string => status.toLowerCase().replaceAll('_', ' ');

export const memoryText = ({provisionedMemory}: Graph): string | undefined => provisionedMemory === undefined ? undefined : `${provisionedMemory} m-NCU`;

/**
Returns status and memory, for example `available, 128 m-NCU`.
*/
export const graphStateText = (graph: Graph): string => joinParts([graphStatusLabel(graph.status), memoryText(graph)], ', ');

/**
The label of the status, or undefined if the graph is available or not known.
*/
export const unavailableLabel = (graph: Graph | undefined): string | undefined => graph === undefined || graph.status === availableStatus ? undefined : graphStatusLabel(graph.status);

/**
The label of the graph's status, if a succeeded import can't be used because its graph is not available.
*/
export const unusableLabel = ({status}: ImportTask, graph: Graph | undefined): string | undefined => status === 'SUCCEEDED' ? unavailableLabel(graph) : undefined;

/**
Follows the status of an import in a sentence.
*/
export const usabilityText = (task: ImportTask, graph: Graph | undefined): string => {
	const label = unusableLabel(task, graph);
	return label === undefined ? '' : `, but its graph is ${label}`;
};

export const graphIn = (graphs: Graphs | undefined, graphId: string | undefined): Graph | undefined => graphId === undefined ? undefined : graphs?.get(graphId);

export const graphNameIn = (graphs: Graphs | undefined, graphId: string | undefined): string | undefined => graphIn(graphs, graphId)?.name ?? graphId;

export type GraphFacts = Omit<Graph, 'id'>;

export const graphFacts = (graphs: Graphs | undefined, graphId: string | undefined): {readonly graph?: GraphFacts} => {
	const graph = graphIn(graphs, graphId);

	if (graph === undefined) {
		return {};
	}

	const {id, ...facts} = graph;
	return {graph: facts};
};
