import {type ObservedChange} from '../../source/imports/change.ts';
import {type Turn} from './moving-list.ts';

/**
The invariants of changes; the texts are names of tests.
*/
export const changeInvariants = {
	list: 'the list equals the part of the service\'s list that the scans read',
	changed: 'a changed status had the old value in the last scan and has the new one in this scan',
	appeared: 'an import appears only if it was not in the list and this scan returned it',
	gone: 'an import is gone only if two complete scans in a row lacked it',
	all: 'every difference is reported: a status at once, an absence with the second complete scan',
	replay: 'the changes, replayed over the first complete list, give the current list',
	once: 'no change is reported twice in a row',
	span: 'the time span of a change contains the time at which it happened',
	duration: 'no duration is negative or contradicts the observations',
} as const;

type ChangeInvariant = keyof typeof changeInvariants;

/**
A moment of a run in which the clock may jump. The counts identify it, because times (`at`, in epoch milliseconds) may repeat.
*/
export type Instant = {
	readonly at: number;
	readonly turnCount: number;
	readonly timesSetBack: number;
};

export type Sighting = Instant & {readonly status: string};

/*
The responses that a scan got, unless it was aborted.
*/
type ScanTruth = {
	/**
	By task key. For a complete scan, the imports of its last run over the pages; otherwise, the last sighting of each import in any run.
	*/
	readonly sightings: ReadonlyMap<string, Sighting>;
	readonly isComplete: boolean;
	readonly begin: Instant;
	readonly end: Instant;
};

/*
The output of the watcher for a scan: its changes, oldest first, and the statuses after it, by task key.
*/
type ScanResult = {
	readonly changes: readonly ObservedChange[];
	readonly statuses: ReadonlyMap<string, string>;
};

type ChangeOracle = {
	/**
	Compares the output of the watcher with the responses, and reports violations.
	*/
	readonly judge: (truth: ScanTruth, result: ScanResult) => void;
};

type StatusStart = {readonly earliest: Instant; readonly latest: Instant};

const isSameMap = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean =>
	one.size === other.size && one.entries().every(([key, value]) => other.get(key) === value);

const describeChange = ({change}: ObservedChange): string => {
	const status = change.kind === 'changed' ? `${change.from} → ${change.to}` : change.task.status;
	return `${change.kind} ${change.task.taskId} ${status}`;
};

