import {type Failure} from '../imports/failure.ts';
import {type ScanOutcome as PolledScan} from '../imports/poll.ts';
import {emptyImportList, type ImportList} from '../imports/import-list.ts';
import {type ImportTask, isSameTask} from '../imports/task.ts';
import {type Connection} from './client.ts';
import {listPage, type ListPage, untilAborted} from './requests.ts';

/**
What one scan of the list brought.
*/
export type ScanResult = PolledScan & {
	/**
	How many pages were read, since it last started over.
	*/
	readonly pages: number;
};

/**
The known imports of a target.
*/
export type KnownImports = Pick<ImportList, 'records' | 'positions'>;

/**
How to scan.
*/
export type ScanOptions = {
	readonly signal: AbortSignal;

	/**
	The known list. An import that did not change is returned as the same object, so that the parsed copy is garbage at once, and not only when the whole list is old.
	*/
	readonly known?: KnownImports | undefined;

	/**
	How long the whole scan may take, in milliseconds. Default: 5 minutes, which is time for tens of thousands of imports.
	*/
	readonly timeLimitMs?: number;
};

type Tasks = Map<string, ImportTask>;

/*
How a run over the pages ended: at the last one, at a page whose token the service no longer takes, or at a failure.
*/
type Ending =
	| {readonly kind: 'complete'}
	| {readonly kind: 'tokenRefused'}
	| {readonly kind: 'brokenOff'; readonly failure: Failure};

const protocolFailure = (sentence: string): Ending => ({kind: 'brokenOff', failure: {kind: 'protocol', sentence, isTransient: true}});

const maxRestarts = 3;

const refusedForGood: Failure = {
	kind: 'protocol',
	sentence: 'The service does not take the tokens that it gives for the next page.',
	isTransient: true,
};

const isTokenRefusal = (error: unknown, nextToken: string | undefined): boolean =>
	nextToken !== undefined && error instanceof Error && error.name === 'ValidationException';

/*
Asks for a page. Where the service does not accept the credentials, others may have taken their place meanwhile: looks for them, and asks once more if there are any.
*/
const askForPage = async (connection: Connection, nextToken: string | undefined, signal: AbortSignal): Promise<ListPage> => {
	const ask = async () => untilAborted(listPage(connection.client, nextToken, signal), signal);

	try {
		return await ask();
	} catch (error) {
		signal.throwIfAborted();
		const isAnswer = typeof error === 'object' && error !== null && '$response' in error;
		const {kind} = await connection.explain(error, 'ListImportTasks');

		if (isAnswer && kind === 'credentials' && await untilAborted(connection.refreshCredentials(), signal)) {
			return ask();
		}

		throw error;
	}
};

/*
One run over the pages, from the first one.
*/
const runOverPages = async (connection: Connection, signal: AbortSignal, enter: (page: readonly ImportTask[]) => void): Promise<Ending> => {
	const tokens = new Set<string>();
	let nextToken: string | undefined;

	do {
		let page;

		try {
			page = await askForPage(connection, nextToken, signal); // eslint-disable-line no-await-in-loop -- A page names the next one.
		} catch (error) {
			signal.throwIfAborted();

			if (isTokenRefusal(error, nextToken)) {
				return {kind: 'tokenRefused'};
			}

			const failure = await connection.explain(error, 'ListImportTasks'); // eslint-disable-line no-await-in-loop -- Ends the loop.
			return {kind: 'brokenOff', failure};
		}

		if (page.tasks === undefined) {
			return protocolFailure('The answer of the service has no list of imports in it.');
		}

		enter(page.tasks);
		({nextToken} = page);

		if (nextToken !== undefined && tokens.has(nextToken)) {
			return protocolFailure('The service gave the same token for two pages, so the list has no end.');
		}

		tokens.add(nextToken ?? '');
	} while (nextToken !== undefined);

	return {kind: 'complete'};
};

/*
Returns the known object for an import that did not change. The list mostly keeps its order, so the import that follows the last known one is compared before any is looked up.
*/
const recognizing = ({records, positions}: KnownImports): ((task: ImportTask) => ImportTask) => {
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
Reads the list from the first page to the last. A task that is listed twice, because the list moved meanwhile, counts once, as it was seen last.

A scan that breaks off gives what it reached, and why it broke off. Where the service no longer takes the token of a page, the scan starts over, three times at most.

Rejects only where `signal` is aborted, with its reason.
*/
export const scanImportTasks = async (connection: Connection, options: ScanOptions): Promise<ScanResult> => {
	const {known = emptyImportList, timeLimitMs = 300_000} = options;

	// Not `AbortSignal.timeout`, which wakes the process long after the scan has ended.
	const limit = new AbortController();
	const timer = setTimeout(() => {
		limit.abort();
	}, timeLimitMs);
	const signal = AbortSignal.any([options.signal, limit.signal]);
	const runs: Tasks[] = [];
	let pages = 0;

	const runOnce = async () => {
		const tasks: Tasks = new Map();
		runs.push(tasks);
		pages = 0;
		const recognized = recognizing(known);
		const ending = await runOverPages(connection, signal, page => {
			for (const listed of page) {
				const task = recognized(listed);
				tasks.set(task.taskId, task);
			}

			pages++;
		});
		return {tasks, ending};
	};

	// What an earlier run reached may be listed still.
	const brokenOff = (failure: Failure): ScanResult => ({snapshot: {tasks: new Map(runs.flatMap(tasks => [...tasks])), isComplete: false}, pages, failure});

	try {
		for (let restarts = 0; restarts <= maxRestarts; restarts++) {
			const {tasks, ending} = await runOnce(); // eslint-disable-line no-await-in-loop -- One after the other is the point.

			if (ending.kind === 'complete') {
				// What an earlier run reached and this one did not is no longer listed.
				return {snapshot: {tasks, isComplete: true}, pages};
			}

			if (ending.kind === 'brokenOff') {
				return brokenOff(ending.failure);
			}
		}
	} catch (error) {
		options.signal.throwIfAborted();

		if (limit.signal.aborted) {
			return brokenOff({
				kind: 'network',
				sentence: `The list could not be read to its end within ${limitText(timeLimitMs)}.`,
				remedy: 'Check the network connection if this goes on.',
				isTransient: true,
			});
		}

		throw error;
	} finally {
		clearTimeout(timer);
	}

	return brokenOff(refusedForGood);
};
