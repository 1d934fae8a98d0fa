import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import {
	afterAll,
	beforeAll,
	describe,
	expect,
	test,
} from 'vitest';
import {type ImportDetails} from '../../source/domain/import-details.ts';
import {type ImportTask} from '../../source/domain/task.ts';
import {applyDifference, nothingKnown} from '../../source/recording/list-difference.ts';
import {readRecording} from '../../source/recording/read-recording.ts';
import {createRecorder} from '../../source/recording/recorder.ts';
import {isRegion, isServiceId} from '../../source/recording/redact-location.ts';
import {terms, vocabulary} from '../../source/recording/vocabulary.ts';
import {startAt} from '../support/model.ts';
import {snapshotOf, taskId} from '../support/tasks.ts';
import {type UntargetedMessage as Message} from './untargeted-message.ts';

/*
What is proved here

1. The same run under other names makes the same file, byte for byte. So a file says nothing of a name but where it stands, and where the same one stands again.
2. What was replaced can't be found in the file, in any case of its letters.

Both hold for names that are not words of the vocabulary. Of those that are, it holds wherever they stand as names: in sources and roles, between quotes, after “bucket”, “role” and “profile”. Elsewhere in a sentence such a word stays, as it does where nothing is called that; and so does the name of a field that the service has made of such words.
*/

let folder: string;
let files = 0;

beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'redaction-'));
});

afterAll(() => {
	rmSync(folder, {recursive: true});
});

/*
The file that the recorder makes of these messages.
*/
const recorded = (messages: readonly Message[]): string => {
	const file = path.join(folder, `${++files}.ndjson`);
	const recorder = createRecorder({
		file,
		program: 'watcher 1.2.3',
		at: startAt,
		onNote(sentence) {
			throw new Error(sentence);
		},
	});

	for (const [index, message] of messages.entries()) {
		recorder.record(message, startAt + index);
	}

	recorder.close();
	return file;
};

const textOf = (messages: readonly Message[]): string => {
	const file = recorded(messages);
	const text = readFileSync(file, 'utf8');
	rmSync(file);
	return text;
};

/*
What an account is made of: whatever somebody has named. Steps refer to names by number.
*/
type World = {
	readonly names: readonly string[];
	readonly accounts: readonly string[];
};

const nameCount = 10;
const accountCount = 2;

/*
Something that happens, with the numbers of the names that are in it.
*/
type Step = {
	readonly kind: 'connected' | 'scan' | 'failedScan' | 'details' | 'detailsFailure' | 'remembered' | 'cancelRefused' | 'noted' | 'typed';
	readonly shape: number;
	readonly picks: readonly number[];
};

type Named = {
	readonly name: (number: number) => string;
	readonly account: (number: number) => string;
};

const named = ({names, accounts}: World, {picks}: Step): Named => ({
	name: number => names[(picks[number % picks.length] ?? 0) % names.length] ?? '',
	account: number => accounts[(picks[number % picks.length] ?? 0) % accounts.length] ?? '',
});

/*
Names are joined so that no two of them make a third.
*/
type Template = (names: Named) => string;

const sources: readonly Template[] = [
	({name}) => `s3://${name(0)}/${name(1)}/${name(2)}.csv`,
	({name}) => `s3://${name(0)}/${name(1)}/`,
	({name}) => `s3://${name(0)}/${name(1)}=${name(2)}/${name(3)} ${name(0)}/part-${name(1)}.csv.gz`,
	({name}) => `https://${name(0)}.of.${name(1)}.us-east-1.neptune.amazonaws.com:8182`,
	({name, account}) => `arn:aws:rds:us-east-1:${account(0)}:cluster-snapshot:${name(0)}`,
	({name}) => `https://${name(0)}:${name(1)}@${name(2)}/${name(3)}?${name(0)}=${name(1)}#${name(2)}`,
	({name}) => `${name(0)}.of.${name(1)}.neptune.amazonaws.com`,
	({name}) => name(0),
];

const roles: readonly Template[] = [
	({name, account}) => `arn:aws:iam::${account(1)}:role/${name(1)}`,
	({name, account}) => `arn:aws:iam::${account(1)}:role/${name(0)}/${name(1)}/${name(2)}`,
	({name}) => name(2),
];

