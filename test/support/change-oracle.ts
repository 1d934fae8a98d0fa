import {type ObservedChange} from '../../source/imports/change.ts';
import {type Turn} from './moving-list.ts';

/**
What the laws of changes say, in the words of the tests that they make.
*/
export const changeLaws = {
	list: 'the list is what the service listed, wherever a scan reached',
	changed: 'a status that is said to have changed was the one seen last, and is now the one that is said',
	appeared: 'an import that is said to have appeared was not in the list, and is now',
	gone: 'an import that is said to be gone was missing from two scans in a row that read the whole list',
	all: 'every difference is announced: that of a status at once, an absence with the second scan that proves it',
	replay: 'the changes, replayed over the first whole list, give the list',
	once: 'no change is announced twice in a row',
	span: 'no change is said to have happened at another time than it did, nor more surely than it was seen',
	duration: 'no duration is negative, or another than what was seen',
} as const;

/**
The name of a law of changes.
*/
export type ChangeLaw = keyof typeof changeLaws;

/**
A time, and what else tells one from another in a run in which the clock is set.
*/
export type Instant = {
	/**
	In epoch milliseconds.
	*/
	readonly at: number;

	/**
	How many turns the list had taken.
	*/
	readonly turnCount: number;

	/**
	How often the clock had been set back.
	*/
	readonly timesSetBack: number;
};

/**
What a scan was told about an import, and when.
*/
export type Sighting = Instant & {readonly status: string};

/**
A scan that was not given up, by what the service told it.
*/
export type ToldScan = {
	/**
	By task key. Of a scan that read the whole list: what its last run over the pages was told; of one that broke off: what any of its runs was told last.
	*/
	readonly sightings: ReadonlyMap<string, Sighting>;

	/**
	Whether its last run came to the end of the list.
	*/
	readonly isWhole: boolean;
	readonly begin: Instant;
	readonly end: Instant;
};

/**
What the watcher made of it.
*/
export type Heard = {
	/**
	Those that this scan brought, oldest first.
	*/
	readonly changes: readonly ObservedChange[];

	/**
	The list after it, by task key.
	*/
	readonly statuses: ReadonlyMap<string, string>;
};

/**
Knows what a watcher must say from what it was told, and notes where it says anything else.
*/
export type ChangeOracle = {
	readonly judge: (scan: ToldScan, heard: Heard) => void;
};

/*
When an import came to be as it is, as well as that was seen.
*/
type Beginning = {readonly earliest: Instant; readonly latest: Instant};

const isSameMap = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean =>
	one.size === other.size && one.entries().every(([key, value]) => other.get(key) === value);

const describeChange = ({change}: ObservedChange): string => {
	const what = change.kind === 'changed' ? `${change.from} → ${change.to}` : change.task.status;
	return `${change.kind} ${change.task.taskId} ${what}`;
};

