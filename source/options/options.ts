import {type NotifyOn} from '../domain/noteworthy.ts';
import {type SortOrder} from '../domain/order.ts';
import {type AskedTarget} from '../domain/target.ts';
import {type ThemeName} from '../domain/themes.ts';

/**
How the person is notified.
*/
export type NotifyOptions = {
	readonly channels: ReadonlySet<'bell' | 'desktop'>;
	readonly on: NotifyOn;
};

/**
That the program ends by itself, and when.
*/
export type UntilDoneOptions = {
	readonly isFailFast: boolean;

	/**
	How many imports have to match before they can be over; undefined where nothing was said.
	*/
	readonly expected: number | undefined;
};

/**
How what happens is shown: on a screen, line by line, or once.
*/
export type OutputForm = 'screen' | 'plain' | 'json' | 'table' | 'jsonOnce' | 'csv';

/**
The options of `watch`, checked.
*/
export type Options = {
	/**
	What is watched; never empty.
	*/
	readonly targets: readonly AskedTarget[];
	readonly endpointUrl: string | undefined;

	/**
	In milliseconds; undefined where the pace follows the work.
	*/
	readonly intervalMs: number | undefined;
	readonly filter: string | undefined;
	readonly graph: string | undefined;

	/**
	The imports that are watched; none where all are.
	*/
	readonly taskIds: readonly string[];
	readonly sort: SortOrder | undefined;

	/**
	How many imports are asked about for each poll; undefined for the default.
	*/
	readonly detailsBudget: number | undefined;
	readonly canCancel: boolean;
	readonly isDemo: boolean;

	/**
	Undefined where nothing was said.
	*/
	readonly hasColor: boolean | undefined;
	readonly theme: ThemeName;

	/**
	Whether plain characters were asked for, whatever the locale.
	*/
	readonly isAscii: boolean;

	/**
	Whether what happens is said line by line, whatever the environment.
	*/
	readonly isSpoken: boolean;
	readonly hasMouse: boolean;
	readonly hasAlternateScreen: boolean;
	readonly notify: NotifyOptions;
	readonly hasTitle: boolean;

	/**
	The command line that is run for each change.
	*/
	readonly onChange: string | undefined;
	readonly keepsHistory: boolean;

	/**
	The file that what is received is written to.
	*/
	readonly record: string | undefined;

	/**
	The file that what is received is read from.
	*/
	readonly replay: string | undefined;

	/**
	How many times as fast.
	*/
	readonly speed: number;

	/**
	Undefined where nothing was said: a screen where there is a terminal, and lines where there is none.
	*/
	readonly form: OutputForm | undefined;
	readonly untilDone: UntilDoneOptions | undefined;

	/**
	In milliseconds.
	*/
	readonly timeoutMs: number | undefined;

	/**
	The file that the debug log is written to.
	*/
	readonly debugLog: string | undefined;
};

/**
The options of `history`, checked.
*/
export type HistoryOptions = {
	readonly action: 'print' | 'path' | 'delete';

	/**
	Whether to delete without asking.
	*/
	readonly isConfirmed: boolean;

	/**
	Of which profiles, and of which regions; of all where none is named.
	*/
	readonly profiles: readonly string[];
	readonly regions: readonly string[];
	readonly graph: string | undefined;
	readonly taskIds: readonly string[];
	readonly filter: string | undefined;

	/**
	As it was written; it is read when the time is known.
	*/
	readonly since: string | undefined;
	readonly isJson: boolean;
	readonly hasColor: boolean | undefined;
	readonly theme: ThemeName;
	readonly isAscii: boolean;
};
