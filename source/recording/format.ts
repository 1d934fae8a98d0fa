import {causeOf} from '../imports/failures/causes.ts';
import {type Change, type ObservedChange} from '../imports/change.ts';
import {type DetailsAnswer, type ImportDetails, type ImportProgress} from '../imports/details.ts';
import {type Failure, type FailureKind} from '../imports/failures/failure.ts';
import {type Graph, type GraphsAnswer} from '../imports/graph.ts';
import {type SignIn} from '../imports/polling/poll.ts';
import {type SavedImport, type SavedState} from '../imports/polling/saved-state.ts';
import {type Target} from '../imports/target.ts';
import {type ImportTask, knownStatuses} from '../imports/task.ts';
import {
	type Codec,
	dropped,
	listOf,
	locationOf,
	nameOf,
	number,
	objectOf,
	oneOf,
	optional,
	region,
	text,
	variantOf,
	wordOf,
} from './codec.ts';

/*
# The format of a recording

One JSON value per line, compressed with gzip if the file name ends in `.gz`. The first line is the head:

	{"recording":3,"program":"neptune-import-watch 0.2.0","startedAt":1772366400000,"intervalMs":10000}

Every other line is an entry: the time (`at`), a `type`, and the `targetId`. Times are epoch milliseconds and never decrease from line to line. The last line is an entry of type `ended`.

A recording keeps known words, numbers, times and regions. It replaces identifiers with pseudonyms and drops free text. The codecs below decide for each member.
*/

export const recordingVersion = 3;

// In characters. Bounds the time that `JSON.parse` takes. Enough for about 30,000 imports.
export const maxRecordLength = 8 * 1024 * 1024;

// A longer pause would make a replay look hung. The recorder shortens it, and the reader rejects it.
export const maxPauseMs = 31 * 24 * 60 * 60 * 1000;

const words: ReadonlySet<string> = new Set([
	...knownStatuses,
	// Spellings from the AWS documentation, and statuses of `importTaskDetails`.
	...'RE_PROVISIONING ERROR_ENCOUNTERED ERROR_ENCOUNTERED_ROLLING_BACK COMPLETED CANCELING CANCELED IN_PROGRESS UNKNOWN'.split(' '),
	...'CREATING AVAILABLE DELETING RESETTING UPDATING SNAPSHOTTING STARTING STOPPING STOPPED'.split(' '),
	...'CSV OPEN_CYPHER PARQUET NTRIPLES COLUMNAR true false'.split(' '),
]);

const word = wordOf(value => words.has(value));
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
	extra: dropped,
});

// Keeps only the failure code and the length of an explanation.
const reason = text(value => {
	const code = causeOf({source: '', roleArn: ''}, {statusReason: value})?.code;
	return `${code === undefined ? '' : `${code} `}(${value.length} characters, not recorded)`;
});

const options = objectOf({
	s3ExportPath: optional(location),
	s3ExportKmsKeyId: optional(location),
	preserveDefaultVertexLabels: optional(word),
	preserveEdgeIds: optional(word),
}) as unknown as Codec<Readonly<Record<string, string>>>; // Other options are dropped.

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
	extra: dropped,
});

// The original sentences may contain names.
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

const keptFailure = objectOf<Failure>({
	kind: oneOf(...Object.keys(failureSentences) as readonly FailureKind[]), // The type of the table has no other keys.
	sentence: text(value => value),
	remedy: dropped,
	signInCommand: dropped,
	isTransient: oneOf(true, false),
});

const failure: Codec<Failure> = {
	write: ({kind, isTransient}, pseudonyms) => keptFailure.write({kind, sentence: failureSentences[kind], isTransient}, pseudonyms),
	read: keptFailure.read,
};

const change: Codec<Change> = variantOf('kind', {
	appeared: {task},
	changed: {task, from: word, to: word},
	gone: {task},
});

const observedChange = objectOf<ObservedChange>({
	change,
	at: number,
	notBefore: optionalNumber,
	elapsed: optional(objectOf({minMs: number, maxMs: number})),
	reason: dropped,
});

const savedImport = objectOf<SavedImport>({
	task,
	firstSeen: optional(objectOf({at: number, status: word})),
	changedAt: optionalNumber,
	changedAfter: optionalNumber,
});

const savedState = objectOf<SavedState>({
	imports: listOf(savedImport),
	changes: listOf(observedChange),
	until: optionalNumber,
});

const signIn = objectOf<SignIn>({endsAt: number, renewal: text(() => 'sign in again'), command: dropped});

const scan = objectOf({
	isComplete: oneOf(true, false),
	tasks: listOf(task),
	order: optional(listOf(taskId)),
	failure: optional(failure),
	signIn: optional(signIn),
	calls: optionalNumber,
});

/**
`tasks` has only new and changed imports. `order` has all task IDs, or is undefined if they are the same as in the last complete scan.
*/
export type RecordedScan = ReturnType<typeof scan.read>;

const target = objectOf<Target>({
	profile: wordOf(value => value === 'default', 'profile'),
	region,
	endpoint: optional(nameOf('endpoint')),
	endpointUrl: optional(location),
});

const answer: Codec<DetailsAnswer> = variantOf('kind', {details: {details}, failure: {failure}});

const graph = objectOf<Graph>({
	id: nameOf('graph'), name: nameOf('graphName'), status: word, provisionedMemory: optionalNumber,
});

const graphsAnswer: Codec<GraphsAnswer> = variantOf('kind', {graphs: {calls: number, graphs: listOf(graph)}, failure: {calls: number, failure}});

const common = {at: number, targetId: nameOf('target')} as const;

export const entry = variantOf('type', {
	connected: {...common, target},
	stateRestored: {...common, savedState},
	scan: {...common, scan},
	detailsAnswered: {...common, key: taskId, answer},
	graphsAnswered: {...common, answer: graphsAnswer},
	ended: {at: number},
});

export type RecordedEntry = ReturnType<typeof entry.read>;

export const head = objectOf({
	recording: number,
	program: text(value => value),
	startedAt: number,
	intervalMs: optionalNumber,
});

export type RecordingHead = ReturnType<typeof head.read>;