const sentences: readonly Template[] = [
	({name}) => `Could not read ${name(0)} in ${name(1)}: "${name(2)}", '${name(0)}' (${name(1)}) and ${name(2)}.`,
	({name, account}) => `User: arn:aws:sts::${account(0)}:assumed-role/${name(0)}/${name(1)} is not authorized to perform: s3:GetObject on s3://${name(2)}/${name(3)}.csv, in account ${account(1)}.`,
	({name, account}) => `Line 12 of s3://${name(0)}/${name(1)}/${name(2)}.csv: the bucket ${name(0)}, the role ${name(1)}, the profile ${name(2)} --profile ${name(2)}; ${account(0)}/${name(0)} ${account(0)}`,
	({name}) => `${name(0)}/${name(1)} ${name(0)}=${name(1)} ${name(0)}+${name(1)} x+${name(0)}+y ${name(0)}'s {"message":"${name(1)}"} <${name(2)}> [${name(3)}]: ${name(0)}:${name(1)}`,
	({name}) => `The address ${name(0)}.of.${name(1)} was not found. The connection to http://${name(2)}:8182/${name(3)} was refused.\nIt is "the ${name(0)} import" again…`,
];

const pick = <Item>(items: readonly Item[], shape: number): Item => {
	const item = items[shape % items.length];

	if (item === undefined) {
		throw new RangeError('There is nothing to pick from.');
	}

	return item;
};

const taskOf = (names: Named, shape: number, number: number): ImportTask => ({
	taskId: shape % 7 === 6 ? names.name(number) : taskId(number),
	...(shape % 3 !== 0 && {graphId: shape % 5 === 4 ? names.name(1) : `g-${String(number).padStart(10, '0')}`}),
	source: pick(sources, shape + number)(names),
	...(shape % 2 === 1 && {format: shape % 5 === 3 ? names.name(2) : 'CSV', parquetType: shape % 5 === 1 ? names.name(3) : 'COLUMNAR'}),
	roleArn: pick(roles, shape)(names),
	status: shape % 11 === 10 ? names.name(0) : 'IMPORTING',
	...(shape % 4 === 3 && {
		extra: {
			note: names.name(0),
			size: 12,
			tags: [{[names.name(1)]: names.name(2)}, Number(names.account(0)), names.account(1), {deep: {deeper: [names.name(3)]}}, null, true],
		},
	}),
});

const detailsOf = (names: Named, shape: number): ImportDetails => ({
	status: 'IMPORTING',
	attemptNumber: 2,
	statusReason: pick(sentences, shape)(names),
	progress: {
		status: shape % 2 === 0 ? 'IN_PROGRESS' : pick(sentences, shape + 1)(names),
		startedAt: startAt - 1000,
		elapsedMs: 1000,
		percentage: 42,
		errorCount: 7,
		errorDetails: pick(sentences, shape + 2)(names),
		statementCount: 12_345_678_901,
		dictionaryEntryCount: 99,
	},
	options: {
		s3ExportPath: pick(sources, shape)(names),
		s3ExportKmsKeyId: `arn:aws:kms:us-east-1:${names.account(0)}:key/${names.name(0)}`,
		preserveEdgeIds: 'true',
		[`qzqzq${names.name(2)}`]: names.name(1),
	},
	extra: {owner: names.name(0), [`qzqzq${names.name(3)}`]: [], parts: [{[names.name(1)]: Number(names.account(1))}]},
});

