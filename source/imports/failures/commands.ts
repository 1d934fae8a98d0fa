import {kebabCase} from '../../text/kebab-case.ts';
import {type ImportDetails} from '../details.ts';
import {type Graph, isMissing} from '../graph.ts';
import {type Target} from '../target.ts';
import {type ImportTask, isFinished} from '../task.ts';
import {isFailureStatus} from './reason.ts';
import {causeOf, type HelpfulCommand} from './causes.ts';

/**
A command of the AWS CLI. `args` begins with `aws`. `effect` is on the account.
*/
export type SuggestedCommand = {
	readonly title: string;
	readonly effect: 'reads' | 'writes' | 'destroys';
	readonly args: readonly string[];
};

// These characters need no quoting in any shell.
const plainWord = /^[\w%+,\-.\/:@]+$/v;

// Pasted control characters control the shell's line editor even inside quotes, and some submit the line. A line feed is harmless.
const typedControls = /[\p{Control}--\n]+/gv;

const octalBytes = (text: string): string => Array.from(
	new TextEncoder().encode(text),
	byte => `\\${byte.toString(8).padStart(3, '0')}`,
).join('');

/**
Quotes a value as one word for a POSIX shell. Passes control characters except line feeds through `printf`. Preserves every value except NUL, which arguments can't contain.
*/
export const shellQuote = (value: string): string => {
	if (plainWord.test(value)) {
		return value;
	}

	const quoted = value
		.replaceAll('\'', String.raw`'\''`)
		.replaceAll(typedControls, controls => `'"$(printf '${octalBytes(controls)}')"'`);

	return `'${quoted}'`;
};

/**
Returns a line for a POSIX shell. In `--name=value`, only the value is quoted.
*/
export const commandText = (args: readonly string[]): string => args.map(arg => {
	const [name = ''] = /^--[\-a-z]+=/v.exec(arg) ?? [];
	return name + shellQuote(arg.slice(name.length));
}).join(' ');

// The AWS CLI reads a value with a leading hyphen as an option unless `=` precedes it.
const option = (name: string, value: string): readonly string[] => value.startsWith('-') ? [`${name}=${value}`] : [name, value];

// The AWS CLI loads such values, version 1 also the URLs, but not inside JSON.
const loadedValue = /^(?:file|fileb|http|https):\/\//v;

type Parameters = Readonly<Record<string, string | undefined>>;

const parameterOptions = (parameters: Parameters): readonly string[] => {
	const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined);
	const inJson = given.filter(([, value]) => loadedValue.test(value));
	return [
		...given.filter(([, value]) => !loadedValue.test(value)).flatMap(([name, value]) => option(`--${kebabCase(name)}`, value)),
		...(inJson.length === 0 ? [] : ['--cli-input-json', JSON.stringify(Object.fromEntries(inJson))]),
	];
};

export type CommandTarget = Pick<Target, 'region' | 'endpointUrl'> & {readonly profile?: string | undefined};

const accessOptions = ({region, profile}: CommandTarget): readonly string[] => [
	...option('--region', region),
	...(profile === undefined || profile === 'default' ? [] : option('--profile', profile)),
];

const neptuneCommand = (name: string, parameters: Parameters, target: CommandTarget, flags: readonly string[] = []): readonly string[] => [
	'aws',
	'neptune-graph',
	name,
	...parameterOptions(parameters),
	...flags,
	...accessOptions(target),
	...(target.endpointUrl === undefined ? [] : option('--endpoint-url', target.endpointUrl)),
];

// From the Neptune Analytics user guide (troubleshooting), with the trailing slash.
export const logGroup = '/aws/neptune/import-task-logs/';

export const logStreamOf = ({graphId, taskId}: Pick<ImportTask, 'graphId' | 'taskId'>): string | undefined => graphId === undefined ? undefined : `${graphId}/${taskId}`;

/**
Returns the command that prints the log stream of an import; undefined without a graph. Reads one stream, because the group holds those of all imports.
*/
export const logsCommand = (task: Pick<ImportTask, 'graphId' | 'taskId'>, target: CommandTarget): readonly string[] | undefined => {
	const stream = logStreamOf(task);
	return stream === undefined
		? undefined
		: [
			'aws',
			'logs',
			'get-log-events',
			...parameterOptions({logGroupName: logGroup, logStreamName: stream}),
			'--start-from-head',
			...option('--query', 'events[].[message]'),
			...option('--output', 'text'),
			...accessOptions(target),
		];
};

const memoryPlaceholder = '<m-NCU>';

// No response contains it. Without a value, the service uses its default.
const failOnErrorPlaceholder = '<--fail-on-error or --no-fail-on-error>';

const importOptionNames: ReadonlyArray<readonly [name: string, isSwitch: boolean]> = [
	['s3ExportPath', false],
	['s3ExportKmsKeyId', false],
	['preserveDefaultVertexLabels', true],
	['preserveEdgeIds', true],
];

