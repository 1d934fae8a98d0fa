import {type BaselineEvent} from '../domain/event.ts';
import {type HistoryEvent, type HistoryLine, type ObservedLine} from './history-line.ts';

/**
An import that is listed, as the history has it.
*/
export type KnownImport = {
	/**
	When it was first seen, where it was listed already when watching began.
	*/
	readonly first: BaselineEvent | undefined;

	/**
	What was last told of it.
	*/
	readonly last: HistoryEvent;
};

/**
What follows from the lines of a history: what is listed, and until when that is known.
*/
export type Known = {
	/**
	By task key.
	*/
	readonly imports: ReadonlyMap<string, KnownImport>;

	/**
	Until when the whole list was seen.
	*/
	readonly whole: ObservedLine | undefined;

	/**
	By graph: until when its imports were seen, where that is later.
	*/
	readonly graphs: ReadonlyMap<string, ObservedLine>;
};

/**
What is known after no line at all.
*/
export const nothingKnown: Known = {imports: new Map(), whole: undefined, graphs: new Map()};

/**
What is known after some lines, and which of them told something.
*/
export type Folded = {
	readonly known: Known;

	/**
	In the order of the lines.
	*/
	readonly told: readonly HistoryEvent[];
};

/**
The status that an import has after an event; undefined where it is no longer listed.
*/
export const statusAfter = (event: HistoryEvent): string | undefined => event.event === 'gone' ? undefined : event.task.status;

/**
The status of an import; undefined where it is not listed.
*/
export const knownStatus = ({imports}: Pick<Known, 'imports'>, key: string): string | undefined => imports.get(key)?.last.task.status;

/**
An import after an event; undefined where it is no longer listed.
*/
export const knownAfter = (known: KnownImport | undefined, event: HistoryEvent): KnownImport | undefined => {
	switch (event.event) {
		case 'baseline': {
			return {first: event, last: event};
		}

		case 'appeared': {
			return {first: undefined, last: event};
		}

		case 'changed': {
			return {first: known?.first, last: event};
		}

		case 'gone': {
			return undefined;
		}
	}
};

/**
When the list was last seen, or the imports of one graph, in epoch milliseconds; undefined where it never was.
*/
export const untilOf = ({whole, graphs}: Known, graphId: string | undefined): number | undefined => {
	const line = graphId === undefined ? whole : graphs.get(graphId) ?? whole;
	return line === undefined ? undefined : Date.parse(line.until);
};

/*
Nobody sees the same happen to an import twice in one millisecond.
*/
const identityOf = ({at, event, task}: HistoryEvent, key: string): string => `${at} ${event} ${task.status} ${key}`;

const enterUntil = (until: {whole: ObservedLine | undefined; readonly graphs: Map<string, ObservedLine>}, line: ObservedLine): void => {
	if (line.graph === undefined) {
		until.whole = line;
		until.graphs.clear();
	} else {
		until.graphs.set(line.graph, line);
	}
};

/**
What is known after lines that say until when the list was seen.
*/
export const knownUntil = ({imports, whole, graphs}: Known, lines: readonly ObservedLine[]): Known => {
	const until = {whole, graphs: new Map(graphs)};

	for (const line of lines) {
		enterUntil(until, line);
	}

	return {imports, ...until};
};

/**
What is known after lines that follow on what was known before. An event that leaves its import with the status that it has already tells nothing: so a change that two watchers wrote, or one watcher twice, is told once. Nor does an event that is there again: who writes while another puts a new file in place of the old one can't know whether its line went along, and that one may come second, and late.
*/
export const fold = (lines: Iterable<HistoryLine>, before: Known = nothingKnown): Folded => {
	const imports = new Map(before.imports);
	const until = {whole: before.whole, graphs: new Map(before.graphs)};
	const told: HistoryEvent[] = [];
	const identities = new Set<string>();

	for (const line of lines) {
		if (line.event === 'observed') {
			enterUntil(until, line);
			continue;
		}

		const key = line.task.taskId;
		const identity = identityOf(line, key);

		const isRepeated = identities.has(identity);
		identities.add(identity);

		if (isRepeated || knownStatus({imports}, key) === statusAfter(line)) {
			continue;
		}

		const known = knownAfter(imports.get(key), line);
		told.push(line);

		if (known === undefined) {
			imports.delete(key);
		} else {
			imports.set(key, known);
		}
	}

	return {known: {imports, ...until}, told};
};
