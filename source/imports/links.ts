export type ImportPlace = {
	readonly taskId: string;
	readonly region: string;
};

export type CommandTarget = ImportPlace & {
	readonly profile?: string | undefined;
	readonly endpointUrl?: string | undefined;
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

// The AWS CLI reads a value with a leading hyphen as an option unless `=` precedes it.
const option = (name: string, value: string): string => `${name}${value.startsWith('-') ? '=' : ' '}${shellQuote(value)}`;

// The AWS CLI loads values such as `file://…`, and version 1 also `https://…`, but not inside JSON.
const taskOption = (taskId: string): string => taskId.includes('://')
	? option('--cli-input-json', JSON.stringify({taskIdentifier: taskId}))
	: option('--task-identifier', taskId);

const accessOptions = ({region, profile}: CommandTarget): readonly string[] => [
	option('--region', region),
	...(profile === undefined || profile === 'default' ? [] : [option('--profile', profile)]),
];

export const getTaskCommand = (target: CommandTarget): string => [
	'aws neptune-graph get-import-task',
	taskOption(target.taskId),
	...accessOptions(target),
	...(target.endpointUrl === undefined ? [] : [option('--endpoint-url', target.endpointUrl)]),
].join(' ');

// From the Neptune Analytics user guide (troubleshooting), with the trailing slash. Stream names end with `<graph-id>/<task-id>`.
const logGroup = '/aws/neptune/import-task-logs/';

// The start time may be that of the last attempt, and an earlier attempt may have logged the errors.
const logLeewayMs = 24 * 60 * 60 * 1000;

const startOption = (startedAt: number | undefined): readonly string[] => {
	if (startedAt === undefined || !Number.isFinite(startedAt)) {
		return [];
	}

	const from = Math.max(0, Math.floor(startedAt) - logLeewayMs);
	return [option('--start-time', String(from))];
};

// A JMESPath literal is JSON in backticks; inner backticks must be escaped.
const queryLiteral = (text: string): string => `\`${JSON.stringify(text).replaceAll('`', String.raw`\u0060`)}\``;

/**
Returns an AWS CLI command for a POSIX shell that prints the CloudWatch log messages of the import. Starts a day before `startedAt` (epoch milliseconds).

The API selects streams only by prefix, but the task ID is a suffix. So the command reads the events of all imports and filters them.
*/
export const logsCommand = (target: CommandTarget & {readonly startedAt?: number | undefined}): string => [
	'aws logs filter-log-events',
	option('--log-group-name', logGroup),
	...startOption(target.startedAt),
	option('--query', `events[?ends_with(logStreamName, ${queryLiteral(`/${target.taskId}`)})].[message]`),
	option('--output', 'text'),
	...accessOptions(target),
].join(' ');

// By region prefix. The other partitions have no public console.
const consoleHosts: ReadonlyArray<readonly [prefix: string, host: string]> = [
	['cn-', 'console.amazonaws.cn'],
	['us-gov-', 'console.amazonaws-us-gov.com'],
	['eusc-', 'console.amazonaws-eusc.eu'],
];

const consoleHost = (region: string): string => consoleHosts.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'console.aws.amazon.com';

// `encodeURIComponent` throws for lone surrogates.
const encoded = (value: string): string => encodeURIComponent(value.toWellFormed());

/**
Returns the AWS console page of the graph, or of the import if it has no graph. The URLs are undocumented; the Amazon provider of Apache Airflow uses them too.
*/
export const consoleUrl = ({taskId, region, graphId}: ImportPlace & {readonly graphId?: string | undefined}): string => {
	const page = graphId === undefined
		? `analytics-import-task-details:id=${encoded(taskId)}`
		: `analytics-graph-details:id=${encoded(graphId)};tab=connectivity`;

	return `https://${consoleHost(region)}/neptune/home?region=${encoded(region)}#${page}`;
};
