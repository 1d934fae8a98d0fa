import {parseCommandLine} from '../../source/cli/command-line.ts';
import {parseConfig} from '../../source/cli/parse-config.ts';
import {parseFilter} from '../../source/imports/filter/filter.ts';
import {defaultNotifyOn} from '../../source/imports/notify-on.ts';
import {type Options} from '../../source/runtime/options.ts';

/**
Returns the parsed command line with these options. The others have their defaults.
*/
export const watching = (expected: Partial<Options>) => ({
	kind: 'watch',
	options: {
		targets: [{profile: undefined, region: undefined}],
		endpointUrl: undefined,
		intervalMs: undefined,
		filter: undefined,
		graph: undefined,
		taskIds: [],
		sort: undefined,
		columns: undefined,
		detailsBudget: undefined,
		canCancel: false,
		canSignIn: true,
		isDemo: false,
		hasColor: undefined,
		theme: 'default',
		isAscii: false,
		isSpoken: false,
		hasMouse: false,
		hasAlternateScreen: true,
		notify: {channels: new Set(['bell']), on: defaultNotifyOn},
		hasTitle: true,
		onChange: undefined,
		keepsHistory: true,
		record: undefined,
		replay: undefined,
		speed: 1,
		form: undefined,
		untilDone: undefined,
		timeoutMs: undefined,
		debugLog: undefined,
		...expected,
	},
});

export const wrong = (sentence: string) => ({kind: 'wrong', sentence});

export const filterError = (query: string): string => `invalid value "${query}" for --filter: ${parseFilter(query).notes[0] ?? ''}`;

export const withFile = async (fileOptions: unknown, argv: readonly string[] = [], variable = '') =>
	parseCommandLine(argv, variable, async () => parseConfig('c.jsonc', JSON.stringify({options: fileOptions}, undefined, '\t')));
