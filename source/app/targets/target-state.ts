import {type Failure} from '../../imports/failures/failure.ts';
import {type Graphs} from '../../imports/graph.ts';
import {emptyImportList, type ImportList, type ImportRecord} from '../../imports/import-list.ts';
import {type SignIn} from '../../imports/polling/poll.ts';
import {type SavedImport} from '../../imports/polling/saved-state.ts';
import {type Pace, paceAt} from '../../imports/polling/schedule.ts';
import {type Target, type TargetSpec} from '../../imports/target.ts';
import {type EarlierImports, noEarlierImports} from '../../imports/progress/usual.ts';

type Poll =
	| {
		readonly kind: 'scanning';
		readonly startedAt: number;
		readonly isSlow: boolean;
	}
	| {
		readonly kind: 'waiting';
		readonly nextAt: number;
	};

type FailureState = {
	readonly failure: Failure;
	readonly since: number;

	/**
	Number of consecutive failures of this kind.
	*/
	readonly count: number;

	/**
	Random number from 0 to 1 for the jitter of the back-off.
	*/
	readonly chance: number;
};

type DetailsState = {
	readonly budget: number;

	/**
	How often throttling halved the budget.
	*/
	readonly halvings: number;
	readonly throttledAt: number | undefined;
	readonly deniedAt: number | undefined;
	readonly round: {readonly number: number; readonly taskIds: readonly string[]};
};

type GraphsState = {
	/**
	The graphs of the imports that were listed at the last answer, even a failed one.
	*/
	readonly byId: Graphs;

	/**
	The number of the last request, from 1.
	*/
	readonly request: number;
	readonly askedAt: number | undefined;

	/**
	Whether the last request is unanswered.
	*/
	readonly isAsking: boolean;

	/**
	Why the last answer has no graphs.
	*/
	readonly failure: Failure | undefined;
};

/**
State of a target, which has its own schedule, back-off and failures. Times are in epoch milliseconds.
*/
export type TargetState = {
	readonly id: string;
	readonly spec: TargetSpec;

	/**
	Undefined until the target is connected.
	*/
	readonly resolved: Target | undefined;
	readonly isHidden: boolean;
	readonly imports: ImportList;

	/**
	The last imports that succeeded, in the history and in this run.
	*/
	readonly earlier: EarlierImports;

	/**
	Imports that `--until-done` follows but that are no longer listed.
	*/
	readonly goneFollowed: readonly ImportRecord[];

	/**
	With `--new`: the imports of the first complete list.
	*/
	readonly baselineIds: ReadonlySet<string> | undefined;

	/**
	Imports from an earlier run that never completed a scan, by task ID. Merged into imports as they appear, until a scan completes.
	*/
	readonly savedImports: ReadonlyMap<string, SavedImport> | undefined;
	readonly savedUntil: number | undefined;
	readonly poll: Poll;
	readonly scanNumber: number;
	readonly calls: number;
	readonly isPaused: boolean;
	readonly pace: Pace;
	readonly lastChangeAt: number | undefined;

	/**
	Start of the last ended scan, even a failed one.
	*/
	readonly lastStartedAt: number | undefined;
	readonly lastCompleteAt: number | undefined;

	/**
	True if an incomplete scan has returned imports since `lastCompleteAt`.
	*/
	readonly isPartlyRead: boolean;
	readonly lastComplete: {readonly startedAt: number; readonly tookMs: number} | undefined;
	readonly failure: FailureState | undefined;
	readonly details: DetailsState;
	readonly graphs: GraphsState;
	readonly signIn: SignIn | undefined;
};

export type FailingTarget = TargetState & {readonly failure: FailureState};

export const isFailing = (target: TargetState): target is FailingTarget => target.failure !== undefined;

type TargetSettings = {
	readonly id: string;
	readonly spec: TargetSpec;
	readonly at: number;
	readonly isDue: boolean;
	readonly fixedIntervalMs: number | undefined;
	readonly detailsBudget: number;
};

export const unreadGraphs: GraphsState = {
	byId: new Map(), request: 0, askedAt: undefined, isAsking: false, failure: undefined,
};

/**
The list of a target before its first scan.
*/
export const unreadList = {
	imports: emptyImportList,
	earlier: noEarlierImports,
	goneFollowed: [],
	baselineIds: undefined,
	savedImports: undefined,
	savedUntil: undefined,
	lastChangeAt: undefined,
	lastStartedAt: undefined,
	lastCompleteAt: undefined,
	lastComplete: undefined,
	isPartlyRead: false,
} as const satisfies Partial<TargetState>;

export const newTargetState = ({id, spec, at, isDue, fixedIntervalMs, detailsBudget}: TargetSettings): TargetState => ({
	id,
	spec,
	resolved: undefined,
	isHidden: false,
	...unreadList,
	poll: isDue ? {kind: 'scanning', startedAt: at, isSlow: false} : {kind: 'waiting', nextAt: at},
	scanNumber: isDue ? 1 : 0,
	calls: 0,
	isPaused: false,
	pace: paceAt({
		fixedIntervalMs,
		lastChangeAt: undefined,
		isRead: false,
		isCancelling: false,
		isActive: false,
	}, at),
	failure: undefined,
	details: {
		budget: detailsBudget,
		halvings: 0,
		throttledAt: undefined,
		deniedAt: undefined,
		round: {number: 0, taskIds: []},
	},
	graphs: unreadGraphs,
	signIn: undefined,
});
