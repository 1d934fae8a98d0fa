import {type Failure} from '../imports/failures/failure.ts';
import {type ScanOutcome} from '../imports/polling/poll.ts';
import {emptyImportList, type ImportList} from '../imports/import-list.ts';
import {type ImportTask, isSameTask} from '../imports/task.ts';
import {type Connection} from './client.ts';
import {listPage, type ListPage, untilAborted} from './requests.ts';

type ScanResult = ScanOutcome & {
	readonly pages: number;
};

export type KnownImports = Pick<ImportList, 'records' | 'positions'>;

type ScanOptions = {
	readonly signal: AbortSignal;

	/**
	Imports that did not change are returned as the same objects. The new copies become garbage at once, which saves memory.
	*/
	readonly known?: KnownImports | undefined;

	/**
	Default: 5 minutes, enough for tens of thousands of imports.
	*/
	readonly timeLimitMs?: number;
};

type Tasks = Map<string, ImportTask>;

// How reading the pages ended. `tokenRejected`: AWS no longer accepts the token of a page.
type PagesOutcome =
	| {readonly kind: 'complete'}
	| {readonly kind: 'tokenRejected'}
	| {readonly kind: 'endless'; readonly failure: Failure}
	| {readonly kind: 'failed'; readonly failure: Failure};

const protocolFailure = (sentence: string): Failure => ({kind: 'protocol', sentence, isTransient: true});

const maxRestarts = 3;

const isTokenRejection = (error: unknown, nextToken: string | undefined): boolean =>
	nextToken !== undefined && error instanceof Error && error.name === 'ValidationException';

// Requests a page. If AWS rejects the credentials, reloads them and retries once if they changed.
const requestPage = async (connection: Connection, nextToken: string | undefined, signal: AbortSignal): Promise<ListPage> => {
	const request = async () => untilAborted(listPage(connection, nextToken, signal), signal);

	try {
		return await request();
	} catch (error) {
		signal.throwIfAborted();
		const hasResponse = typeof error === 'object' && error !== null && '$response' in error;
		const {kind} = await connection.explain(error, 'ListImportTasks');

		if (hasResponse && kind === 'credentials' && await untilAborted(connection.refreshCredentials(), signal)) {
			return request();
		}

		throw error;
	}
};

// 250,000 imports.
const maxPages = 2500;

// The service may return some empty pages before the next import.
const maxEmptyPages = 50;

const findExceededLimit = (pageCount: number, emptyCount: number): string | undefined => {
	if (pageCount >= maxPages) {
		return 'The list has more than 2,500 pages (250,000 imports).';
	}

	return emptyCount >= maxEmptyPages ? `AWS returned ${maxEmptyPages} empty pages in a row.` : undefined;
};

const readPages = async (connection: Connection, signal: AbortSignal, onPage: (page: readonly ImportTask[]) => void): Promise<PagesOutcome> => {
	const tokens = new Set<string>();
	let nextToken: string | undefined;
	let pageCount = 0;
	let emptyCount = 0;

	do {
		let page;

		try {
			page = await requestPage(connection, nextToken, signal); // eslint-disable-line no-await-in-loop -- Each page has the token of the next.
		} catch (error) {
			signal.throwIfAborted();

			if (isTokenRejection(error, nextToken)) {
				return {kind: 'tokenRejected'};
			}

			const failure = await connection.explain(error, 'ListImportTasks'); // eslint-disable-line no-await-in-loop -- Ends the loop.
			return {kind: 'failed', failure};
		}

		if (page.tasks === undefined) {
			return {kind: 'failed', failure: protocolFailure('The AWS response has no list of imports.')};
		}

		onPage(page.tasks);
		({nextToken} = page);

		if (nextToken !== undefined && tokens.has(nextToken)) {
			return {kind: 'failed', failure: protocolFailure('AWS returned the same pagination token twice.')};
		}

		tokens.add(nextToken ?? '');
		pageCount++;
		emptyCount = page.tasks.length === 0 ? emptyCount + 1 : 0;
		const exceeded = nextToken === undefined ? undefined : findExceededLimit(pageCount, emptyCount);

		if (exceeded !== undefined) {
			return {kind: 'endless', failure: protocolFailure(exceeded)};
		}
	} while (nextToken !== undefined);

	return {kind: 'complete'};
};

// The list mostly keeps its order, so the record after the last match is compared first.
const taskReuser = ({records, positions}: KnownImports): ((task: ImportTask) => ImportTask) => {
	let next = 0;

	return task => {
		const position = records[next]?.task.taskId === task.taskId ? next : positions.get(task.taskId);
		const before = position === undefined ? undefined : records[position]?.task;
		next = position === undefined ? next : position + 1;

		return before !== undefined && isSameTask(before, task) ? before : task;
	};
};

const limitText = (timeLimitMs: number): string => timeLimitMs < 60_000 ? `${timeLimitMs / 1000} s` : `${Math.round(timeLimitMs / 60_000)} min`;

/**
Reads all pages of the list. A task that is listed twice, because the list moved meanwhile, counts once, with its latest state.

On failure, returns the tasks read so far and the failure. If AWS rejects the token of a page, the scan restarts, at most three times.

Rejects only if `signal` is aborted, with its reason.
*/
export const scanImportTasks = async (connection: Connection, options: ScanOptions): Promise<ScanResult> => {
	const {known = emptyImportList, timeLimitMs = 300_000} = options;

	// `AbortSignal.timeout` would wake the process long after the scan has ended.
	const limit = new AbortController();
	const timer = setTimeout(() => {
		limit.abort();
	}, timeLimitMs);
	const signal = AbortSignal.any([options.signal, limit.signal]);
	const attempts: Tasks[] = [];
	let pages = 0;

	const readList = async () => {
		const tasks: Tasks = new Map();
		attempts.push(tasks);
		pages = 0;
		const reuseTask = taskReuser(known);
		const outcome = await readPages(connection, signal, page => {
			for (const listed of page) {
				const task = reuseTask(listed);
				tasks.set(task.taskId, task);
			}

			pages++;
		});
		return {tasks, outcome};
	};

	// Includes tasks of earlier attempts, which may still be listed.
	const partialResult = (failure: Failure): ScanResult => ({snapshot: {tasks: new Map(attempts.flatMap(tasks => [...tasks])), isComplete: false}, pages, failure});

	try {
		for (let restarts = 0; restarts <= maxRestarts; restarts++) {
			const {tasks, outcome} = await readList(); // eslint-disable-line no-await-in-loop -- Restarts are sequential.

			if (outcome.kind === 'complete') {
				// Excludes tasks that only an earlier attempt saw: they are no longer listed.
				return {snapshot: {tasks, isComplete: true}, pages};
			}

			if (outcome.kind === 'failed') {
				return partialResult(outcome.failure);
			}

			if (outcome.kind === 'endless') {
				// Keeps the last good list: its imports are more likely real than these.
				return {snapshot: {tasks: new Map(), isComplete: false}, pages, failure: outcome.failure};
			}
		}
	} catch (error) {
		options.signal.throwIfAborted();

		if (limit.signal.aborted) {
			return partialResult({
				kind: 'network',
				sentence: `Reading the list took longer than ${limitText(timeLimitMs)}.`,
				remedy: 'If this continues, check the network connection.',
				isTransient: true,
			});
		}

		throw error;
	} finally {
		clearTimeout(timer);
	}

	return partialResult(protocolFailure('AWS rejected its own pagination token.'));
};
