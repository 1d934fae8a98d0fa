import {refOfChange} from '../imports/change.ts';
import {staleSince} from '../imports/import-facts.ts';
import {type ImportRecord} from '../imports/import-list.ts';
import {type Moment} from '../imports/progress/elapsed.ts';
import {type PollPlan} from '../imports/polling/poll.ts';
import {type Pace} from '../imports/polling/schedule.ts';
import {isSameRef, statusGroups, taskKey} from '../imports/task.ts';
import {clampIndex, pageOf, pageWindow} from './list/paging.ts';
import {memoize} from './memoize.ts';
import {isTooSmall, listLayout, paneAt} from './list/layout.ts';
import {
	shownCount,
	shownImports,
	shownPosition,
	shownTargets,
} from './list/list-view.ts';
import {type Model} from './model.ts';
import {type TargetState} from './targets/target-state.ts';
import {findTarget, refOf} from './targets/targets.ts';

/**
Returns the row of the import that the cursor follows, or the cursor's last row if that import is not shown. Searches only if the list has changed.
*/
export const cursorIndex = memoize((model: Model): number => {
	const {ref, index} = model.cursor;
	const [record] = shownImports(model, index, index + 1);

	if (ref === undefined || (record !== undefined && isSameRef(refOf(record), ref))) {
		return clampIndex(index, shownCount(model));
	}

	const found = shownPosition(model, ref);
	return found === -1 ? clampIndex(index, shownCount(model)) : found;
});

export const selectedImport = (model: Model): ImportRecord | undefined => {
	const index = cursorIndex(model);
	return shownImports(model, index, index + 1)[0];
};

/**
Returns the time of the details of a running import if they are much older than the list, for example because AWS denies GetImportTask.
*/
export const staleTime = (model: Pick<Model, 'targets'>, record: ImportRecord): number | undefined => {
	const target = findTarget(model, record.targetId);
	return target && staleSince(record, {lastCompleteAt: target.lastCompleteAt, intervalMs: target.pace.intervalMs});
};

export const pageImports = (model: Model): readonly ImportRecord[] => {
	const {pageSize} = listLayout(model);
	const {start, end} = pageWindow(pageOf(cursorIndex(model), pageSize), pageSize, shownCount(model));
	return shownImports(model, start, end);
};

/**
Returns the import at a row of the terminal; row 0 is at the top.
*/
export const importAt = (model: Model, row: number): ImportRecord | undefined => {
	const pane = isTooSmall(model.size) ? undefined : paneAt(model, row);
	return pane?.name === 'table' ? pageImports(model)[pane.row] : undefined;
};

/**
True if any shown target has a list, even one restored from an earlier run.
*/
export const isListKnown = (model: Pick<Model, 'targets'>): boolean => shownTargets(model).some(({lastCompleteAt, imports}) => lastCompleteAt !== undefined || imports.records.length > 0);

/**
True if a scan in this run has returned imports or completed.
*/
export const hasRead = ({targets}: Pick<Model, 'targets'>): boolean => targets.values().some(({lastCompleteAt, isPartlyRead}) => lastCompleteAt !== undefined || isPartlyRead);

export const isPaused = ({targets}: Pick<Model, 'targets'>): boolean => targets.values().every(target => target.isPaused);

export const fastestPace = ({targets}: Pick<Model, 'targets'>): Pace => targets.values().map(({pace}) => pace).reduce((one, other) => other.intervalMs < one.intervalMs ? other : one);

export const failedMoments = ({changes}: Model): ReadonlyMap<string, Moment> => new Map(changes
	.filter(({change}) => change.kind === 'changed' && change.to === 'FAILED')
	.toReversed()
	.map(change => [taskKey(refOfChange(change)), {earliest: change.notBefore ?? change.at, latest: change.at}]));

export const groupChoices: ReadonlyArray<Model['group']> = ['all', ...statusGroups];

export const pollPlanOf = ({poll, scanNumber, isPaused: isResting}: TargetState, {isQuitting, outcome}: Pick<Model, 'isQuitting' | 'outcome'>): PollPlan => {
	if (isQuitting || outcome !== undefined) {
		return {kind: 'rest'};
	}

	if (poll.kind === 'scanning') {
		return {kind: 'scan', scanNumber};
	}

	return isResting ? {kind: 'rest'} : {kind: 'wait', until: poll.nextAt};
};
