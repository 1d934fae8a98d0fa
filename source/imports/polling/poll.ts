import {type DetailsAnswer} from '../details.ts';
import {type Failure} from '../failures/failure.ts';
import {type GraphsAnswer} from '../graph.ts';
import {type CancelAnswer, type ImportTask} from '../task.ts';

/**
The imports that a scan read, in API order. An incomplete scan proves nothing about the imports that it lacks.
*/
export type Snapshot = {
	readonly tasks: ReadonlyMap<string, ImportTask>;
	readonly isComplete: boolean;
};

export type PollPlan =
	| {readonly kind: 'scan'; readonly scanNumber: number}
	| {readonly kind: 'wait'; readonly until: number}
	| {readonly kind: 'rest'};

/**
Credentials that only the user can renew, with a command or other instructions. `command` is set if `renewal` is a command. Times are epoch milliseconds.
*/
export type SignIn = {
	readonly endsAt: number;
	readonly renewal: string;
	readonly command?: readonly string[];
};

export type ScanOutcome = {
	readonly snapshot: Snapshot;
	readonly failure?: Failure | undefined;
	readonly signIn?: SignIn | undefined;
	readonly calls?: number | undefined;
};

/**
The imports of one target: from the service, the simulator of the demo, or a recording. Calls with a signal reject only if it is aborted or the source is closed.
*/
export type Source = {
	/**
	Reads as much of the list as possible.
	*/
	readonly scan: (signal: AbortSignal) => Promise<ScanOutcome>;
	readonly askDetails: (taskId: string, signal: AbortSignal) => Promise<DetailsAnswer>;
	readonly askGraphs: (signal: AbortSignal) => Promise<GraphsAnswer>;

	/**
	The only call that changes anything in the account.
	*/
	readonly cancel: (taskId: string) => Promise<CancelAnswer>;
	readonly close: () => Promise<void>;
};

/**
`scanDelayed` means that the response takes long enough to tell the user. `chance` is a random number from 0 to 1, for the jitter.
*/
export type PollReport =
	| {readonly type: 'pollDue'; readonly at: number}
	| {readonly type: 'scanDelayed'; readonly scanNumber: number}
	| ({readonly type: 'scanEnded'; readonly at: number; readonly scanNumber: number; readonly chance: number} & ScanOutcome);
