import {setImmediate as afterInput} from 'node:timers/promises';
import {type ReadHistory} from '../../app/effect.ts';
import {readDatabase} from '../../history/database.ts';
import {type ChangePlace, readChangesAfter} from '../../history/timeline.ts';
import {type HistoryEvent} from '../../imports/event.ts';
import {observedImports} from '../../imports/timeline/observed-imports.ts';
import {type Target} from '../../imports/target.ts';
import {type ObservedImport} from '../../imports/timeline/timeline.ts';
import {userFile} from '../user-file.ts';

// A step takes a few milliseconds. Keys are handled between two steps.
const eventsPerStep = 500;

const readTarget = async (file: string, target: Target, since: number): Promise<readonly HistoryEvent[]> => {
	const events: HistoryEvent[] = [];
	let after: ChangePlace | undefined = {at: since, id: -1};

	while (after !== undefined) {
		const place: ChangePlace = after;
		const read = readDatabase(file, database => readChangesAfter(database, target, {after: place, limit: eventsPerStep}));
		events.push(...read?.events ?? []);
		after = read?.last;
		await afterInput(); // eslint-disable-line no-await-in-loop -- The steps come one after the other.
	}

	return events;
};

/**
Reads the recorded changes for the timeline. Never rejects: the history reports its problems when it is written.
*/
export const readTimeline = async ({since, targets}: ReadHistory, file = userFile('history')): Promise<readonly ObservedImport[]> => {
	const imports: ObservedImport[] = [];

	for (const {targetId, target} of targets) {
		try {
			const events = await readTarget(file, target, since); // eslint-disable-line no-await-in-loop -- One file is read.
			imports.push(...observedImports(events, () => targetId));
		} catch {
			// The timeline shows what this run has observed.
		}
	}

	return imports;
};