const messagesOf = (world: World, step: Step): readonly Message[] => {
	const {kind, shape} = step;
	const names = named(world, step);
	const sentence = pick(sentences, shape)(names);
	const failure = {
		kind: 'service', sentence, remedy: pick(sentences, shape + 1)(names), isTransient: true,
	} as const;
	const tasks = Array.from({length: shape % 5}, (_, number) => taskOf(names, shape + number, number));

	switch (kind) {
		case 'connected': {
			return [{
				type: 'connected', target: {
					profile: names.name(0), region: shape % 3 === 0 ? names.name(1) : 'eu-west-1', endpoint: `${names.name(2)}:8182`, endpointUrl: `http://${names.name(2)}:8182`,
				},
			}];
		}

		case 'scan': {
			return [{
				type: 'scanEnded', at: startAt, scanNumber: 1, chance: 0.5, snapshot: snapshotOf(tasks), signIn: {endsAt: startAt, renewal: `aws sso login --profile ${names.name(0)}`},
			}];
		}

		case 'failedScan': {
			return [{
				type: 'scanEnded', at: startAt, scanNumber: 1, chance: 0.5, snapshot: snapshotOf(tasks, false), failure,
			}];
		}

		case 'details': {
			return [{
				type: 'detailsAnswered', key: taskId(shape % 5), at: startAt, answer: {kind: 'details', details: detailsOf(names, shape)},
			}];
		}

		case 'detailsFailure': {
			return [{
				type: 'detailsAnswered', key: names.name(0), at: startAt, answer: {kind: 'failure', failure},
			}];
		}

		case 'remembered': {
			const task = taskOf(names, shape, 1);
			return [{
				type: 'remembered',
				remembered: {
					tasks: new Map([[task.taskId, task]]),
					firstSeen: new Map([[task.taskId, {at: startAt, status: names.name(0)}]]),
					changedAt: new Map([[names.name(1), startAt]]),
					changedAfter: new Map([[names.name(2), startAt]]),
					changes: [{
						change: {
							kind: 'changed', task, from: names.name(3), to: 'FAILED',
						}, at: startAt,
					}],
					until: startAt,
				},
			}];
		}

		case 'cancelRefused': {
			return [{type: 'cancelAnswered', key: names.name(0), answer: {kind: 'refused', sentence}}];
		}

		case 'noted': {
			return [{type: 'noted', sentence}];
		}

		case 'typed': {
			return [
				{type: 'filterEdited', edit: {kind: 'insert', text: names.name(0)}},
				{type: 'importPicked', key: names.name(1)},
				{type: 'confirmationTyped', typed: names.name(1)},
				{type: 'effectDone', notice: `opened https://${names.name(2)}/`},
			];
		}
	}
};

const runOf = (world: World, steps: readonly Step[]): readonly Message[] => steps
	.flatMap(step => messagesOf(world, step))
	.map((message, index) => 'at' in message ? {...message, at: startAt + index} : message);

const steps: fc.Arbitrary<readonly Step[]> = fc.array(fc.record({
	kind: fc.constantFrom<Step['kind']>('connected', 'scan', 'scan', 'failedScan', 'details', 'details', 'detailsFailure', 'remembered', 'cancelRefused', 'noted', 'typed'),
	shape: fc.nat({max: 2309}),
	picks: fc.array(fc.nat({max: 99}), {minLength: 4, maxLength: 4}),
}), {minLength: 1, maxLength: 8});

const small = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';

const textOfLetters = (letters: string, minLength: number, maxLength: number): fc.Arbitrary<string> =>
	fc.string({unit: fc.constantFrom(...letters), minLength, maxLength});

const isOrdinary = (name: string): boolean => /\p{Lowercase}/v.test(name)
	&& /^[\d\p{Letter}](?:.*[\d\p{Letter}])?$/v.test(name)
	&& !/\.(?:csv|tsv|parquet|nt|ttl|json|jsonl|txt)$/v.test(name);

/*
Names as people give them. All have a small letter in them, so that none is a constant of the service, and all begin and end with a letter or a digit, so that none ends in punctuation; none ends as a file does.
*/
const names: fc.Arbitrary<string> = fc.oneof(
	fc.constantFrom('lake', 'river', 'acme', 'loader', 'staging', 'dev', 'Orders', 'fraud', 'données', 'größe', 'acme.lake', 'customers_2026', 'i18n'),
	fc.constantFrom('data-import', 'graphImport', 'importing-data', 'AmazonNeptuneLoad'),
	textOfLetters(`${small}${digits}`, 1, 4),
	textOfLetters(`${small}${digits}-_.`, 3, 18),
	textOfLetters(`${small}${small.toUpperCase()}${digits}`, 2, 12),
	textOfLetters(`${digits}e`, 5, 12),
).filter(name => isOrdinary(name) && !vocabulary.has(name.toLowerCase()) && !terms.has(name) && !isRegion(name) && !isServiceId(name));

const worlds: fc.Arbitrary<World> = fc.record({
	names: fc.uniqueArray(names, {minLength: nameCount, maxLength: nameCount, selector: name => name.toLowerCase()}),
	accounts: fc.uniqueArray(fc.integer({min: 100_000_000_000, max: 999_999_999_999}).map(String), {minLength: accountCount, maxLength: accountCount}),
});

