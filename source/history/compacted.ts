import {jsonLine} from '../domain/json-line.ts';
import {type Folded, type Known, statusAfter} from './fold.ts';
import {type HistoryEvent, type HistoryLine} from './history-line.ts';

/*
What says all that is known of what is listed: when each import was first seen, and what was last told of it.
*/
const neededEvents = ({imports}: Known): Set<HistoryEvent> => new Set(imports.values().flatMap(({first, last}) => first === undefined ? [last] : [first, last]));

const observedLines = ({whole, graphs}: Known): readonly HistoryLine[] => [...(whole === undefined ? [] : [whole]), ...graphs.values()];

const addNewest = (kept: Set<HistoryEvent>, told: readonly HistoryEvent[], maxLength: number): void => {
	let room = maxLength;

	for (let index = told.length - 1; index >= 0; index -= 1) {
		const event = told[index];

		if (event === undefined || room <= 0) {
			return;
		}

		room -= jsonLine(event).length + 1;

		if (room >= 0) {
			kept.add(event);
		}
	}
};

/*
Where what is left out would make an event that is kept look as if it had been told already, what came right before that is kept too.
*/
const addWhatTellsApart = (kept: Set<HistoryEvent>, told: readonly HistoryEvent[]): void => {
	const statuses = new Map<string, string | undefined>();
	const eventsBefore = new Map<string, HistoryEvent>();

	for (const event of told) {
		const key = event.task.taskId;

		if (kept.has(event)) {
			const before = eventsBefore.get(key);

			if (before !== undefined && statuses.get(key) === statusAfter(event)) {
				kept.add(before);
			}

			statuses.set(key, statusAfter(event));
		}

		eventsBefore.set(key, event);
	}
};

/**
The lines of a history from which the same follows as from all of it, apart from changes of long ago: the newest events, about as many as `maxLength` characters hold, and what the imports need that are still listed.
*/
export const compacted = ({known, told}: Folded, maxLength: number): readonly HistoryLine[] => {
	const kept = neededEvents(known);
	addNewest(kept, told, maxLength);
	addWhatTellsApart(kept, told);
	return [...told.filter(event => kept.has(event)), ...observedLines(known)];
};

/**
The lines that say again what is known, where all of them were lost.
*/
export const restated = (known: Known): readonly HistoryLine[] => [
	...known.imports.values().flatMap(({first, last}) => first === undefined || first === last || first.task.status === last.task.status ? [last] : [first, last]),
	...observedLines(known),
];
