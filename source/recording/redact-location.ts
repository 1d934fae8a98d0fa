import {type NameKind, type StandIns} from './stand-ins.ts';

const taskIdPattern = /^t-[\da-z]{10}$/v;
const graphIdPattern = /^g-[\da-z]{10}$/v;

/**
Whether a text is an id as the service makes them, which says nothing of whoever owns what it names.
*/
export const isServiceId = (text: string): boolean => taskIdPattern.test(text) || graphIdPattern.test(text);

const regionPattern = /^[a-z]{2,4}(?:-gov|-iso[a-z]?)?-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\d{1,2}$/v;

/**
Whether a text is a region as AWS names them.
*/
export const isRegion = (text: string): boolean => regionPattern.test(text);

/**
A region; what is none as AWS names them is replaced.
*/
export const redactRegion = (region: string, standIns: StandIns): string => isRegion(region) ? region : standIns.of('region', region);

/**
Whether a text is the host of a service of AWS, which is everybody's.
*/
export const isAwsHost = (text: string): boolean => {
	const {region} = /^(?:neptune-graph|sts|oidc|portal\.sso)\.(?<region>[^.]+)\.amazonaws\.com(?:\.cn)?$/v.exec(text)?.groups ?? {};
	return region !== undefined && isRegion(region);
};

/*
Endings of files that say no more than how they are to be read.
*/
const endingPattern = /\.(?:csv|tsv|parquet|nt|ttl|json|jsonl|txt)(?:\.(?:gz|bz2|zst|zip))?$/v;

/*
Segments between slashes: as many as there were. The last one may be a file, of which the ending is kept.
*/
const redactPath = (path: string, standIns: StandIns): string => {
	const segments = path.split('/');
	const last = segments.pop() ?? '';
	const ending = endingPattern.exec(last)?.[0] ?? '';

	return [
		...segments.map(segment => standIns.of('path', segment)),
		standIns.of('path', last.slice(0, last.length - ending.length)) + ending,
	].join('/');
};

const redactAddress = (address: string, standIns: StandIns): string => {
	const {host = address, port} = /^(?<host>[^:@]+)(?::(?<port>\d{1,5}))?$/v.exec(address)?.groups ?? {};
	return standIns.of('endpoint', host) + (port === undefined ? '' : `:${port}`);
};

/*
Up to the first of these characters, and from there on.
*/
const splitBefore = (text: string, characters: RegExp): readonly [head: string, tail: string] => {
	const index = text.search(characters);
	return index === -1 ? [text, ''] : [text.slice(0, index), text.slice(index)];
};

const redactUrl = (scheme: string, rest: string, standIns: StandIns): string => {
	const [place, query] = splitBefore(rest, /[#?]/v);
	const [address, path] = splitBefore(place, /\//v);
	return `${scheme}://${redactAddress(address, standIns)}${redactPath(path, standIns)}${query === '' ? '' : `?${standIns.of('text', query)}`}`;
};

const partitions = new Set(['aws', 'aws-cn', 'aws-us-gov', 'aws-iso', 'aws-iso-b', 'aws-iso-e', 'aws-iso-f', 'aws-eusc']);
const services = new Set(['iam', 'sts', 's3', 'kms', 'rds', 'neptune-graph', 'neptune-db', 'logs']);

/*
What an ARN can name, and whose names they are.
*/
const resources: ReadonlyMap<string, NameKind> = new Map([
	['role', 'role'],
	['assumed-role', 'role'],
	['user', 'name'],
	['cluster', 'name'],
	['cluster-snapshot', 'name'],
	['snapshot', 'name'],
	['graph', 'graph'],
	['graph-snapshot', 'name'],
	['import-task', 'task'],
	['key', 'name'],
	['alias', 'name'],
	['log-group', 'name'],
]);

const redactResource = (resource: string, standIns: StandIns): string => {
	const [type, rest] = splitBefore(resource, /[\/:]/v);
	const kind = resources.get(type);

	if (kind === undefined) {
		return standIns.of('name', resource);
	}

	const names = rest.split(/(?<separator>[\/:])/v);
	return type + names.map((name, index) => index % 2 === 1 || isServiceId(name) ? name : standIns.of(kind, name)).join('');
};

const redactBucketPath = (location: string, standIns: StandIns): string => {
	const [bucket, path] = splitBefore(location, /\//v);
	return standIns.of('bucket', bucket) + redactPath(path, standIns);
};

const redactArn = (arn: string, standIns: StandIns): string => {
	const [prefix, partition = '', service = '', region = '', account = '', ...rest] = arn.split(':');
	const resource = rest.join(':');

	return [
		prefix,
		partitions.has(partition) ? partition : standIns.of('name', partition),
		services.has(service) ? service : standIns.of('name', service),
		redactRegion(region, standIns),
		standIns.of('account', account),
		service === 's3' ? redactBucketPath(resource, standIns) : redactResource(resource, standIns),
	].join(':');
};

const locationPattern = /^(?<scheme>s3|https?|wss?):\/\/(?<rest>.*)$/sv;

/**
Where something is, with every name in it replaced and its shape kept: an `s3://` path, a URL, or an ARN. Undefined for a text that is none of them.
*/
export const redactLocation = (text: string, standIns: StandIns): string | undefined => {
	if (text.startsWith('arn:')) {
		return redactArn(text, standIns);
	}

	const {scheme, rest = ''} = locationPattern.exec(text)?.groups ?? {};

	if (scheme === undefined) {
		return undefined;
	}

	return scheme === 's3' ? `s3://${redactBucketPath(rest, standIns)}` : redactUrl(scheme, rest, standIns);
};

/**
A host, and its port if it has one, with the host replaced.
*/
export const redactHost = (host: string, standIns: StandIns): string => redactAddress(host, standIns);
