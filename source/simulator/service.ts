import {
	cancelImport,
	type Fleet,
	getImport,
	listFleet,
} from './fleet.ts';
import {findGraph, graphsOf, listedGraph} from './graphs.ts';
import {errorReply, parseInput, type Reply} from './reply.ts';
import {
	serveCreateGraph,
	serveReset,
	type Served,
	serveStart,
	serveUpdate,
} from './write-calls.ts';

/*
`offset` is the number of imports before the page, in the list at the time of the request. `page` starts at 1.
*/
type PageStart = {
	readonly offset: number;
	readonly page: number;
};

export const encodePageToken = ({offset, page}: PageStart): string => btoa(`page ${page} from ${offset}`);

const decodeBase64 = (text: string): string => {
	try {
		return atob(text);
	} catch {
		return '';
	}
};

/**
Returns undefined for a token that `encodePageToken` did not create.
*/
export const decodePageToken = (token: string): PageStart | undefined => {
	const match = /^page (?<page>\d{1,9}) from (?<offset>\d{1,9})$/v.exec(decodeBase64(token));
	return match === null ? undefined : {offset: Number(match.groups?.['offset']), page: Number(match.groups?.['page'])};
};

export type Call =
	| {readonly operation: 'list' | 'listGraphs'; readonly query: URLSearchParams}
	| {readonly operation: 'get' | 'cancel'; readonly taskId: string}
	| {readonly operation: 'getGraph' | 'resetGraph' | 'updateGraph' | 'startImport'; readonly graphId: string}
	| {readonly operation: 'createGraph' | 'unknown'};

// The limits in the service model.
const maxPageSize = 100;
const maxTokenLength = 8192;

// The service does not document its default page size.
const defaultPageSize = 20;

// Invalid encodings match no ID anyway.
const decodeId = (text: string): string => {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
};

type Route = {
	readonly method: string;
	readonly path: RegExp;
	readonly toCall: (id: string, query: URLSearchParams) => Call;
};

const importPath = /^\/importtasks\/(?<id>[^\/]+)$/v;
const graphPath = /^\/graphs\/(?<id>[^\/]+)$/v;

const routes: readonly Route[] = [
	{method: 'GET', path: /^\/importtasks$/v, toCall: (_, query) => ({operation: 'list', query})},
	{method: 'GET', path: importPath, toCall: taskId => ({operation: 'get', taskId})},
	{method: 'DELETE', path: importPath, toCall: taskId => ({operation: 'cancel', taskId})},
	{method: 'POST', path: /^\/importtasks$/v, toCall: () => ({operation: 'createGraph'})},
	{method: 'GET', path: /^\/graphs$/v, toCall: (_, query) => ({operation: 'listGraphs', query})},
	{method: 'GET', path: graphPath, toCall: graphId => ({operation: 'getGraph', graphId})},
	{method: 'PUT', path: graphPath, toCall: graphId => ({operation: 'resetGraph', graphId})},
	{method: 'PATCH', path: graphPath, toCall: graphId => ({operation: 'updateGraph', graphId})},
	{method: 'POST', path: /^\/graphs\/(?<id>[^\/]+)\/importtasks$/v, toCall: graphId => ({operation: 'startImport', graphId})},
];

export const parseCall = (method: string, {pathname, searchParams}: URL): Call => {
	const route = routes.find(one => one.method === method && one.path.test(pathname));
	const id = route?.path.exec(pathname)?.groups?.['id'] ?? '';
	return route?.toCall(decodeId(id), searchParams) ?? {operation: 'unknown'};
};

/**
Returns the page of the list, from 1. Returns undefined for other calls and unknown tokens.
*/
export const pageOf = (call: Call): number | undefined => {
	if (call.operation !== 'list') {
		return undefined;
	}

	const token = call.query.get('nextToken');
	return token === null ? 1 : decodePageToken(token)?.page;
};

