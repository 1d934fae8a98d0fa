import {type TargetChange} from '../../imports/change.ts';
import {
	importListOf,
	type ImportList,
	type ImportRecord,
	mapImports,
	newImportRecord,
} from '../../imports/import-list.ts';
import {type SavedImport, type SavedState} from '../../imports/polling/saved-state.ts';
import {isSameList, type Target} from '../../imports/target.ts';
import {type Model} from '../model.ts';
import {type Next, withoutEffects} from '../effect.ts';
import {type TargetState, unreadGraphs, unreadList} from '../targets/target-state.ts';
import {removeChanges, removeTarget, setTarget} from '../targets/targets.ts';

const addFacts = (record: ImportRecord, saved: SavedImport | undefined): ImportRecord => ({
	...record,
	firstSeen: record.firstSeen ?? saved?.firstSeen,
	changedAt: record.changedAt ?? saved?.changedAt,
	changedAfter: record.changedAfter ?? saved?.changedAfter,
});

/**
Adds saved facts to the imports that appeared in a scan. `target` is the state before the scan.
*/
export const withSavedFacts = (list: ImportList, {imports: before, savedImports}: TargetState): ImportList => savedImports === undefined
	? list
	: mapImports(list, record => before.positions.has(record.task.taskId) ? record : addFacts(record, savedImports.get(record.task.taskId)));

const mergeChanges = (one: Model['changes'], other: readonly TargetChange[]): Model['changes'] => one.length === 0 ? other : [...one, ...other].toSorted((a, b) => b.at - a.at);

/**
Restores the state of a target from an earlier run. The saved list is shown until the first scan, which reports its differences as changes. After the first scan, this does nothing.

If the earlier run never completed a scan, there is no list to compare with, so the first scan reports no changes.
*/
export const restoreState = (model: Model, target: TargetState, saved: SavedState): Model => {
	if (target.lastStartedAt !== undefined) {
		return model;
	}

	const {id} = target;
	const {imports, changes, until} = saved;
	const known = {...model, changes: mergeChanges(model.changes, changes.map((change): TargetChange => ({...change, targetId: id})))};
	const lastChangeAt = changes[0]?.at;

	if (until === undefined) {
		return setTarget(known, {...target, lastChangeAt, savedImports: new Map(imports.map(one => [one.task.taskId, one]))});
	}

	return setTarget(known, {
		...target,
		lastChangeAt,
		imports: importListOf(imports.map(one => addFacts(newImportRecord(id, one.task), one)), true),
		lastComplete: {startedAt: until, tookMs: 0},
		savedUntil: until,
	});
};

const resetConnection = (target: TargetState): TargetState => ({
	...target,
	...unreadList,
	details: {...target.details, round: {number: target.details.round.number + 1, taskIds: []}},
	graphs: {...unreadGraphs, request: target.graphs.request},
});

/**
Sets the account and region of a target. If the configuration changed them, forgets the old list, so that the new one reports no changes. Removes the target if another one has the same list.
*/
export const connectTarget = (model: Model, target: TargetState, resolved: Target): Next => {
	const before = target.resolved;
	const effects = [{type: 'targetConnected', targetId: target.id, target: resolved}] as const;

	if (before !== undefined && isSameList(before, resolved)) {
		return before.endpointUrl === resolved.endpointUrl ? withoutEffects(model) : [setTarget(model, {...target, resolved}), effects];
	}

	if (model.targets.values().some(other => other !== target && other.resolved !== undefined && isSameList(other.resolved, resolved))) {
		return withoutEffects({...removeTarget(model, target.id), notice: `Already watching ${resolved.profile} in ${resolved.region}`});
	}

	const reset = before === undefined ? model : removeChanges(model, target.id);
	return [setTarget(reset, {...(before === undefined ? target : resetConnection(target)), resolved}), effects];
};