test('the same run under other names makes the same file, byte for byte', () => {
	fc.assert(fc.property(steps, worlds, worlds, (run, one, other) => {
		expect(textOf(runOf(one, run))).toBe(textOf(runOf(other, run)));
	}), {numRuns: 300});
});

/*
A world of which nothing is in the words that every recording is made of.
*/
const plainWorld: World = {
	names: Array.from({length: nameCount}, (_, index) => `qxz${index}qxz`),
	accounts: ['918273645546', '192837465564'],
};

test('no name can be found in the file, but where it is part of a word that is there whatever the names are', () => {
	let searched = 0;

	fc.assert(fc.property(steps, worlds, (run, world) => {
		const found = textOf(runOf(world, run)).toLowerCase();
		const words = textOf(runOf(plainWorld, run)).toLowerCase();

		for (const name of [...world.names, ...world.accounts]) {
			if (words.includes(name.toLowerCase())) {
				continue;
			}

			searched++;
			expect(found).not.toContain(name.toLowerCase());
		}
	}), {numRuns: 300});

	// Most names are no part of such a word.
	expect(searched).toBeGreaterThan(1500);
});

/*
Enters locations and what they were replaced by, part by part: each name has to have one stand-in, and each stand-in one name.
*/
const createPairing = (): ((original: string, redacted: string) => void) => {
	const standIns = new Map<string, string>();
	const originals = new Map<string, string>();

	return (original, redacted) => {
		const parts = original.split(/[\/:]/v);
		const redactedParts = redacted.split(/[\/:]/v);
		expect(redactedParts).toHaveLength(parts.length);

		for (const [index, part] of parts.entries()) {
			const redactedPart = redactedParts[index] ?? '';
			expect(redactedPart).toBe(standIns.get(part) ?? redactedPart);
			expect(part).toBe(originals.get(redactedPart) ?? part);
			standIns.set(part, redactedPart);
			originals.set(redactedPart, part);
		}
	};
};

const constantPattern = /^[A-Z_]+$/v;

/*
Whether of two imports, one as it came and one as it was written, what was to stay has stayed, and the rest has not.
*/
const compareTasks = (task: ImportTask, written: ImportTask | undefined, pair: ReturnType<typeof createPairing>): void => {
	expect(written?.taskId === task.taskId).toBe(isServiceId(task.taskId));
	expect(written?.graphId === task.graphId).toBe(task.graphId === undefined || isServiceId(task.graphId));
	expect(written?.status === task.status).toBe(constantPattern.test(task.status));
	expect(written?.format === task.format).toBe(task.format === undefined || constantPattern.test(task.format));
	expect(written?.extra?.['size']).toBe(task.extra?.['size']);
	pair(task.roleArn, written?.roleArn ?? '');

	if (/^(?:s3|arn):/v.test(task.source)) {
		pair(task.source, written?.source ?? '');
	}
};

test('what was not replaced is as it was, and what was has one stand-in for each name', () => {
	fc.assert(fc.property(steps, worlds, (run, world) => {
		const messages = runOf(world, run);
		const {entries} = readRecording(recorded(messages));
		expect(entries.map(({type}) => type)).toEqual(messages.map(({type}) => type));

		const pair = createPairing();
		let known = nothingKnown;

		for (const [index, message] of messages.entries()) {
			const entry = entries[index];

			if (message.type === 'scanEnded' && entry?.type === 'scanEnded') {
				const {snapshot, known: after} = applyDifference(known, entry);
				known = after;
				expect(snapshot.isComplete).toBe(message.snapshot.isComplete);
				expect(snapshot.tasks.size).toBe(message.snapshot.tasks.size);
				const written = snapshot.tasks.values().toArray();

				for (const [number, task] of message.snapshot.tasks.values().toArray().entries()) {
					compareTasks(task, written[number], pair);
				}
			} else if (message.type === 'detailsAnswered' && message.answer.kind === 'details') {
				expect(entry).toMatchObject({
					at: message.at,
					key: message.key,
					answer: {
						details: {
							status: 'IMPORTING',
							attemptNumber: 2,
							progress: {
								startedAt: startAt - 1000, elapsedMs: 1000, percentage: 42, errorCount: 7, statementCount: 12_345_678_901, dictionaryEntryCount: 99,
							},
							options: {preserveEdgeIds: 'true'},
						},
					},
				});
			}
		}
	}));
});

