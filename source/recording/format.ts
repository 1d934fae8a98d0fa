import {type Change, type ObservedChange} from '../imports/change.ts';
import {type DetailsAnswer, type ImportDetails, type ImportProgress} from '../imports/details.ts';
import {type Failure, type FailureKind} from '../imports/failure.ts';
import {type Elapsed} from '../imports/elapsed.ts';
import {type ScanOutcome, type SignIn} from '../imports/poll.ts';
import {type FirstSeen, type SavedImport, type SavedState} from '../imports/saved-state.ts';
import {type Target} from '../imports/target.ts';
import {type ImportTask, knownStatuses} from '../imports/task.ts';
import {
	type Codec,
	dropped,
	listOf,
	number,
	objectOf,
	oneOf,
	optional,
	readText,
	variantOf,
} from './codec.ts';
import {
	locationOf,
	nameOf,
	region,
	wordOf,
} from './pseudonyms.ts';

/*
# The format of a recording

Lines of JSON, compressed with gzip if the file name ends in `.gz`. The first line is the head:

	{"recording":3,"program":"neptune-import-watch 0.1.0","startedAt":1772366400000,"intervalMs":10000}

Every other line is an entry: the time (`at`), a `type`, and the `targetId`. Times are epoch milliseconds and never decrease from line to line.

A scan has the imports that are new or changed, and the order of the list if it is not that of the last complete scan.

The last line is an entry of type `ended`.

A recording keeps known words, numbers, times, regions, and pseudonyms of identifiers. It keeps no free text. The tables below say what becomes of each member.
*/

export const recordingVersion = 3;

/**
Bounds the time that `JSON.parse` takes. Enough for about 30,000 imports.
*/
export const maxRecordLength = 8 * 1024 * 1024;

/**
A longer pause would make a replay look hung. Recording shortens it, and reading refuses it.
*/
export const maxPauseMs = 31 * 24 * 60 * 60 * 1000;

const words: ReadonlySet<string> = new Set([
	...knownStatuses,
	// Other spellings in the documentation, and the status of an import's progress.
	...'RE_PROVISIONING ERROR_ENCOUNTERED ERROR_ENCOUNTERED_ROLLING_BACK COMPLETED CANCELING CANCELED IN_PROGRESS UNKNOWN'.split(' '),
	...'CSV OPEN_CYPHER PARQUET NTRIPLES COLUMNAR true false'.split(' '),
]);

const word = wordOf(text => words.has(text));
const taskId = nameOf('task');
const location = locationOf('name');

const task = objectOf<ImportTask>({
	taskId,
	graphId: optional(nameOf('graph')),
	source: location,
	format: optional(word),
	parquetType: optional(word),
	roleArn: locationOf('role'),
	status: word,
	extra: dropped(),
});

