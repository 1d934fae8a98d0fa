import {type BaselineEvent, changeEvent, type ChangeEvent} from '../domain/event.ts';
import {elapsedBetween, type Moment, momentAt} from '../domain/moment.ts';
import {
	fold,
	type Known,
	type KnownImport,
	knownAfter,
	knownStatus,
	statusAfter,
	untilOf,
} from './fold.ts';
import {type HistoryEvent, type HistoryLine} from './history-line.ts';

/*
The statuses of an import in the order in which it had them, undefined where it was not listed.
*/
type Trail = ReadonlyArray<string | undefined>;

/**
Where a watcher stands that shares a history with others: what the history tells, and how far the watcher has seen the same itself.
*/
export type Standing = {
	readonly known: Known;

	/**
	For each import that others have told more of than this watcher has: its statuses from the one that this watcher saw last to the one that the history ends with. A slow watcher tells late what others have told already, though the import has moved on since.
	*/
	readonly trails: ReadonlyMap<string, Trail>;
};

const lengthened = (trails: ReadonlyMap<string, Trail>, key: string, from: string | undefined, to: string | undefined): Trail => [...trails.get(key) ?? [from], to];

/*
What a watcher never sees itself, because it watches one graph alone or the import was gone too soon, would be kept for ever. Of what is let go, it may tell late what others have told.
*/
const maxTrails = 10_000;

const newest = (trails: Standing['trails']): Standing['trails'] => trails.size <= maxTrails ? trails : new Map(trails.entries().drop(trails.size - maxTrails));

/**
Where a watcher stands after others have added lines.
*/
export const overhear = (standing: Standing, lines: readonly HistoryLine[]): Standing => {
	if (lines.length === 0) {
		return standing;
	}

	const {known: before, trails: trailsBefore} = standing;
	const {known, told} = fold(lines, before);
	const trails = new Map(trailsBefore);

	for (const event of told) {
		const key = event.task.taskId;
		trails.set(key, lengthened(trails, key, knownStatus(before, key), statusAfter(event)));
	}

	return {known, trails: newest(trails)};
};

/**
Where a watcher stands after lines of its own and lines of others have been added, in this order.
*/
export const overhearAmongOwn = (standing: Standing, lines: readonly HistoryLine[], isOwn: (line: HistoryLine) => boolean): Standing => {
	let after = standing;

	for (const line of lines) {
		if (!isOwn(line)) {
			after = overhear(after, [line]);
			continue;
		}

		const trails = new Map(after.trails);

		if (line.event !== 'observed') {
			trails.delete(line.task.taskId);
		}

		after = {known: fold([line], after.known).known, trails};
	}

	return after;
};

/**
Where a watcher stands after others have put another file in the place of the history: what was between is not known.
*/
export const startOver = ({known: before, trails: trailsBefore}: Standing, known: Known): Standing => {
	const trails = new Map(trailsBefore);

	for (const key of new Set([...before.imports.keys(), ...known.imports.keys()])) {
		const from = knownStatus(before, key);
		const to = knownStatus(known, key);

		if (from !== to) {
			trails.set(key, lengthened(trails, key, from, to));
		}
	}

	return {known, trails};
};

/*
When an import was last as the history has it.
*/
const lastSeenAt = (known: Known, {last}: KnownImport): number => Math.max(Date.parse(last.at), untilOf(known, last.task.graphId) ?? 0);

/*
What is no news to the history is told as the change that it is.
*/
const asChange = (event: BaselineEvent | ChangeEvent, before: KnownImport, known: Known): ChangeEvent => {
	const {last} = before;
	const at = Date.parse(event.at);
	const seenAt = lastSeenAt(known, before);
	const moment: Moment = seenAt < at ? {earliest: seenAt, latest: at} : momentAt(at);
	const since: Moment | undefined = last.event === 'baseline' ? undefined : {earliest: Date.parse(last.notBefore ?? last.at), latest: Date.parse(last.at)};
	const elapsed = since && elapsedBetween(since, moment);

	return changeEvent({
		change: {
			kind: 'changed', task: event.task, from: last.task.status, to: event.task.status,
		},
		at,
		...(moment.earliest < at && {notBefore: moment.earliest}),
		...(elapsed !== undefined && {elapsed}),
	}, {profile: event.profile, region: event.region, endpointUrl: event.endpoint});
};

/**
Where a watcher stands after it has seen these events, and what of them is to be added to the history: what others have not told already. An import that is new to the watcher and not to the history has changed, if it has another status.
*/
export const tell = (standing: Standing, events: readonly HistoryEvent[]): {readonly standing: Standing; readonly told: readonly HistoryEvent[]} => {
	if (events.length === 0) {
		return {standing, told: []};
	}

	const {known, trails: trailsBefore} = standing;
	const imports = new Map(known.imports);
	const trails = new Map(trailsBefore);
	const told: HistoryEvent[] = [];

	for (const event of events) {
		const key = event.task.taskId;
		const before = imports.get(key);
		const trail = trails.get(key) ?? [before?.last.task.status];
		const position = trail.indexOf(statusAfter(event));
		trails.delete(key);

		if (position !== -1) {
			if (position < trail.length - 1) {
				trails.set(key, trail.slice(position));
			}

			continue;
		}

		const line = before !== undefined && (event.event === 'baseline' || event.event === 'appeared') ? asChange(event, before, known) : event;
		const after = knownAfter(before, line);
		told.push(line);

		if (after === undefined) {
			imports.delete(key);
		} else {
			imports.set(key, after);
		}
	}

	return {standing: {known: {...known, imports}, trails}, told};
};
