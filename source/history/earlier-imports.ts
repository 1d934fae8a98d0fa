import {type DatabaseSync} from 'node:sqlite';
import {observedChangeOf} from '../imports/event.ts';
import {type Target} from '../imports/target.ts';
import {meanRate, type SucceededImport} from '../imports/progress/usual.ts';
import {findTargetId, parseEvent} from './record.ts';

// Reading them takes about 20 ms.
const maxChanges = 5000;
const maxImports = 500;

/**
Reads the imports that succeeded among the last changes of a target, newest first. Skips those whose start or end was not observed, and successes that were not final.
*/
export const readEarlierImports = (database: DatabaseSync, target: Target): readonly SucceededImport[] => {
	const rows = database.prepare(`
		SELECT at, event, (
			SELECT max(at) FROM changes AS started
			WHERE started.taskId = ended.taskId AND started.target = ended.target AND started.at < ended.at
				AND started.event ->> 'event' = 'appeared' AND started.event ->> 'notBefore' IS NULL
		) AS startedAt
		FROM (SELECT * FROM changes WHERE target = ? ORDER BY at DESC LIMIT ${maxChanges}) AS ended
		WHERE event ->> 'to' = 'SUCCEEDED' AND event ->> 'notBefore' IS NULL AND startedAt IS NOT NULL AND NOT EXISTS (
			SELECT 1 FROM changes AS later
			WHERE later.taskId = ended.taskId AND later.target = ended.target AND later.at > ended.at AND later.event ->> 'to' <> 'DELETED'
		) LIMIT ${maxImports}
	`).all(findTargetId(database, target) ?? null);

	return rows.flatMap((row): readonly SucceededImport[] => {
		const event = parseEvent(row);
		const endedAt = Number(row['at']);
		return event.event === 'changed'
			? [{
				task: event.task, endedAt, durationMs: endedAt - Number(row['startedAt']), statementsPerSecond: meanRate(event.statementCount, observedChangeOf(event)),
			}]
			: [];
	});
};