/*
Failure codes from AWS's troubleshooting page, and the phrases that stand for them in texts without a code.
*/
const failureCodes = [
	{code: 'S3_ACCESS_DENIED', phrases: /access denied|not authorized to perform:? s3:|assume (?:the )?role/iv},
	{code: 'LARGE_STRING_ERROR'},
	{code: 'PARSING_ERROR', phrases: /\bline \d+ of s3:\/\//iv},
	{code: 'OUT_OF_MEMORY', phrases: /insufficient memory/iv},
	{code: 'PARTITION_FULL_ERROR'},
] as const;

const codeOf = (text: string): string | undefined => {
	const textWords = new Set(text.match(/\w+/gv));
	const found = failureCodes.find(({code}) => textWords.has(code)) ?? failureCodes.find(failure => 'phrases' in failure && failure.phrases.test(text));
	return found?.code;
};

/*
The service's explanation: its failure code and its length are kept.
*/
const reason: Codec<string> = {
	write: text => [codeOf(text), `(${text.length} characters, not recorded)`].join(' ').trim(),
	read: readText,
};

const options = objectOf({
	s3ExportPath: optional(location),
	s3ExportKmsKeyId: optional(location),
	preserveDefaultVertexLabels: optional(word),
	preserveEdgeIds: optional(word),
}) as unknown as Codec<Readonly<Record<string, string>>>; // Only these options are kept.

const optionalNumber = optional(number);

const progress = objectOf<ImportProgress>({
	status: optional(word),
	startedAt: optionalNumber,
	elapsedMs: optionalNumber,
	percentage: optionalNumber,
	errorCount: optionalNumber,
	errorDetails: optional(reason),
	statementCount: optionalNumber,
	dictionaryEntryCount: optionalNumber,
});

const details = objectOf<ImportDetails>({
	status: word,
	attemptNumber: optionalNumber,
	statusReason: optional(reason),
	progress: optional(progress),
	options: optional(options),
	extra: dropped(),
});

/*
Stand in for the sentences that say what failed, which may hold names.
*/
const failureSentences: Readonly<Record<FailureKind, string>> = {
	credentials: 'The AWS credentials were missing, expired or rejected.',
	permission: 'The AWS credentials did not allow this request.',
	configuration: 'The AWS configuration was incomplete or wrong.',
	network: 'AWS could not be reached.',
	throttled: 'AWS throttled this account.',
	service: 'AWS returned an error.',
	protocol: 'The response could not be read.',
	clock: 'The clock of this machine was wrong.',
};

const failureKinds = Object.keys(failureSentences) as readonly FailureKind[]; // The type of the table has no other keys.
const keptFailure = objectOf<Failure>({
	kind: oneOf(...failureKinds),
	sentence: {write: text => text, read: readText},
	remedy: dropped(),
	isTransient: oneOf(true, false),
});

const failure: Codec<Failure> = {
	write: ({kind, isTransient}, pseudonyms) => keptFailure.write({kind, sentence: failureSentences[kind], isTransient}, pseudonyms),
	read: keptFailure.read,
};

const signIn = objectOf<SignIn>({endsAt: number, renewal: {write: () => 'sign in again', read: readText}});

const change: Codec<Change> = variantOf('kind', {
	appeared: objectOf({task}),
	changed: objectOf({task, from: word, to: word}),
	gone: objectOf({task}),
});

const observedChange = objectOf<ObservedChange>({
	change,
	at: number,
	notBefore: optionalNumber,
	elapsed: optional(objectOf<Elapsed>({minMs: number, maxMs: number})),
});

const savedImport = objectOf<SavedImport>({
	task,
	firstSeen: optional(objectOf<FirstSeen>({at: number, status: word})),
	changedAt: optionalNumber,
	changedAfter: optionalNumber,
});

const savedState = objectOf<SavedState>({
	imports: listOf(savedImport),
	changes: listOf(observedChange),
	until: optionalNumber,
});

/**
What a scan adds to a recording.
*/
export type RecordedScan = Omit<ScanOutcome, 'snapshot'> & {
	readonly isComplete: boolean;

	/**
	The imports that are new or changed.
	*/
	readonly tasks: readonly ImportTask[];

	/**
	All task IDs; undefined if they are those of the last complete scan, in the same order.
	*/
	readonly order?: readonly string[] | undefined;
};

const scan = objectOf<RecordedScan>({
	isComplete: oneOf(true, false),
	tasks: listOf(task),
	order: optional(listOf(taskId)),
	failure: optional(failure),
	signIn: optional(signIn),
	calls: optionalNumber,
});

const target = objectOf<Target>({
	profile: wordOf(text => text === 'default', 'profile'),
	region,
	endpoint: optional(nameOf('endpoint')),
	endpointUrl: optional(location),
});

const answer: Codec<DetailsAnswer> = variantOf('kind', {details: objectOf({details}), failure: objectOf({failure})});

const common = {at: number, targetId: nameOf('target')} as const;

/**
A line after the first.
*/
export const entry = variantOf('type', {
	connected: objectOf({...common, target}),
	stateRestored: objectOf({...common, savedState}),
	scan: objectOf({...common, scan}),
	detailsAnswered: objectOf({...common, key: taskId, answer}),
	ended: objectOf({at: number}),
});

export type RecordedEntry = ReturnType<typeof entry.read>;

/**
The first line.
*/
export const head = objectOf({
	recording: number,
	program: {write: (text: string) => text, read: readText},
	startedAt: number,
	intervalMs: optionalNumber,
});

export type RecordingHead = ReturnType<typeof head.read>;
