import {type Filter} from '../filter/filter.ts';
import {availableStatus, isBroken} from '../graph.ts';
import {type Reason} from '../failures/reason.ts';
import {type ImportTask, isFinished} from '../task.ts';

/**
Settings of `--until-done`, which waits until all matching imports have finished. `expected` is the minimum number of matching imports.
*/
export type UntilDone = {
	readonly filter: Filter;
	readonly expected: number;
	readonly isFailFast: boolean;

	/**
	Whether to wait until the graphs of the succeeded imports are available.
	*/
	readonly isUsable: boolean;

	/**
	Whether only imports count that appear after the first complete list.
	*/
	readonly isNewOnly: boolean;

	/**
	Whether to stop if an error that only a user can fix, such as an expired sign-in, prevents the first response.
	*/
	readonly isUnattended: boolean;
};

/**
An import that matched at least once. The program waits for it even if it stops matching, for example `is:active`.
*/
export type Followed = {
	readonly targetId: string;
	readonly task: ImportTask;
	readonly isGone: boolean;

	/**
	Set with `isUsable`; `UNKNOWN` if it has not been read since the import's last change.
	*/
	readonly graphStatus?: string | undefined;

	/**
	When its last status was observed; undefined if it had that status at the start.
	*/
	readonly changedAt?: number | undefined;
	readonly reason?: Reason | undefined;
};

type DoneResult = 'succeeded' | 'failed';

export type Outcome = DoneResult | 'timedOut' | 'unanswered';

export const isAwaitingGraph = ({task, isGone, graphStatus = availableStatus}: Followed): boolean =>
	!isGone && task.status === 'SUCCEEDED' && graphStatus !== availableStatus && !isBroken(graphStatus);

export const isDone = (one: Followed): boolean => one.isGone || (isFinished(one.task.status) && !isAwaitingGraph(one));

const hasFailed = (one: Followed): boolean => isDone(one) && (one.task.status !== 'SUCCEEDED' || isBroken(one.graphStatus ?? availableStatus));

/**
Includes imports that are rolling back: they always end as failed.
*/
export const isFailure = (one: Followed): boolean => one.task.status === 'ROLLING_BACK' || hasFailed(one);

/**
Returns undefined while imports are pending. `isWhole` means that the whole list has been read, which only fail-fast results do not require.
*/
export const resultOf = ({expected, isFailFast}: UntilDone, followed: readonly Followed[], isWhole: boolean): DoneResult | undefined => {
	if (isFailFast && followed.some(one => isFailure(one))) {
		return 'failed';
	}

	if (!isWhole || followed.length < expected || followed.some(one => !isDone(one))) {
		return undefined;
	}

	return followed.some(one => hasFailed(one)) ? 'failed' : 'succeeded';
};

/**
Returns the import that decided the result: the first that failed, or the last that succeeded.
*/
export const deciderOf = (outcome: Outcome, followed: readonly Followed[]): Followed | undefined => {
	const timeOf = ({changedAt = 0}: Followed): number => changedAt;

	switch (outcome) {
		case 'succeeded': {
			return followed.toSorted((one, other) => timeOf(one) - timeOf(other)).at(-1);
		}

		case 'failed': {
			return followed.filter(one => isFailure(one)).toSorted((one, other) => timeOf(one) - timeOf(other))[0];
		}

		case 'timedOut':
		case 'unanswered': {
			return undefined;
		}
	}
};
