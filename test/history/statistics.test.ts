import {rmSync} from 'node:fs';
import {type DatabaseSync} from 'node:sqlite';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {readDatabase} from '../../source/history/database.ts';
import {openHistory} from '../../source/history/open-history.ts';
import {readChanges} from '../../source/history/record.ts';
import {type HistoryEvent} from '../../source/imports/event.ts';
import {observedImports} from '../../source/imports/timeline/observed-imports.ts';
import {importStatistics} from '../../source/imports/progress/statistics.ts';
import {byStart, timelineImport} from '../../source/imports/timeline/timeline.ts';
import {startAt} from '../support/model.ts';
import {stressCount} from '../support/stress.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {temporaryHistory} from '../support/temporary-files.ts';

const target = {profile: 'default', region: 'us-east-1'};

type Step = {readonly afterMs: number; readonly isGap: boolean; readonly status: string};

type Course = {
	readonly graph: number;
	readonly folder: string;
	readonly first: 'baseline' | 'appeared';
	readonly steps: readonly Step[];
	readonly isGone: boolean;
	readonly code: 'OUT_OF_MEMORY' | 'PARSING_ERROR' | undefined;
	readonly statementCount: number | undefined;
};

const courses: fc.Arbitrary<readonly Course[]> = fc.array(fc.record<Course>({
	graph: fc.integer({min: 1, max: 2}),
	folder: fc.constantFrom('orders', 'people'),
	first: fc.constantFrom('appeared', 'appeared', 'appeared', 'baseline'),
	steps: fc.tuple(fc.subarray(['INITIALIZING', 'ANALYZING_DATA', 'IMPORTING', 'ROLLING_BACK']), fc.constantFrom('SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'FAILED', 'CANCELLED', undefined))
		.map(([statuses, end]) => [...statuses, ...(end === undefined ? [] : [end])])
		.chain(statuses => fc.tuple(fc.constant(statuses), fc.constantFrom([], [], [], ['FAILED', 'SUCCEEDED'], ['IMPORTING'], ['IMPORTING', 'SUCCEEDED'])))
		.map(([statuses, again]) => [...statuses, ...again])
		.filter(statuses => statuses.length > 0)
		.chain(statuses => fc.tuple(...statuses.map(status => fc.record({
			afterMs: fc.integer({min: 2, max: 100_000}),
			isGap: fc.integer({min: 0, max: 9}).map(dice => dice === 0),
			status: fc.constant(status),
		})))),
	isGone: fc.integer({min: 0, max: 4}).map(dice => dice === 0),
	code: fc.constantFrom('OUT_OF_MEMORY', 'PARSING_ERROR', undefined),
	statementCount: fc.option(fc.nat({max: 1_000_000}), {nil: undefined}),
}), {maxLength: 30, size: '+1'});

const eventsOf = ({graph, folder, first, steps, isGone, code, statementCount}: Course, number: number): readonly HistoryEvent[] => {
	let at = startAt;
	let from: string | undefined;
	const events: HistoryEvent[] = [];

	for (const {afterMs, isGap, status} of steps) {
		const task = importTask({
			taskId: taskId(number), graphId: `g-${graph}`, source: `s3://lake/${folder}/2026/${number}.csv`, status,
		});
		const notBefore = isGap ? {notBefore: new Date(at + 1).toISOString()} : {};
		at += afterMs;
		const head = {
			version: 1, at: new Date(at).toISOString(), ...target, task,
		} as const;
		const facts = {
			...notBefore,
			...(status === 'FAILED' && code !== undefined && {reason: {code, summary: code}}),
			...(status === 'SUCCEEDED' && statementCount !== undefined && {statementCount}),
		};

		if (from !== undefined) {
			events.push({
				...head, event: 'changed', from, to: status, ...facts,
			});
		} else if (first === 'baseline') {
			events.push({...head, event: 'baseline'});
		} else {
			events.push({...head, event: 'appeared', ...facts});
		}

		from = status;
	}

	const last = events.at(-1);
	return last !== undefined && isGone
		? [...events, {
			version: 1, event: 'gone', at: new Date(at + 50).toISOString(), ...target, task: last.task,
		}]
		: events;
};

/*
The same statistics, from the stored events alone. A percentile weights each value by its distance from the exact place.
*/
const statisticsQuery = `
	WITH steps AS (
		SELECT
			taskId, at, event ->> 'event' AS kind, event -> 'task' ->> 'status' AS status, event ->> 'notBefore' AS gap,
			event -> 'reason' ->> 'code' AS code, event ->> 'statementCount' AS statements,
			event -> 'task' ->> 'graphId' AS graph, event -> 'task' ->> 'source' AS source,
			row_number() OVER course AS number, lead(at) OVER course AS nextAt
		FROM changes WINDOW course AS (PARTITION BY taskId ORDER BY at, id)
	),
	ends AS (
		SELECT taskId, coalesce(
			min(number) FILTER (WHERE kind <> 'gone' AND NOT EXISTS (
				SELECT 1 FROM steps AS later WHERE later.taskId = steps.taskId AND later.number > steps.number AND later.status <> steps.status
			)),
			min(number)
		) AS number FROM steps
		WHERE (kind = 'gone' OR status IN ('SUCCEEDED', 'FAILED', 'CANCELLED')) AND NOT EXISTS (
			SELECT 1 FROM steps AS later WHERE later.taskId = steps.taskId AND later.number > steps.number AND later.kind <> 'gone' AND later.status NOT IN ('SUCCEEDED', 'FAILED', 'CANCELLED')
		) GROUP BY taskId
	),
	imports AS (
		SELECT
			one.taskId, one.graph, substr(one.source, 1, instr(one.source, '/20')) AS prefix,
			last.status AS ended, last.code, last.statements,
			CASE WHEN last.kind <> 'gone' AND last.status = 'SUCCEEDED' AND one.kind = 'appeared' AND one.gap IS NULL AND last.gap IS NULL AND last.at > one.at THEN last.at - one.at END AS ms,
			(SELECT sum(nextAt - at) FROM steps WHERE steps.taskId = one.taskId AND status = 'IMPORTING' AND steps.number < last.number) AS importingMs,
			EXISTS (SELECT 1 FROM steps WHERE steps.taskId = one.taskId AND gap IS NOT NULL AND steps.number <= last.number) AS hasGap,
			last.kind AS endKind
		FROM steps AS one LEFT JOIN ends USING (taskId) LEFT JOIN steps AS last ON last.taskId = one.taskId AND last.number = ends.number
		WHERE one.number = 1 AND NOT (one.kind = 'baseline' AND ifnull(ends.number, 0) = 1)
	),
	samples AS (
		SELECT graph, prefix, 'ms' AS name, ms AS value FROM imports WHERE ms IS NOT NULL
		UNION ALL
		SELECT graph, prefix, 'rate', statements * 1000.0 / importingMs FROM imports WHERE ms IS NOT NULL AND statements IS NOT NULL AND importingMs > 0 AND NOT hasGap
	),
	places AS (
		SELECT *, row_number() OVER (PARTITION BY graph, prefix, name ORDER BY value) - 1 AS place, count(*) OVER (PARTITION BY graph, prefix, name) - 1 AS lastPlace FROM samples
	),
	percentiles AS (
		SELECT
			graph, prefix, name,
			sum(value * max(0, 1 - abs(place - lastPlace * 0.5))) AS median,
			sum(value * max(0, 1 - abs(place - lastPlace * 0.9))) AS p90
		FROM places GROUP BY graph, prefix, name
	)
	SELECT
		imports.graph, imports.prefix, count(*) AS "all",
		count(*) FILTER (WHERE endKind IS NULL) AS active,
		count(*) FILTER (WHERE endKind <> 'gone' AND ended = 'SUCCEEDED') AS succeeded,
		count(*) FILTER (WHERE endKind <> 'gone' AND ended = 'FAILED') AS failed,
		count(*) FILTER (WHERE endKind <> 'gone' AND ended = 'CANCELLED') AS cancelled,
		count(*) FILTER (WHERE endKind = 'gone') AS gone,
		count(*) FILTER (WHERE endKind <> 'gone' AND ended = 'FAILED' AND code = 'OUT_OF_MEMORY') AS OUT_OF_MEMORY,
		count(*) FILTER (WHERE endKind <> 'gone' AND ended = 'FAILED' AND code = 'PARSING_ERROR') AS PARSING_ERROR,
		count(*) FILTER (WHERE endKind <> 'gone' AND ended = 'FAILED' AND code IS NULL) AS other,
		durations.median AS medianMs, durations.p90 AS p90Ms, rates.median AS rate
	FROM imports
	LEFT JOIN percentiles AS durations ON durations.graph = imports.graph AND durations.prefix = imports.prefix AND durations.name = 'ms'
	LEFT JOIN percentiles AS rates ON rates.graph = imports.graph AND rates.prefix = imports.prefix AND rates.name = 'rate'
	GROUP BY imports.graph, imports.prefix ORDER BY imports.graph, imports.prefix
`;

// Both sides add up floating-point numbers in another order.
const rounded = (value: unknown): number | undefined => typeof value === 'number' ? Number(value.toPrecision(9)) : undefined;

const queried = (database: DatabaseSync) => database.prepare(statisticsQuery).all().map(({graph, prefix, medianMs, p90Ms, rate, ...counts}) => ({
	graph, prefix, ...counts, medianMs: rounded(medianMs), p90Ms: rounded(p90Ms), rate: rounded(rate),
}));

const computed = (database: DatabaseSync) => {
	const imports = observedImports(readChanges(database, {
		profiles: [], regions: [], taskIds: [], graphIds: [],
	}), () => '@').map(seen => timelineImport(seen)).filter(one => one !== undefined);
	return importStatistics(byStart(imports))
		.map(({newest, sourcePrefix, counts, failures, medianMs, p90Ms, statementsPerSecond}) => ({
			graph: newest.task.graphId,
			prefix: sourcePrefix,
			...counts,
			OUT_OF_MEMORY: failures.get('OUT_OF_MEMORY') ?? 0,
			PARSING_ERROR: failures.get('PARSING_ERROR') ?? 0,
			other: failures.get('other') ?? 0,
			medianMs: rounded(medianMs),
			p90Ms: rounded(p90Ms),
			rate: rounded(statementsPerSecond),
		}))
		.toSorted((one, other) => `${one.graph} ${one.prefix}` < `${other.graph} ${other.prefix}` ? -1 : 1);
};

test('statistics equal those of a query of the stored events', () => {
	const file = temporaryHistory();
	let measured = 0;

	fc.assert(fc.property(courses, made => {
		rmSync(file, {force: true});
		const history = openHistory(file, {onNote: expect.unreachable});
		const list = history.openList({target, isWhole: true});
		const events = made.flatMap((course, index) => eventsOf(course, index + 1)).toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
		list.append({
			startedAt: startAt, at: startAt, events, list: undefined,
		});
		history.close();
		const [fromCode, fromQuery] = readDatabase(file, database => [computed(database), queried(database)]) ?? [];
		expect(fromCode).toEqual(fromQuery);
		measured += fromCode?.filter(({rate}) => rate !== undefined).length ?? 0;
	}), {numRuns: stressCount({usual: 30, full: 1000})});
	expect(measured).toBeGreaterThan(10);
});
