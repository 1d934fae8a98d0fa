import {
	anything,
	type Check,
	listOf,
	listOr,
	number,
	objectOf,
	oneOf,
	pairOf,
	recordOf,
	text,
	unionOf,
} from './check.ts';

/*
The form of a recording

A file of JSON, a line for each value. The first line is the head:

	{"recording":1,"program":"neptune-import-watch 0.1.0","startedAt":"2026-03-01T12:00:00.000Z","intervalMs":10000}

Each line after it is an entry: a message of the program, with when it came (`at`, in epoch milliseconds) and of which `type` it is.

	connected           what a target is (`target`)
	remembered          what was known from earlier runs
	pollDue             the time for the next scan has come, and it begins
	scanDelayed         a scan takes long
	scanEnded           what a scan brought: see below
	detailsAnswered     what GetImportTask answered about an import (`key`)
	cancelAnswered      what the service answered when it was asked to cancel an import (`key`)
	commandGiven        what a key meant (`command`)
	importPicked        an import was pointed at (`key`)
	filterEdited, confirmationTyped, effectDone, profilesListed
	                    that it happened: what was typed, copied, opened or found is not written
	noted               something was told to the person (`sentence`)
	scrolled, resized, timedOut, continued
	                    as they say

Entries about a target name it (`targetId`); keys are task IDs, and belong to that target. Files of earlier versions name no target if there is only one.

An entry of a type that a reader does not know is none of its business. The version rises when a reader of the version before could misread a file.

A scan is told by its difference to what the file has told before, so that a quiet hour takes little room. `list` holds the ids of all imports that it saw, in their order; a pair `[start, count]` stands for a run of the ids of the last complete scan, from 0. `tasks` holds the imports that are new, or not as they were told last. A scan that saw what the last one saw, 40 imports, is

	{"at":1772366410000,"type":"scanEnded","scanNumber":2,"isComplete":true,"list":[[0,40]],"tasks":[]}

Names of accounts, roles, buckets, paths, profiles and hosts are replaced by stand-ins, the same ones throughout a file: `redactor.ts` says what is replaced, and what is not.
*/

/**
The version of the form.
*/
export const recordingVersion = 1;

/**
The target of entries that name none.
*/
export const unnamedTargetId = '';

/**
Whether a value looks like the head of a recording, of whatever version.
*/
export const checkVersion = objectOf({recording: number}, {});

/**
The first line of a recording.
*/
export const checkHead = objectOf({
	recording: number,
	program: text,
	startedAt: text,
}, {intervalMs: number});

/**
What it says.
*/
export type RecordingHead = ReturnType<typeof checkHead>;

const target = objectOf({profile: text, region: text}, {endpoint: text, endpointUrl: text});

const extra = recordOf(anything);

const task = objectOf({
	taskId: text,
	source: text,
	roleArn: text,
	status: text,
}, {
	graphId: text,
	format: text,
	parquetType: text,
	extra,
});

const failure = objectOf({
	kind: oneOf('credentials', 'permission', 'configuration', 'network', 'throttled', 'service', 'protocol', 'clock'),
	sentence: text,
	isTransient: oneOf(true, false),
}, {remedy: text});

const signIn = objectOf({endsAt: number, renewal: text}, {});

const progress = objectOf({}, {
	status: text,
	startedAt: number,
	elapsedMs: number,
	percentage: number,
	errorCount: number,
	errorDetails: text,
	statementCount: number,
	dictionaryEntryCount: number,
});

const details = objectOf({status: text}, {
	attemptNumber: number,
	statusReason: text,
	progress,
	options: recordOf(text),
	extra,
});

const detailsAnswer = unionOf('kind', {
	details: objectOf({details}, {}),
	failure: objectOf({failure}, {}),
});

const cancelAnswer = unionOf('kind', {
	accepted: objectOf({}, {}),
	refused: objectOf({sentence: text}, {}),
});

const change = unionOf('kind', {
	appeared: objectOf({task}, {}),
	changed: objectOf({task, from: text, to: text}, {}),
	gone: objectOf({task}, {}),
});

const observedChange = objectOf({change, at: number}, {notBefore: number, elapsed: objectOf({minMs: number, maxMs: number}, {})});

const size = objectOf({columns: number, rows: number}, {});

const byKey = <Member>(member: Check<Member>): Check<ReadonlyArray<readonly [string, Member]>> => listOf(pairOf(text, member));

const remembered = objectOf({
	tasks: listOf(task),
	firstSeen: byKey(objectOf({at: number, status: text}, {})),
	changedAt: byKey(number),
	changedAfter: byKey(number),
	changes: listOf(observedChange),
}, {until: number});

const scanned = listOf(listOr(pairOf(number, number), text));

const ofTarget = {targetId: text};

const entryForms = {
	connected: objectOf({target}, ofTarget),
	remembered: objectOf({remembered}, ofTarget),
	pollDue: objectOf({}, ofTarget),
	scanDelayed: objectOf({scanNumber: number}, ofTarget),
	scanEnded: objectOf({
		scanNumber: number,
		isComplete: oneOf(true, false),
		list: scanned,
		tasks: listOf(task),
	}, {failure, signIn, ...ofTarget}),
	detailsAnswered: objectOf({key: text, answer: detailsAnswer}, ofTarget),
	cancelAnswered: objectOf({key: text, answer: cancelAnswer}, ofTarget),
	commandGiven: objectOf({command: text}, {}),
	importPicked: objectOf({key: text}, ofTarget),
	filterEdited: objectOf({}, {}),
	confirmationTyped: objectOf({}, {}),
	effectDone: objectOf({}, {}),
	profilesListed: objectOf({}, {}),
	noted: objectOf({sentence: text}, {}),
	scrolled: objectOf({scroll: number}, {}),
	resized: objectOf({size}, {}),
	timedOut: objectOf({}, {}),
	sourceEnded: objectOf({}, {}),
	continued: objectOf({}, {}),
} as const;

const entryHead = objectOf({at: number, type: text}, {});

const entry = unionOf('type', entryForms);

/**
What a line says after the first one, without when it was.
*/
export type RecordedFact = ReturnType<typeof entry>;

/**
The same, with when it was, in epoch milliseconds.
*/
export type RecordedEntry = RecordedFact & {readonly at: number};

/**
An entry as it was read; undefined for one of a type that this version does not know. Throws a `CheckError` where it is none.
*/
export const checkEntry = (value: unknown): RecordedEntry | undefined => {
	const {at, type} = entryHead(value, '');
	return Object.hasOwn(entryForms, type) ? {at, ...entry(value, '')} : undefined;
};

/**
A value that is about to be written: what is undefined is left out.
*/
export type Written<Value> = Value extends Record<string, unknown> ? {readonly [Name in keyof Value]: Written<Value[Name]> | undefined} : Value;