/*
Names that are words of the vocabulary, in a run in which no sentence mentions them but as names.
*/
describe('names that are ordinary words', () => {
	const ordinary: World = {names: ['import', 'data', 'service', 'graph', 'time', 'Failed', 'role', 'profile', 'default', 'error'], accounts: plainWorld.accounts};

	const run = (world: World): readonly Message[] => {
		const ordinaryNames = named(world, {kind: 'scan', shape: 0, picks: [0, 1, 2, 3, 4, 5, 6, 7]});
		return [
			{
				type: 'scanEnded', at: startAt, scanNumber: 1, chance: 0.5, snapshot: snapshotOf(Array.from({length: 8}, (_, number) => taskOf(ordinaryNames, number, number))),
			},
			{
				type: 'detailsAnswered', key: taskId(1), at: startAt, answer: {
					kind: 'details', details: {
						status: 'FAILED',
						statusReason: `The import failed: role ${ordinaryNames.name(2)} can't read bucket ${ordinaryNames.name(0)}, nor "${ordinaryNames.name(1)}" in s3://${ordinaryNames.name(0)}/${ordinaryNames.name(3)}/${ordinaryNames.name(4)}.csv. The service has no data.`,
					},
				},
			},
		];
	};

	test('make the same file as others where they stand as names', () => {
		expect(textOf(run(ordinary))).toBe(textOf(run(plainWorld)));
	});

	test('and the words stay where they do not', () => {
		expect(textOf(run(ordinary))).toMatch(/The import failed: role \S+ can't read bucket bucket-1, nor .* The service has no data\./v);
	});
});

test('a run as it might be: what can be read in its file', () => {
	const [, ...entries] = textOf([
		{type: 'noted', sentence: 'The history of profile acme-prod is damaged.'},
		{type: 'connected', target: {profile: 'acme-prod', region: 'eu-west-1'}},
		{
			type: 'scanEnded',
			at: startAt,
			scanNumber: 1,
			chance: 0.5,
			snapshot: snapshotOf([
				{
					taskId: 't-8f2k1m9q0z', graphId: 'g-1a2b3c4d5e', source: 's3://acme-lake/customers/2026/people.csv', format: 'CSV', roleArn: 'arn:aws:iam::111122223333:role/service-role/loader', status: 'FAILED',
				},
			]),
		},
		{
			type: 'detailsAnswered',
			key: 't-8f2k1m9q0z',
			at: startAt,
			answer: {
				kind: 'details', details: {
					status: 'FAILED',
					statusReason: 'loader of 111122223333 may not read people.csv in acme-lake (customers): see Maria.',
					extra: {createdBy: 'maria@acme.example', costCentre: 4711, preserveEdgeIds: true},
				},
			},
		},
	]).trimEnd().split('\n').map((line): unknown => JSON.parse(line));

	expect(entries).toEqual([
		{at: startAt, type: 'noted', sentence: 'The history of profile profile-1 is damaged.'},
		{at: startAt + 1, type: 'connected', target: {profile: 'profile-1', region: 'eu-west-1'}},
		{
			at: startAt,
			type: 'scanEnded',
			scanNumber: 1,
			isComplete: true,
			list: ['t-8f2k1m9q0z'],
			tasks: [{
				taskId: 't-8f2k1m9q0z', graphId: 'g-1a2b3c4d5e', source: 's3://bucket-1/path-1/path-2/path-3.csv', format: 'CSV', roleArn: 'arn:aws:iam::000000000001:role/role-1/role-2', status: 'FAILED',
			}],
		},
		{
			at: startAt,
			type: 'detailsAnswered',
			key: 't-8f2k1m9q0z',
			answer: {
				kind: 'details', details: {
					status: 'FAILED',
					statusReason: 'role-2 of 000000000001 may not read word-1 in bucket-1 (path-1): see word-2.',
					extra: {createdBy: 'text-1', 'field-1': 4711, preserveEdgeIds: true},
				},
			},
		},
	]);
});