/**
`range` returns the entries from one position up to, but not including, another.
*/
const replyPage = (query: URLSearchParams, member: string, {count, range}: {
	readonly count: number;
	readonly range: (from: number, to: number) => readonly unknown[];
}): Reply => {
	const token = query.get('nextToken');
	const start = token === null ? {offset: 0, page: 1} : decodePageToken(token);
	const sizeText = query.get('maxResults') ?? String(defaultPageSize);
	const size = /^\d{1,9}$/v.test(sizeText) ? Number(sizeText) : 0;

	if (size < 1 || size > maxPageSize) {
		return errorReply('ValidationException', `maxResults must be a whole number from 1 to ${maxPageSize}.`);
	}

	if (start === undefined || (token !== null && token.length > maxTokenLength)) {
		return errorReply('ValidationException', 'The nextToken is not valid.');
	}

	const end = start.offset + size;
	return {
		status: 200,
		body: {
			[member]: range(start.offset, end),
			...(end < count && {nextToken: encodePageToken({offset: end, page: start.page + 1})}),
		},
	};
};

const replyList = (fleet: Fleet, query: URLSearchParams, at: number): Reply =>
	replyPage(query, 'tasks', {count: fleet.imports.length, range: (from, to) => listFleet(fleet, at, {from, to})});

const replyGraphs = (fleet: Fleet, query: URLSearchParams, at: number): Reply => {
	const graphs = graphsOf(fleet, at).map(graph => listedGraph(graph));
	return replyPage(query, 'graphs', {count: graphs.length, range: (from, to) => graphs.slice(from, to)});
};

const replyMissing = (taskId: string): Reply => /^t-[\da-z]{10}$/v.test(taskId)
	? errorReply('ResourceNotFoundException', `Import task ${taskId} was not found.`)
	: errorReply('ValidationException', 'taskIdentifier must be t- followed by ten characters of a-z and 0-9.');

const serveCancel = (fleet: Fleet, taskId: string, at: number): Served => {
	const result = cancelImport(fleet, taskId, at);

	switch (result.kind) {
		case 'accepted': {
			return {fleet: result.fleet, reply: {status: 200, body: result.task}};
		}

		case 'refused': {
			return {fleet, reply: errorReply('ConflictException', `Import task ${taskId} is ${result.status} and can't be cancelled.`)};
		}

		case 'notFound': {
			return {fleet, reply: replyMissing(taskId)};
		}
	}
};

const serveOnGraph = (fleet: Fleet, {operation, graphId}: Extract<Call, {readonly graphId: string}>, body: string, at: number): Served => {
	const graph = findGraph(fleet, graphId, at);

	if (graph === undefined) {
		return {
			fleet,
			reply: /^g-[\da-z]{10}$/v.test(graphId)
				? errorReply('ResourceNotFoundException', `Graph ${graphId} was not found.`)
				: errorReply('ValidationException', 'graphIdentifier must be g- followed by ten characters of a-z and 0-9.'),
		};
	}

	if (operation === 'getGraph') {
		return {fleet, reply: {status: 200, body: graph.wire}};
	}

	const input = parseInput(body);

	if (input === undefined) {
		return {fleet, reply: invalidBody};
	}

	switch (operation) {
		case 'resetGraph': {
			return serveReset(fleet, graph, input, at);
		}

		case 'updateGraph': {
			return serveUpdate(fleet, graph, input, at);
		}

		case 'startImport': {
			return serveStart(fleet, graph, input, at);
		}
	}
};

const invalidBody = errorReply('ValidationException', 'The body must be a JSON object.');

/**
Returns the response to a call at `at` (epoch milliseconds), and the new state of the fleet.
*/
export const serve = (fleet: Fleet, call: Call, at: number, body = ''): Served => {
	switch (call.operation) {
		case 'list': {
			return {fleet, reply: replyList(fleet, call.query, at)};
		}

		case 'get': {
			const task = getImport(fleet, call.taskId, at);
			return {fleet, reply: task === undefined ? replyMissing(call.taskId) : {status: 200, body: task}};
		}

		case 'cancel': {
			return serveCancel(fleet, call.taskId, at);
		}

		case 'listGraphs': {
			return {fleet, reply: replyGraphs(fleet, call.query, at)};
		}

		case 'getGraph':
		case 'resetGraph':
		case 'updateGraph':
		case 'startImport': {
			return serveOnGraph(fleet, call, body, at);
		}

		case 'createGraph': {
			const input = parseInput(body);
			return input === undefined ? {fleet, reply: invalidBody} : serveCreateGraph(fleet, input, at);
		}

		case 'unknown': {
			return {fleet, reply: errorReply('UnknownOperationException', 'Unknown operation.')};
		}
	}
};
