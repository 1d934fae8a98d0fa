import {graphsFailureText} from '../../imports/failures/failure.ts';
import {
	availableStatus,
	type Graph,
	type GraphsPlan,
	type GraphsReport,
	isBroken,
	isResting,
	missingStatus,
} from '../../imports/graph.ts';
import {type ImportRecord} from '../../imports/import-list.ts';
import {isFinished} from '../../imports/task.ts';
import {doneEffects} from '../polling/events.ts';
import {type Next} from '../effect.ts';
import {type Model} from '../model.ts';
import {type TargetState} from '../targets/target-state.ts';
import {findTarget, setTarget} from '../targets/targets.ts';
import {followListed, settle, withOutcome} from '../polling/until-done.ts';
import {beginRounds} from './details-round.ts';

const minIntervalMs = 60_000;

const isWanted = ({task: {graphId, status}, changedAt = -Infinity, isFollowed}: ImportRecord, graphs: TargetState['graphs'], isUsable: boolean): boolean => {
	if (graphId === undefined) {
		return false;
	}

	if (!graphs.byId.has(graphId)) {
		return true;
	}

	if (graphs.failure !== undefined) {
		return graphs.failure.kind !== 'permission';
	}

	const graphStatus = graphs.byId.get(graphId)?.status ?? missingStatus;

	// An import that has changed leaves its graph in an unknown status.
	return changedAt > (graphs.askedAt ?? -Infinity)
		|| (graphStatus === missingStatus ? !isFinished(status) : !isResting(graphStatus))
		|| (isUsable && isFollowed && graphStatus !== availableStatus && !isBroken(graphStatus));
};

/**
Requests the graphs after a scan if a listed import has an unknown one, or one that is not available. At most once a minute.
*/
export const requestGraphs = (model: Model, targetId: string, at: number): Model => {
	const target = findTarget(model, targetId);

	if (target === undefined || target.failure !== undefined) {
		return model;
	}

	const {graphs, imports} = target;
	const {askedAt, request, isAsking} = graphs;

	// A clock that was set back does not delay the request.
	const isRecent = askedAt !== undefined && Math.abs(at - askedAt) < minIntervalMs;

	if (isAsking || isRecent || imports.records.every(record => !isWanted(record, graphs, model.untilDone?.isUsable ?? false))) {
		return model;
	}

	return setTarget(model, {
		...target,
		graphs: {
			...graphs, askedAt: at, request: request + 1, isAsking: true,
		},
	});
};

const withAnswer = (target: TargetState, {answer}: GraphsReport): TargetState => {
	const {graphs, imports} = target;
	const found = answer.kind === 'graphs' ? new Map(answer.graphs.map(graph => [graph.id, graph])) : undefined;
	const graphAfter = (id: string): Graph | undefined => {
		const before = graphs.byId.get(id);
		return found === undefined ? before : found.get(id) ?? (before && {id, name: before.name, status: missingStatus});
	};

	return {
		...target,
		calls: target.calls + answer.calls,
		graphs: {
			...graphs,
			byId: new Map(imports.records.map(({task}) => task.graphId).filter(id => id !== undefined).map(id => [id, graphAfter(id)] as const)),
			isAsking: false,
			failure: answer.kind === 'failure' ? answer.failure : undefined,
		},
	};
};

export const applyGraphsAnswer = (model: Model, target: TargetState, report: GraphsReport): Next => {
	const answered = withAnswer(target, report);
	const {failure} = answered.graphs;
	const warning = failure === undefined || target.graphs.failure !== undefined ? undefined : graphsFailureText(failure);
	const {at} = report;
	const decided = withOutcome(followListed(setTarget({...model, notice: warning ?? model.notice}, answered), answered), at);
	const next = settle(decided.outcome === model.outcome ? decided : beginRounds(decided, target.id, at), at);
	return [next, [
		...(warning === undefined ? [] : [{type: 'warned', sentence: warning} as const]),
		...doneEffects(model, next, at),
	]];
};

export const graphsPlanOf = ({graphs}: TargetState, {isQuitting}: Pick<Model, 'isQuitting'>): GraphsPlan => ({request: isQuitting ? 0 : graphs.request});
