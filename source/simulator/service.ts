import {
	cancelImport,
	type Fleet,
	getImport,
	listFleet,
} from './fleet.ts';

/**
Where a page of the list begins.
*/
export type PageStart = {
	/**
	How many imports of the list come before it, as the list stands when the page is asked for.
	*/
	readonly offset: number;

	/**
	From 1.
	*/
	readonly page: number;
};

/**
A `nextToken` for a page. It means nothing to clients.
*/
export const encodePageToken = ({offset, page}: PageStart): string => btoa(`page ${page} from ${offset}`);

/*
Empty where the text is not base64.
*/
const decodeBase64 = (text: string): string => {
	try {
		return atob(text);
	} catch {
		return '';
	}
};

/**
The page that a `nextToken` stands for; undefined for a token that was never given out.
*/
export const decodePageToken = (token: string): PageStart | undefined => {
	const match = /^page (?<page>\d{1,9}) from (?<offset>\d{1,9})$/v.exec(decodeBase64(token));
	return match === null ? undefined : {offset: Number(match.groups?.['offset']), page: Number(match.groups?.['page'])};
};

/**
A call that the service knows, as read from the method and the path of a request.
*/
export type Call =
	| {readonly operation: 'list'; readonly query: URLSearchParams}
	| {readonly operation: 'get' | 'cancel'; readonly taskId: string}
	| {readonly operation: 'unknown'};

/**
What the service answers, before it is written as HTTP.
*/
export type Reply = {
	readonly status: number;

	/**
	The name of the exception; undefined for an answer that is none.
	*/
	readonly errorType?: string;
	readonly retryAfterSeconds?: number;
	readonly body: Readonly<Record<string, unknown>>;
};

/*
The exceptions of the service, and those of the signing of requests, with their HTTP codes.
*/
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

/**
The name of an exception that the simulator knows the HTTP code of.
*/
export type ErrorType = keyof typeof errorStatuses;

/**
The answer that is this exception.
*/
export const errorReply = (errorType: ErrorType, message: string): Reply => ({
	status: errorStatuses[errorType],
	errorType,
	body: {message},
});

/*
The most imports that one page holds, and the longest token, as the service model has them.
*/
const maxPageSize = 100;
const maxTokenLength = 8192;

/*
How many imports a page holds when nobody says: the service does not document its own.
*/
const defaultPageSize = 20;

/*
What can't be decoded names no import, however it is read.
*/
const decoded = (text: string): string => {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
};

/**
The call that a request makes.
*/
export const readCall = (method: string, {pathname, searchParams}: URL): Call => {
	if (method === 'GET' && pathname === '/importtasks') {
		return {operation: 'list', query: searchParams};
	}

	const encodedTaskId = /^\/importtasks\/(?<taskId>[^\/]+)$/v.exec(pathname)?.groups?.['taskId'];

	return encodedTaskId === undefined || (method !== 'GET' && method !== 'DELETE') ? {operation: 'unknown'} : {operation: method === 'GET' ? 'get' : 'cancel', taskId: decoded(encodedTaskId)};
};

/**
Which page of the list a call asks for, from 1; undefined where it asks for no page, or for one that was never offered.
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
	: errorReply('ValidationException', 'taskIdentifier must be t- and ten of a-z and 0-9.');

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
What the service answers to a call at `at` (epoch milliseconds), and the fleet after it.
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
			return {fleet, reply: errorReply('UnknownOperationException', 'There is no such operation.')};
		}
	}
};
