import {type ObservedChange} from '../domain/change.ts';
import {observedChangeOf} from '../domain/event.ts';
import {type FirstSeen, type Remembered} from '../domain/remembered.ts';
import {type ImportTask} from '../domain/task.ts';
import {type Folded, untilOf} from './fold.ts';
import {type HistoryEvent} from './history-line.ts';

/*
As many as the screen keeps.
*/
const maxChanges = 1000;

const lastChanges = (told: readonly HistoryEvent[], isWatched: (task: ImportTask) => boolean): readonly ObservedChange[] => {
	const changes: ObservedChange[] = [];

	for (let index = told.length - 1; index >= 0 && changes.length < maxChanges; index -= 1) {
		const event = told[index];

		if (event !== undefined && event.event !== 'baseline' && isWatched(event.task)) {
			changes.push(observedChangeOf(event));
		}
	}

	return changes;
};

/**
What a history remembers for a watcher of the whole list, or of the imports of one graph.
*/
export const rememberedOf = ({known, told}: Folded, graphId: string | undefined): Remembered => {
	const isWatched = (task: ImportTask): boolean => graphId === undefined || task.graphId === graphId;
	const tasks = new Map<string, ImportTask>();
	const firstSeen = new Map<string, FirstSeen>();
	const changedAt = new Map<string, number>();
	const changedAfter = new Map<string, number>();

	for (const [key, {first, last}] of known.imports) {
		if (!isWatched(last.task)) {
			continue;
		}

		tasks.set(key, last.task);

		if (first !== undefined) {
			firstSeen.set(key, {at: Date.parse(first.at), status: first.task.status});
		}

		if (last.event === 'baseline') {
			continue;
		}

		changedAt.set(key, Date.parse(last.at));

		if (last.notBefore !== undefined) {
			changedAfter.set(key, Date.parse(last.notBefore));
		}
	}

	return {
		tasks, firstSeen, changedAt, changedAfter, changes: lastChanges(told, isWatched), until: untilOf(known, graphId),
	};
};