/**
An oracle that has seen nothing yet. `surelyGapMs` is so long that what went unobserved for longer is a gap, whatever the pace: times and durations are looked at no more closely than that.
*/
export const createChangeOracle = ({turnsOf, surelyGapMs, violate}: {
	readonly turnsOf: (id: string) => readonly Turn[];
	readonly surelyGapMs: number;
	readonly violate: (law: ChangeLaw, text: string) => void;
}): ChangeOracle => {
	const lastSeen = new Map<string, Sighting>();
	const absences = new Map<string, number>();
	const lastSaid = new Map<string, string>();
	const beginnings = new Map<string, Beginning>();
	let replayed: Map<string, string> | undefined;
	let lastWhole: ToldScan | undefined;

	const expect = (isSo: boolean, law: ChangeLaw, observed: ObservedChange, because: string): void => {
		if (!isSo) {
			violate(law, `${describeChange(observed)}: ${because}`);
		}
	};

	/*
	When the import was last known to be as it was before, and what ended that.
	*/
	const truthOf = ({change}: ObservedChange): {readonly before: Instant | undefined; readonly turn: Turn | undefined} => {
		const key = change.task.taskId;
		const seen = lastSeen.get(key);
		const before = change.kind === 'appeared' ? lastWhole && {...lastWhole.end, timesSetBack: lastWhole.begin.timesSetBack} : seen;
		const turn = before && turnsOf(key).find(({number, status}) => number > before.turnCount && status !== (change.kind === 'appeared' ? undefined : seen?.status));
		return {before, turn};
	};

	const judgeKind = (observed: ObservedChange, {sightings, isWhole}: ToldScan): void => {
		const {change} = observed;
		const key = change.task.taskId;
		const told = sightings.get(key);

		switch (change.kind) {
			case 'changed': {
				expect(lastSeen.get(key)?.status === change.from, 'changed', observed, `was last seen ${lastSeen.get(key)?.status}`);
				expect(told?.status === change.to && change.task.status === change.to, 'changed', observed, `this scan was told ${told?.status}`);
				expect(change.from !== change.to, 'changed', observed, 'is no change');
				break;
			}

			case 'appeared': {
				expect(replayed !== undefined, 'appeared', observed, 'no whole list had been read');
				expect(replayed?.has(key) !== true, 'appeared', observed, 'was in the list');
				expect(told?.status === change.task.status, 'appeared', observed, `this scan was told ${told?.status}`);
				break;
			}

			case 'gone': {
				expect(isWhole, 'gone', observed, 'the scan broke off');
				expect(told === undefined, 'gone', observed, 'this scan was told of it');
				expect(absences.get(key) === 1, 'gone', observed, `was missing from ${absences.get(key) ?? 0} whole scans before`);
				expect(replayed?.get(key) === change.task.status, 'gone', observed, `was ${replayed?.get(key)}`);
			}
		}
	};

	const judgeSpan = (observed: ObservedChange, {end}: ToldScan): void => {
		const {at, notBefore} = observed;
		const {before, turn} = truthOf(observed);
		expect(at === end.at, 'span', observed, 'is not dated to the end of the scan');
		expect(notBefore === undefined || notBefore < at, 'span', observed, `not before ${notBefore}, but at ${at}`);

		if (before === undefined || turn === undefined || before.timesSetBack !== end.timesSetBack) {
			return;
		}

		const said = notBefore === undefined ? 'now' : `not before ${at - notBefore} ms ago`;
		expect(turn.at >= (notBefore ?? (at - surelyGapMs)), 'span', observed, `happened ${at - turn.at} ms ago, and is said to have happened ${said}`);
	};

	const judgeDuration = (observed: ObservedChange, {end}: ToldScan): void => {
		const {change, elapsed} = observed;
		const key = change.task.taskId;
		const beginning = beginnings.get(key);
		const seen = lastSeen.get(key);

		if (elapsed !== undefined) {
			const text = `from ${elapsed.minMs} to ${elapsed.maxMs} ms`;
			expect(elapsed.minMs >= 0 && elapsed.maxMs >= elapsed.minMs, 'duration', observed, text);
			expect(beginning !== undefined && seen !== undefined, 'duration', observed, `${text}, but its beginning was not seen`);
		}

		if (beginning === undefined || seen === undefined || beginning.earliest.timesSetBack !== end.timesSetBack) {
			return;
		}

		const least = seen.at - beginning.latest.at;
		const most = end.at - beginning.earliest.at;
		expect(
			elapsed !== undefined && elapsed.minMs <= least + surelyGapMs && elapsed.maxMs >= most - surelyGapMs,
			'duration',
			observed,
			`said ${elapsed?.minMs} to ${elapsed?.maxMs} ms, seen ${least} to ${most} ms`,
		);
	};

	const note = (observed: ObservedChange, {sightings}: ToldScan): void => {
		const {change} = observed;
		const key = change.task.taskId;
		const text = describeChange(observed);
		const told = sightings.get(key);
		const earliest = change.kind === 'appeared' ? lastWhole?.begin : lastSeen.get(key);
		expect(lastSaid.get(key) !== text, 'once', observed, 'was announced before');
		lastSaid.set(key, text);
		beginnings.delete(key);

		if (change.kind === 'gone') {
			replayed?.delete(key);
			lastSeen.delete(key);
			absences.delete(key);
		} else {
			replayed?.set(key, change.task.status);

			if (earliest !== undefined && told !== undefined) {
				beginnings.set(key, {earliest, latest: told});
			}
		}
	};

	const noteAbsences = ({sightings}: ToldScan): void => {
		for (const key of lastSeen.keys()) {
			if (!sightings.has(key)) {
				absences.set(key, (absences.get(key) ?? 0) + 1);
			}
		}
	};

	const judgeList = ({sightings, isWhole}: ToldScan, statuses: Heard['statuses']): void => {
		for (const [key, {status}] of sightings) {
			if (statuses.get(key) !== status) {
				violate('list', `${key} is listed as ${statuses.get(key)}, and this scan was told ${status}`);
			}

			if (replayed !== undefined && replayed.get(key) !== status) {
				violate('all', `${key} is ${status}, and ${replayed.get(key) ?? 'nothing'} was announced`);
			}
		}

		if (isWhole) {
			for (const key of replayed?.keys() ?? []) {
				if ((absences.get(key) ?? 0) > 1) {
					violate('all', `${key} is gone, and that was not announced`);
				}
			}
		}

		if (!isSameMap(new Map(lastSeen.entries().map(([key, {status}]) => [key, status])), statuses)) {
			violate('list', `what was seen last makes ${lastSeen.size} imports, and ${statuses.size} are listed, or others`);
		}

		if (replayed !== undefined && !isSameMap(replayed, statuses)) {
			violate('replay', `what was announced makes ${replayed.size} imports, and ${statuses.size} are listed, or others`);
		}
	};

	return {
		judge(scan, {changes, statuses}) {
			for (const observed of changes) {
				judgeKind(observed, scan);
				judgeSpan(observed, scan);
				judgeDuration(observed, scan);
				note(observed, scan);
			}

			for (const [key, sighting] of scan.sightings) {
				// Undisturbed is what the clock was not set back in since the scan began.
				lastSeen.set(key, {...sighting, timesSetBack: scan.begin.timesSetBack});
				absences.delete(key);
			}

			if (scan.isWhole) {
				replayed ??= new Map(statuses);
				noteAbsences(scan);
			}

			judgeList(scan, statuses);
			lastWhole = scan.isWhole ? scan : lastWhole;
		},
	};
};
