import {type ObservedChange} from '../change.ts';
import {type HistoryEvent, observedChangeOf} from '../event.ts';
import {canHaveReason} from '../failures/reason.ts';
import {taskKey} from '../task.ts';
import {type ObservedImport, type ObservedStatus} from './timeline.ts';

/**
The statuses that a change shows. The first known change of an import also shows the status before it.
*/
export const statusesOf = ({change, at, notBefore}: ObservedChange, isFirst: boolean): readonly ObservedStatus[] => [
	...(isFirst && change.kind === 'changed' ? [{at: notBefore ?? at, status: change.from}] : []),
	{at, status: change.kind === 'gone' ? undefined : change.task.status, notBefore},
];

/**
The imports in recorded events, which must be in order of time. `targetIdOf` returns the target of an event.
*/
export const observedImports = (events: Iterable<HistoryEvent>, targetIdOf: (event: HistoryEvent) => string): readonly ObservedImport[] => {
	const imports = new Map<string, ObservedImport & {readonly observed: ObservedStatus[]}>();

	for (const event of events) {
		const {task} = event;
		const targetId = targetIdOf(event);
		const key = taskKey({targetId, taskId: task.taskId});
		const before = imports.get(key);
		const observed = before?.observed ?? [];

		if (event.event === 'baseline') {
			observed.push({at: Date.parse(event.at), status: task.status});
		} else {
			observed.push(...statusesOf(observedChangeOf(event), before === undefined));
		}

		imports.set(key, {
			targetId,
			task,
			observed,
			isFirstSeen: before?.isFirstSeen ?? (event.event !== 'appeared'),
			graphName: event.graph?.name ?? before?.graphName,
			reason: ('reason' in event ? event.reason : undefined) ?? (canHaveReason(task.status) ? before?.reason : undefined),
			statementCount: ('statementCount' in event ? event.statementCount : undefined) ?? before?.statementCount,
		});
	}

	return imports.values().toArray();
};
