import {joinParts} from '../../text/join-parts.ts';

export type FailureKind =
	| 'credentials'
	| 'permission'
	| 'configuration'
	| 'network'
	| 'throttled'
	| 'service'
	| 'protocol'
	| 'clock';

/**
An error while calling the service. `sentence` and `remedy` are full sentences for the user; a remedy includes the exact command if there is one.
*/
export type Failure = {
	readonly kind: FailureKind;
	readonly sentence: string;
	readonly remedy?: string;

	/**
	The `aws sso login` or `aws login` command in the remedy.
	*/
	readonly signInCommand?: readonly string[];

	/**
	Whether a retry can succeed without user action.
	*/
	readonly isTransient: boolean;
};

/**
Reports a failure of GetImportTask. `name` is a prefix that names the target, if there are several.
*/
export const detailsFailureText = ({sentence, remedy}: Failure, name = ''): string =>
	`${name}Can't get progress and reasons of failures: ${joinParts([sentence, remedy], ' ')}`;

/**
Reports a failure of ListGraphs.
*/
export const graphsFailureText = ({sentence}: Failure): string => `Can't get names and statuses of graphs: ${sentence}`;
