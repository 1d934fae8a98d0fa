import {logGroup, logStreamOf} from './failures/commands.ts';
import {type ImportTask} from './task.ts';

// By the pattern of the partition's regions. The other partitions have no public console.
const consoleHosts: ReadonlyArray<readonly [regions: RegExp, host: string]> = [
	[/^(?:af|ap|ca|eu|il|me|mx|sa|us)-\w+-\d+$/v, 'console.aws.amazon.com'],
	[/^cn-\w+-\d+$/v, 'console.amazonaws.cn'],
	[/^us-gov-\w+-\d+$/v, 'console.amazonaws-us-gov.com'],
	[/^eusc-\w+-\w+-\d+$/v, 'console.amazonaws-eusc.eu'],
];

// `encodeURIComponent` throws for lone surrogates.
const encoded = (value: string): string => encodeURIComponent(value.toWellFormed());

const pageUrl = (region: string, service: 'neptune' | 'cloudwatch', fragment: string): string | undefined => {
	const host = consoleHosts.find(([regions]) => regions.test(region))?.[1];
	return host === undefined ? undefined : `https://${host}/${service}/home?region=${encoded(region)}#${fragment}`;
};

/**
Returns the AWS console page of an import; undefined if the region has no public console. The URL is undocumented; the Amazon provider of Apache Airflow uses it too.
*/
export const importUrl = (region: string, taskId: string): string | undefined => pageUrl(region, 'neptune', `analytics-import-task-details:id=${encoded(taskId)}`);

/**
Returns the AWS console page of a graph, from the same source.
*/
export const graphUrl = (region: string, graphId: string): string | undefined => pageUrl(region, 'neptune', `analytics-graph-details:id=${encoded(graphId)};tab=connectivity`);

// The console encodes names twice, with `$` in place of `%`.
const encodedTwice = (name: string): string => encodeURIComponent(encoded(name)).replaceAll('%', () => '$');

export const logsUrl = (region: string, task: Pick<ImportTask, 'graphId' | 'taskId'>): string | undefined => {
	const stream = logStreamOf(task);
	return stream === undefined ? undefined : pageUrl(region, 'cloudwatch', `logsV2:log-groups/log-group/${encodedTwice(logGroup)}/log-events/${encodedTwice(stream)}`);
};