/**
Derives the expected changes from the responses. `toleranceMs` is the precision of the checked times and durations; at any interval, a longer time without observation is a gap.
*/
export const createChangeOracle = ({turnsOf, toleranceMs, violate}: {
	readonly turnsOf: (id: string) => readonly Turn[];
	readonly toleranceMs: number;
	readonly violate: (invariant: ChangeInvariant, text: string) => void;
}): ChangeOracle => {
	const lastSeen = new Map<string, Sighting>();
	const absences = new Map<string, number>();
	const lastReported = new Map<string, string>();
	const statusStarts = new Map<string, StatusStart>();
	let replayed: Map<string, string> | undefined;
	let lastComplete: ScanTruth | undefined;

	const expect = (isMet: boolean, invariant: ChangeInvariant, observed: ObservedChange, detail: string): void => {
		if (!isMet) {
			violate(invariant, `${describeChange(observed)}: ${detail}`);
		}
	};

	/*
	The last instant before the change at which the import was known, and the turn that followed it.
	*/
	const truthOf = ({change}: ObservedChange): {readonly before: Instant | undefined; readonly turn: Turn | undefined} => {
		const key = change.task.taskId;
		const seen = lastSeen.get(key);
		const before = change.kind === 'appeared' ? lastComplete && {...lastComplete.end, timesSetBack: lastComplete.begin.timesSetBack} : seen;
		const turn = before && turnsOf(key).find(({number, status}) => number > before.turnCount && status !== (change.kind === 'appeared' ? undefined : seen?.status));
		return {before, turn};
	};

	const judgeKind = (observed: ObservedChange, {sightings, isComplete}: ScanTruth): void => {
		const {change} = observed;
		const key = change.task.taskId;
		const sighting = sightings.get(key);

		switch (change.kind) {
			case 'changed': {
				expect(lastSeen.get(key)?.status === change.from, 'changed', observed, `was last seen ${lastSeen.get(key)?.status}`);
				expect(sighting?.status === change.to && change.task.status === change.to, 'changed', observed, `this scan saw ${sighting?.status}`);
				expect(change.from !== change.to, 'changed', observed, 'the status is the same');
				break;
			}

			case 'appeared': {
				expect(replayed !== undefined, 'appeared', observed, 'no complete list was read before');
				expect(replayed?.has(key) !== true, 'appeared', observed, 'was in the list');
				expect(sighting?.status === change.task.status, 'appeared', observed, `this scan saw ${sighting?.status}`);
				break;
			}

			case 'gone': {
				expect(isComplete, 'gone', observed, 'the scan is incomplete');
				expect(sighting === undefined, 'gone', observed, 'this scan saw it');
				expect(absences.get(key) === 1, 'gone', observed, `was missing from ${absences.get(key) ?? 0} complete scans before`);
				expect(replayed?.get(key) === change.task.status, 'gone', observed, `was ${replayed?.get(key)}`);
			}
		}
	};

	const judgeSpan = (observed: ObservedChange, {end}: ScanTruth): void => {
		const {at, notBefore} = observed;
		const {before, turn} = truthOf(observed);
		expect(at === end.at, 'span', observed, 'the time is not the end of the scan');
		expect(notBefore === undefined || notBefore < at, 'span', observed, `not before ${notBefore}, but at ${at}`);

		if (before === undefined || turn === undefined || before.timesSetBack !== end.timesSetBack) {
			return;
		}

		const reported = notBefore === undefined ? 'now' : `at most ${at - notBefore} ms ago`;
		expect(turn.at >= (notBefore ?? (at - toleranceMs)), 'span', observed, `happened ${at - turn.at} ms ago, but was reported as ${reported}`);
	};

	const judgeDuration = (observed: ObservedChange, {end}: ScanTruth): void => {
		const {change, elapsed} = observed;
		const key = change.task.taskId;
		const start = statusStarts.get(key);
		const seen = lastSeen.get(key);

		if (elapsed !== undefined) {
			const text = `from ${elapsed.minMs} to ${elapsed.maxMs} ms`;
			expect(elapsed.minMs >= 0 && elapsed.maxMs >= elapsed.minMs, 'duration', observed, text);
			expect(start !== undefined && seen !== undefined, 'duration', observed, `${text}, but its start was not observed`);
		}

		if (start === undefined || seen === undefined || start.earliest.timesSetBack !== end.timesSetBack) {
			return;
		}

		const least = seen.at - start.latest.at;
		const most = end.at - start.earliest.at;
		expect(
			elapsed !== undefined && elapsed.minMs <= least + toleranceMs && elapsed.maxMs >= most - toleranceMs,
			'duration',
			observed,
			`reported ${elapsed?.minMs} to ${elapsed?.maxMs} ms, observed ${least} to ${most} ms`,
		);
	};

	const apply = (observed: ObservedChange, {sightings}: ScanTruth): void => {
		const {change} = observed;
		const key = change.task.taskId;
		const text = describeChange(observed);
		const sighting = sightings.get(key);
		const earliest = change.kind === 'appeared' ? lastComplete?.begin : lastSeen.get(key);
		expect(lastReported.get(key) !== text, 'once', observed, 'was reported before');
		lastReported.set(key, text);
		statusStarts.delete(key);

		if (change.kind === 'gone') {
			replayed?.delete(key);
			lastSeen.delete(key);
			absences.delete(key);
		} else {
			replayed?.set(key, change.task.status);

			if (earliest !== undefined && sighting !== undefined) {
				statusStarts.set(key, {earliest, latest: sighting});
			}
		}
	};

	const countAbsences = ({sightings}: ScanTruth): void => {
		for (const key of lastSeen.keys()) {
			if (!sightings.has(key)) {
				absences.set(key, (absences.get(key) ?? 0) + 1);
			}
		}
	};

	const judgeList = ({sightings, isComplete}: ScanTruth, statuses: ScanResult['statuses']): void => {
		for (const [key, {status}] of sightings) {
			if (statuses.get(key) !== status) {
				violate('list', `${key} is listed as ${statuses.get(key)}, but this scan saw ${status}`);
			}

			if (replayed !== undefined && replayed.get(key) !== status) {
				violate('all', `${key} is ${status}, but ${replayed.get(key) ?? 'nothing'} was reported`);
			}
		}

		if (isComplete) {
			for (const key of replayed?.keys() ?? []) {
				if ((absences.get(key) ?? 0) > 1) {
					violate('all', `${key} is gone, but was not reported`);
				}
			}
		}

		if (!isSameMap(new Map(lastSeen.entries().map(([key, {status}]) => [key, status])), statuses)) {
			violate('list', `the list (${statuses.size} imports) differs from the last sightings (${lastSeen.size} imports)`);
		}

		if (replayed !== undefined && !isSameMap(replayed, statuses)) {
			violate('replay', `the list (${statuses.size} imports) differs from the replayed changes (${replayed.size} imports)`);
		}
	};

	return {
		judge(truth, {changes, statuses}) {
			for (const observed of changes) {
				judgeKind(observed, truth);
				judgeSpan(observed, truth);
				judgeDuration(observed, truth);
				apply(observed, truth);
			}

			for (const [key, sighting] of truth.sightings) {
				// If the clock is set back during the scan, its times can't be compared with later ones.
				lastSeen.set(key, {...sighting, timesSetBack: truth.begin.timesSetBack});
				absences.delete(key);
			}

			if (truth.isComplete) {
				replayed ??= new Map(statuses);
				countAbsences(truth);
				lastComplete = truth;
			}

			judgeList(truth, statuses);
		},
	};
};
