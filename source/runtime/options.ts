import {type NotifyOn} from '../imports/notify-on.ts';
import {type ColumnName} from '../imports/column-names.ts';
import {type SortOrder} from '../imports/order.ts';
import {type TargetSpec} from '../imports/target.ts';
import {type ThemeName} from '../text/themes.ts';

type NotifyOptions = {
	readonly channels: ReadonlySet<'bell' | 'desktop'>;
	readonly on: NotifyOn;
};

export type UntilDoneOptions = {
	readonly isFailFast: boolean;
	readonly isUsable: boolean;
	readonly isNewOnly: boolean;
	readonly expected: number | undefined;
};

export type OutputForm = 'screen' | 'plain' | 'json' | 'table' | 'jsonOnce' | 'csv';

/**
The options of `watch`, validated.
*/
export type Options = {
	/**
	Never empty.
	*/
	readonly targets: readonly TargetSpec[];
	readonly endpointUrl: string | undefined;

	/**
	Undefined for an adaptive interval.
	*/
	readonly intervalMs: number | undefined;
	readonly filter: string | undefined;
	readonly graph: string | undefined;

	/**
	Empty for all.
	*/
	readonly taskIds: readonly string[];
	readonly sort: SortOrder | undefined;

	/**
	Undefined for the default columns.
	*/
	readonly columns: readonly ColumnName[] | undefined;

	/**
	The most `GetImportTask` requests per poll. Undefined for the default.
	*/
	readonly detailsBudget: number | undefined;
	readonly canCancel: boolean;
	readonly canSignIn: boolean;
	readonly isDemo: boolean;
	readonly hasColor: boolean | undefined;
	readonly theme: ThemeName;

	/**
	Set by `--ascii` only, whatever the locale.
	*/
	readonly isAscii: boolean;

	/**
	Set by `--screen-reader` only, whatever the environment.
	*/
	readonly isSpoken: boolean;
	readonly hasMouse: boolean;
	readonly hasAlternateScreen: boolean;
	readonly notify: NotifyOptions;
	readonly hasTitle: boolean;
	readonly onChange: string | undefined;
	readonly keepsHistory: boolean;
	readonly record: string | undefined;
	readonly replay: string | undefined;
	readonly speed: number;

	/**
	Undefined if it depends on the terminal.
	*/
	readonly form: OutputForm | undefined;
	readonly untilDone: UntilDoneOptions | undefined;
	readonly timeoutMs: number | undefined;
	readonly debugLog: string | undefined;
};

/**
The options of `history`, validated.
*/
export type HistoryOptions = {
	readonly action: 'print' | 'timeline' | 'statistics' | 'path' | 'delete';

	readonly isConfirmed: boolean;

	/**
	Empty for all, as are regions and task IDs.
	*/
	readonly profiles: readonly string[];
	readonly regions: readonly string[];
	readonly graph: string | undefined;
	readonly taskIds: readonly string[];
	readonly filter: string | undefined;

	/**
	Not parsed, because a relative time depends on the time of the query.
	*/
	readonly since: string | undefined;
	readonly isJson: boolean;

	/**
	The width of the timeline; undefined for that of the terminal.
	*/
	readonly width: number | undefined;
	readonly hasColor: boolean | undefined;
	readonly theme: ThemeName;
	readonly isAscii: boolean;
};

/**
Thrown if the program can't start with these options. The message is one sentence for users.
*/
export class SessionError extends Error {}
