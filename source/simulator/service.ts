import {
	cancelImport,
	type Fleet,
	getImport,
	listFleet,
} from './fleet.ts';

/**
`offset` is the number of imports before the page, in the list at the time of the request. `page` starts at 1.
*/
export type PageStart = {
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
	| {readonly operation: 'list'; readonly query: URLSearchParams}
	| {readonly operation: 'get' | 'cancel'; readonly taskId: string}
	| {readonly operation: 'unknown'};

export type Reply = {
	readonly status: number;
	readonly errorType?: string;
	readonly retryAfterSeconds?: number;
	readonly body: Readonly<Record<string, unknown>>;
};

const errorStatuses = {
	/* eslint-disable @typescript-eslint/naming-convention -- The names are the service's. */
	ValidationException: 400,
	AccessDeniedException: 403,
	MissingAuthenticationTokenException: 403,
	ExpiredTokenException: 403,
	UnrecognizedClientException: 403,
	InvalidSignatureException: 403,
	ResourceNotFoundException: 404,
	UnknownOperationException: 404,
	ConflictException: 409,
	ThrottlingException: 429,
	InternalServerException: 500,
	/* eslint-enable @typescript-eslint/naming-convention */
} as const;

export type ErrorType = keyof typeof errorStatuses;

export const errorReply = (errorType: ErrorType, message: string): Reply => ({
	status: errorStatuses[errorType],
	errorType,
	body: {message},
});

// The limits in the service model.
const maxPageSize = 100;
const maxTokenLength = 8192;

// The service does not document its default page size.
const defaultPageSize = 20;

// Invalid encodings match no import ID anyway.
const decodeTaskId = (text: string): string => {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
};

export const parseCall = (method: string, {pathname, searchParams}: URL): Call => {
	if (method === 'GET' && pathname === '/importtasks') {
		return {operation: 'list', query: searchParams};
	}

	const encodedTaskId = /^\/importtasks\/(?<taskId>[^\/]+)$/v.exec(pathname)?.groups?.['taskId'];

	return encodedTaskId === undefined || (method !== 'GET' && method !== 'DELETE')
		? {operation: 'unknown'}
		: {operation: method === 'GET' ? 'get' : 'cancel', taskId: decodeTaskId(encodedTaskId)};
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

const replyList = (fleet: Fleet, query: URLSearchParams, at: number): Reply => {
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
			tasks: listFleet(fleet, at, {from: start.offset, to: end}),
			...(end < fleet.imports.length && {nextToken: encodePageToken({offset: end, page: start.page + 1})}),
		},
	};
};

const replyMissing = (taskId: string): Reply => /^t-[\da-z]{10}$/v.test(taskId)
	? errorReply('ResourceNotFoundException', `Import task ${taskId} was not found.`)
	: errorReply('ValidationException', 'taskIdentifier must be t- followed by ten characters of a-z and 0-9.');

type Served = {readonly fleet: Fleet; readonly reply: Reply};

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

/**
Returns the response to a call at `at` (epoch milliseconds), and the new state of the fleet.
*/
export const serve = (fleet: Fleet, call: Call, at: number): Served => {
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

		case 'unknown': {
			return {fleet, reply: errorReply('UnknownOperationException', 'Unknown operation.')};
		}
	}
};
