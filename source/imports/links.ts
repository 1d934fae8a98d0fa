/**
Where an import is found, for commands and pages about it.
*/
export type ImportPlace = {
	/**
	As the service gave it: nothing says that it looks like `t-` and ten characters.
	*/
	readonly taskId: string;
	readonly region: string;
};

/**
An import and the way in which the AWS CLI reaches it.
*/
export type CommandTarget = ImportPlace & {
	/**
	Left out of the command where it is `default`.
	*/
	readonly profile?: string | undefined;

	/**
	Of Neptune Analytics; other services have other ends.
	*/
	readonly endpointUrl?: string | undefined;
};

/*
What no shell reads as anything but itself, wherever in a word it stands.
*/
const plainWord = /^[\w%+,\-.\/:@]+$/v;

/*
A command is there to be pasted, and a shell's line editor obeys control characters even between quotes: one of them ends the line, and what follows would be typed in as a command. A line feed does no more than go on in the next line.
*/
const typedControls = /[\p{Control}--\n]+/gv;

const octalBytes = (text: string): string => Array.from(
	new TextEncoder().encode(text),
	byte => `\\${byte.toString(8).padStart(3, '0')}`,
).join('');

/**
A value as one word of a POSIX shell command, in which nothing is obeyed: single-quoted unless all its characters are plain. Control characters but line feeds are spelled out for `printf`. The shell makes the very value of it, but for NUL, which no argument can hold.
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

/*
The AWS CLI takes a value that begins with a hyphen for another option, unless an equals sign joins it to its own.
*/
const option = (name: string, value: string): string => `${name}${value.startsWith('-') ? '=' : ' '}${shellQuote(value)}`;

/*
The AWS CLI puts in the place of `file://…` what the file holds, and in its first version of `https://…` what is found there. It does not do that inside of JSON.
*/
const taskOption = (taskId: string): string => taskId.includes('://')
	? option('--cli-input-json', JSON.stringify({taskIdentifier: taskId}))
	: option('--task-identifier', taskId);

const accessOptions = ({region, profile}: CommandTarget): readonly string[] => [
	option('--region', region),
	...(profile === undefined || profile === 'default' ? [] : [option('--profile', profile)]),
];

/**
The command of the AWS CLI that shows all that the service says of an import, for a POSIX shell. Whatever the values are, they are no more than arguments.
*/
export const getTaskCommand = (target: CommandTarget): string => [
	'aws neptune-graph get-import-task',
	taskOption(target.taskId),
	...accessOptions(target),
	...(target.endpointUrl === undefined ? [] : [option('--endpoint-url', target.endpointUrl)]),
].join(' ');

/*
Names the group by its whole name: the slash at the end is part of it. The user guide of Neptune Analytics gives it on its page about troubleshooting, and has the stream of an import end with `<graph-id>/<task-id>`.
*/
const logGroup = '/aws/neptune/import-task-logs/';

/*
How far before the start of an import its log is read: a start is that of an attempt, for all that is known, and an earlier one may have had the errors.
*/
const logLeewayMs = 24 * 60 * 60 * 1000;

const startOption = (startedAt: number | undefined): readonly string[] => {
	if (startedAt === undefined || !Number.isFinite(startedAt)) {
		return [];
	}

	const from = Math.max(0, Math.floor(startedAt) - logLeewayMs);
	return [option('--start-time', String(from))];
};

/*
A literal of JMESPath is JSON between backticks; it has none itself when they are written as escapes.
*/
const queryLiteral = (text: string): string => `\`${JSON.stringify(text).replaceAll('`', String.raw`\u0060`)}\``;

/**
The command of the AWS CLI that shows what CloudWatch Logs keep about an import, a line for each message, for a POSIX shell. Where the import's start (`startedAt`, in epoch milliseconds) is known, events that are more than a day older are not read.

The API finds streams by the beginning of their names, and it is the end of the name that is known: so it reads the events of all imports, and keeps those of this one. A task id is enough to tell it, even where no graph is known.
*/
export const logsCommand = (target: CommandTarget & {readonly startedAt?: number | undefined}): string => [
	'aws logs filter-log-events',
	option('--log-group-name', logGroup),
	...startOption(target.startedAt),
	option('--query', `events[?ends_with(logStreamName, ${queryLiteral(`/${target.taskId}`)})].[message]`),
	option('--output', 'text'),
	...accessOptions(target),
].join(' ');

/*
By the beginning of a region's name. Of the partitions without an entry, none has a console that is known to the public.
*/
const consoleHosts: ReadonlyArray<readonly [prefix: string, host: string]> = [
	['cn-', 'console.amazonaws.cn'],
	['us-gov-', 'console.amazonaws-us-gov.com'],
	['eusc-', 'console.amazonaws-eusc.eu'],
];

const consoleHost = (region: string): string => consoleHosts.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'console.aws.amazon.com';

/*
Half of a surrogate pair can't be encoded, and would throw.
*/
const encoded = (value: string): string => encodeURIComponent(value.toWellFormed());

/**
The page of the AWS console about an import's graph, or where it has none, about the import. The addresses are not documented; they are the ones that the Amazon provider of Apache Airflow links to.
*/
export const consoleUrl = ({taskId, region, graphId}: ImportPlace & {readonly graphId?: string | undefined}): string => {
	const page = graphId === undefined
		? `analytics-import-task-details:id=${encoded(taskId)}`
		: `analytics-graph-details:id=${encoded(graphId)};tab=connectivity`;

	return `https://${consoleHost(region)}/neptune/home?region=${encoded(region)}#${page}`;
};
