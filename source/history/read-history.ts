import {readdirSync} from 'node:fs';
import path from 'node:path';
import {fold} from './fold.ts';
import {type HistoryEvent} from './history-line.ts';
import {readHistoryFile} from './read-history-file.ts';
import {skippedNotes} from './skipped-notes.ts';
import {errorCode, troubleOf} from './trouble.ts';

/**
Which part of what was observed is asked for.
*/
export type HistoryQuery = {
	/**
	Of which profiles, and of which regions; of all where none is named.
	*/
	readonly profiles?: readonly string[];
	readonly regions?: readonly string[];

	/**
	What was seen at this time or later, in epoch milliseconds.
	*/
	readonly sinceMs?: number | undefined;
	readonly graphId?: string | undefined;
	readonly matches?: ((event: HistoryEvent) => boolean) | undefined;
};

/**
What was observed, of all targets or of some.
*/
export type HistoryRead = {
	/**
	In the order in which it was seen.
	*/
	readonly events: readonly HistoryEvent[];

	/**
	What could not be read, in sentences that are safe to print.
	*/
	readonly notes: readonly string[];
};

const filesIn = (folder: string): readonly string[] => {
	try {
		return readdirSync(folder).filter(name => name.endsWith('.ndjson')).toSorted().map(name => path.join(folder, name));
	} catch (error: unknown) {
		// Nothing was ever observed.
		if (errorCode(error) === 'ENOENT') {
			return [];
		}

		throw error;
	}
};

const cannotRead = (error: unknown, file: string): string => `The history can't be read: ${troubleOf(error, file)}.`;

const readOne = (file: string): HistoryRead => {
	try {
		const {lines, ...counts} = readHistoryFile(file);
		return {events: fold(lines).told, notes: skippedNotes(counts, file)};
	} catch (error: unknown) {
		return {events: [], notes: [cannotRead(error, file)]};
	}
};

const isAskedFor = ({profiles = [], regions = [], sinceMs, graphId, matches}: HistoryQuery, event: HistoryEvent): boolean =>
	(profiles.length === 0 || profiles.includes(event.profile))
	&& (regions.length === 0 || regions.includes(event.region))
	&& (sinceMs === undefined || Date.parse(event.at) >= sinceMs)
	&& (graphId === undefined || event.task.graphId === graphId)
	&& (matches === undefined || matches(event));

/**
What a folder of histories tells; each thing once, however many watchers saw it. Watchers may write meanwhile.
*/
export const readHistory = (folder: string, query: HistoryQuery = {}): HistoryRead => {
	let files: readonly string[];

	try {
		files = filesIn(folder);
	} catch (error: unknown) {
		return {events: [], notes: [cannotRead(error, folder)]};
	}

	const reads = files.map(file => readOne(file));
	const events = reads.flatMap(read => read.events.filter(event => isAskedFor(query, event)).map(event => ({event, at: Date.parse(event.at)})));

	return {
		events: events.toSorted((one, other) => one.at - other.at).map(({event}) => event),
		notes: reads.flatMap(({notes}) => notes),
	};
};