const importOptionsOf = (options: ImportDetails['options'] = {}): string | undefined => {
	const given = importOptionNames.flatMap(([name, isSwitch]) => {
		const value = options[name];
		return value === undefined ? [] : [[name, isSwitch ? value === 'true' : value] as const];
	});
	return given.length === 0 ? undefined : JSON.stringify({neptune: Object.fromEntries(given)});
};

const startParameters = ({source, format, parquetType, roleArn}: ImportTask, details: ImportDetails | undefined): Parameters => ({
	source,
	roleArn: roleArn === '' ? '<role ARN>' : roleArn,
	format,
	parquetType,
	// The only value, and required for this format.
	blankNodeHandling: format === 'NTRIPLES' ? 'convertToIri' : undefined,
	importOptions: importOptionsOf(details?.options),
});

type Settings = {
	readonly task: ImportTask;

	/**
	Undefined if the graph is known not to exist.
	*/
	readonly graphId: string | undefined;
	readonly details: ImportDetails | undefined;
	readonly target: CommandTarget;
	readonly isOutOfMemory: boolean;
};

const startCommands = ({task, graphId, details, target, isOutOfMemory}: Settings): readonly SuggestedCommand[] => {
	const parameters = startParameters(task, details);
	const inNewGraph: SuggestedCommand = {
		title: 'Start it again in a new graph',
		effect: 'writes',
		args: neptuneCommand('create-graph-using-import-task', {
			graphName: '<graph name>', ...parameters, maxProvisionedMemory: isOutOfMemory ? memoryPlaceholder : undefined,
		}, target, [failOnErrorPlaceholder]),
	};
	return graphId === undefined
		? [inNewGraph]
		: [
			{
				title: 'Start it again in this graph (must be empty)',
				effect: 'writes',
				args: neptuneCommand('start-import-task', {graphIdentifier: graphId, ...parameters}, target, [failOnErrorPlaceholder]),
			},
			inNewGraph,
		];
};

type CommandKind = HelpfulCommand | 'show' | 'resetGraph';

const builders: Readonly<Record<CommandKind, (settings: Settings) => readonly SuggestedCommand[]>> = {
	show: ({task: {taskId}, target}) => [{title: 'Show this import', effect: 'reads', args: neptuneCommand('get-import-task', {taskIdentifier: taskId}, target)}],
	readLogs({task, target}) {
		const args = logsCommand(task, target);
		return args === undefined ? [] : [{title: 'Read its log stream', effect: 'reads', args}];
	},
	listSource: ({task: {source}, target}) => source.startsWith('s3://') ? [{title: 'List its source', effect: 'reads', args: ['aws', 's3', 'ls', source, ...accessOptions(target)]}] : [],
	addMemory: ({task: {status}, graphId, target}) => graphId === undefined || !isFinished(status)
		? []
		: [{title: 'Give its graph more memory', effect: 'writes', args: neptuneCommand('update-graph', {graphIdentifier: graphId, provisionedMemory: memoryPlaceholder}, target)}],
	startAgain: settings => settings.task.source !== '' && isFinished(settings.task.status) ? startCommands(settings) : [],
	resetGraph: ({task: {status}, graphId, target}) => graphId === undefined || !isFinished(status)
		? []
		: [{title: 'Empty its graph, after a snapshot', effect: 'destroys', args: neptuneCommand('reset-graph', {graphIdentifier: graphId}, target, ['--no-skip-snapshot'])}],
};

const usualOrder: readonly CommandKind[] = ['show', 'readLogs', 'listSource', 'addMemory', 'startAgain', 'resetGraph'];

type Help = {readonly helpful: readonly HelpfulCommand[]; readonly settings: Settings};

const settingsOf = (task: ImportTask, details: ImportDetails | undefined, target: CommandTarget, graph: Graph | undefined): Help => {
	const cause = details !== undefined && isFailureStatus(task.status) ? causeOf(task, details) : undefined;
	return {
		helpful: cause?.commands ?? [],
		settings: {
			task, graphId: isMissing(graph) ? undefined : task.graphId, details, target, isOutOfMemory: cause?.code === 'OUT_OF_MEMORY',
		},
	};
};

/**
Returns the commands that fit an import, the most helpful first. The one that destroys data is the last. Omits those for a graph that is known not to exist.
*/
export const commandsFor = (task: ImportTask, details: ImportDetails | undefined, target: CommandTarget, graph?: Graph): readonly SuggestedCommand[] => {
	const {helpful, settings} = settingsOf(task, details, target, graph);
	return [...new Set([...helpful, ...usualOrder])].flatMap(kind => builders[kind](settings));
};

export const helpfulCommandFor = (task: ImportTask, details: ImportDetails | undefined, target: CommandTarget, graph?: Graph): SuggestedCommand | undefined => {
	const {helpful, settings} = settingsOf(task, details, target, graph);
	return helpful.flatMap(kind => builders[kind](settings))[0];
};

export const effectTexts: Readonly<Record<SuggestedCommand['effect'], string>> = {reads: 'reads', writes: 'writes', destroys: 'DESTROYS DATA'};
