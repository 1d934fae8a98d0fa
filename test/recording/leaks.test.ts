import fc from 'fast-check';
import {expect, test} from 'vitest';
import {type ImportTask, knownStatuses} from '../../source/imports/task.ts';
import {type RecordedMessage} from '../../source/recording/recorder.ts';
import {startAt} from '../support/model.ts';
import {stressCount} from '../support/stress.ts';
import {snapshotOf} from '../support/tasks.ts';
import {recordText} from './record-text.ts';

/*
All names that users can choose, and that a response, a profile or an error message may contain.
*/
type World = {
	readonly names: readonly string[];
	readonly accounts: readonly string[];
};

/*
Describes a message independently of the names in it. `picks` choose the names.
*/
type Step = {readonly kind: number; readonly shape: number; readonly picks: readonly number[]};

type Words = {readonly name: (index: number) => string; readonly account: (index: number) => string};

const wordsOf = ({names, accounts}: World, {picks}: Step): Words => {
	const pick = (words: readonly string[], index: number): string => words[(picks[index % picks.length] ?? 0) % words.length] ?? '';
	return {name: index => pick(names, index), account: index => pick(accounts, index)};
};

type Template = (words: Words) => string;

const locations: readonly Template[] = [
	({name}) => `s3://${name(0)}/${name(1)}/year=${name(2)}/${name(3)}.csv.gz`,
	({name}) => `s3://${name(0)}/${name(1)} ${name(2)}/${encodeURIComponent(`${name(3)}/ü`)}/`,
	({name}) => `https://${name(0)}:${name(1)}@${name(2)}.cluster-x.us-east-1.neptune.amazonaws.com:8182/${name(3)}?${name(0)}#${name(1)}`,
	({name, account}) => `arn:aws:rds:us-east-1:${account(0)}:cluster-snapshot:${name(0)}-nightly`,
	({name, account}) => `arn:${name(0)}:${name(1)}:${name(2)}:${account(0)}:${name(3)}/${name(0)}`,
	({name, account}) => `arn:aws:neptune-graph:us-east-1:${account(1)}:graph/g-${name(0)}`,
	({name}) => `${name(0)}\u{1B}[31m${name(1)}\n${name(2)}`,
];

const roles: readonly Template[] = [
	({name, account}) => `arn:aws:iam::${account(0)}:role/${name(0)}/${name(1)}`,
	({name}) => name(2),
];

const sentences: readonly Template[] = [
	({name, account}) => `S3_ACCESS_DENIED: User arn:aws:sts::${account(0)}:assumed-role/${name(0)}/${name(1)} is not authorized to perform: s3:GetObject on s3://${name(2)}/${name(3)}.csv`,
	({name}) => `Line 12 of s3://${name(0)}/${name(1)}.csv: "${name(2)}" is no ${name(3)}, ask ${name(0)}@${name(1)}`,
	({name, account}) => `${name(0)} ${name(1)}-${name(2)} ${account(0)}/${account(1)} ${encodeURIComponent(name(3))}`,
];

const choose = (templates: readonly Template[], shape: number, words: Words): string => templates[shape % templates.length]?.(words) ?? '';

const taskOf = (words: Words, shape: number): ImportTask => ({
	taskId: `t-${words.name(shape)}`,
	graphId: words.name(shape + 1),
	source: choose(locations, shape, words),
	format: shape % 3 === 0 ? words.name(2) : 'CSV',
	parquetType: shape % 5 === 0 ? words.name(3) : 'COLUMNAR',
	roleArn: choose(roles, shape, words),
	status: shape % 4 === 0 ? words.name(1).toUpperCase() : 'IMPORTING',
	extra: {[words.name(0)]: {deep: [words.name(1), Number(words.account(0))]}, note: words.name(2)},
});

const messageOf = (world: World, step: Step): RecordedMessage => {
	const words = wordsOf(world, step);
	const {kind, shape} = step;
	const task = taskOf(words, shape);
	const sentence = choose(sentences, shape, words);
	const failure = {
		kind: 'service', sentence, remedy: choose(sentences, shape + 1, words), isTransient: true,
	} as const;
	const targetId = shape % 2 === 0 ? '@' : `${words.name(0)}@${words.name(1)}`;

	switch (kind) {
		case 0: {
			return {
				type: 'connected', targetId, target: {
					profile: words.name(0), region: shape % 3 === 0 ? words.name(1) : 'eu-west-1', endpoint: `${words.name(2)}:8182`, endpointUrl: `https://${words.name(2)}:8182`,
				},
			};
		}

		case 1: {
			return {
				type: 'stateRestored', targetId, savedState: {
					imports: [{
						task, firstSeen: {at: startAt, status: words.name(1)}, changedAt: startAt, changedAfter: startAt,
					}],
					changes: [{
						change: {
							kind: 'changed', task, from: words.name(2), to: words.name(3),
						}, at: startAt,
					}],
					until: startAt,
				},
			};
		}

		case 2: {
			return {
				type: 'detailsAnswered', targetId, at: startAt, key: words.name(0), answer: shape % 4 === 0
					? {kind: 'failure', failure}
					: {
						kind: 'details', details: {
							status: words.name(1),
							statusReason: sentence,
							progress: {status: words.name(2), errorDetails: choose(sentences, shape + 2, words)},
							options: {s3ExportPath: choose(locations, shape, words), preserveEdgeIds: words.name(0), [words.name(1)]: words.name(2)},
							extra: {[words.name(3)]: sentence},
						},
					},
			};
		}

		case 3: {
			return {
				type: 'graphsAnswered', targetId, at: startAt, answer: shape % 4 === 0
					? {kind: 'failure', calls: 1, failure}
					: {
						kind: 'graphs', calls: 1, graphs: [{
							id: `g-${words.name(0)}`, name: words.name(1), status: shape % 3 === 0 ? words.name(2) : 'AVAILABLE', provisionedMemory: 128,
						}],
					},
			};
		}

		default: {
			return {
				type: 'scanEnded',
				targetId,
				at: startAt,
				scanNumber: 1,
				chance: 0.5,
				snapshot: snapshotOf([task, taskOf(words, shape + 1)], shape % 3 !== 0),
				failure: shape % 3 === 0 ? failure : undefined,
				signIn: {endsAt: startAt, renewal: `aws sso login --profile ${words.name(0)}`},
			};
		}
	}
};

const textOf = (world: World, steps: readonly Step[]): string => recordText(steps.map(step => [0, messageOf(world, step)]), 0);

const steps: fc.Arbitrary<readonly Step[]> = fc.array(fc.record({
	kind: fc.nat(5), shape: fc.nat(209), picks: fc.array(fc.nat(99), {minLength: 4, maxLength: 4}),
}), {minLength: 1, maxLength: 6});

/*
AWS's own words may stay in a recording, so they are no test names.
*/
const publicWords: ReadonlySet<string> = new Set([
	...knownStatuses.map(status => status.toLowerCase()),
	'role',
	'graph',
	'cluster',
	'key',
	'iam',
	'sts',
	'kms',
	'rds',
	'csv',
	'aws',
	'true',
	'false',
	'default',
	'unknown',
	'canceled',
	'completed',
]);

const letters = 'abcdefghijklmnopqrstuvwxyz';
const name = fc.oneof(
	fc.constantFrom('lake', 'acme', 'customers', 'Loader', 'prod', 'fraud-model', 'données', 'acme.lake', 'people_2026', 'x2026y'),
	fc.string({unit: fc.constantFrom(...letters), minLength: 3, maxLength: 5}),
	fc.string({unit: fc.constantFrom(...letters, ...letters.toUpperCase(), '-', '_', '.', '0', '7'), minLength: 4, maxLength: 14}).map(text => `q${text}z`),
).filter(text => !publicWords.has(text.toLowerCase()));
const worlds: fc.Arbitrary<World> = fc.record({
	names: fc.uniqueArray(name, {minLength: 8, maxLength: 8, selector: text => text.toLowerCase()}),
	accounts: fc.uniqueArray(fc.integer({min: 100_000_000_000, max: 999_999_999_999}).map(String), {minLength: 2, maxLength: 2}),
});

/*
Replaces all names with others of the same length.
*/
const shifted = ({names, accounts}: World): World => {
	const shift = (text: string): string => text
		.replaceAll(/[a-z]/gv, letter => letters[(letters.indexOf(letter) + 7) % 26] ?? '')
		.replaceAll(/[A-Z]/gv, letter => letters[(letters.indexOf(letter.toLowerCase()) + 7) % 26]?.toUpperCase() ?? '')
		.replaceAll(/\d/gv, digit => String((Number(digit) + 3) % 10));
	return {names: names.map(text => shift(text)), accounts: accounts.map(text => shift(text))};
};

/*
All strings in a message, including member names.
*/
const textsIn = (value: unknown): readonly string[] => {
	if (typeof value === 'string') {
		return [value];
	}

	if (value instanceof Map) {
		return [...value as ReadonlyMap<unknown, unknown>].flatMap(pair => textsIn(pair));
	}

	return typeof value === 'object' && value !== null ? Object.entries(value).flatMap(pair => pair.flatMap(item => typeof item === 'number' ? [] : textsIn(item))) : [];
};

/*
The text, its words and segments, and their URL-encoded forms.
*/
const piecesOf = (text: string): readonly string[] => {
	const pieces = [text, ...text.split(/[^\p{Letter}\p{Number}\-._]+/v), ...text.split(/[^\p{Letter}\p{Number}]+/v)];
	return [...pieces, ...pieces.map(piece => encodeURIComponent(piece))].filter(piece => piece.length >= 3).map(piece => piece.toLowerCase());
};

const numberRuns = stressCount({usual: 100, full: 1000});

test('a recording contains no identifiers and no words of free text', () => {
	let searched = 0;

	fc.assert(fc.property(steps, worlds, (run, world) => {
		const text = textOf(world, run).toLowerCase();
		const textOfOthers = textOf(shifted(world), run).toLowerCase();
		const pieces = new Set(run.flatMap(step => textsIn(messageOf(world, step))).flatMap(piece => piecesOf(piece)));

		for (const piece of pieces) {
			// Words of the format, such as `status` and `bucket`, are in every recording.
			if (textOfOthers.includes(piece)) {
				continue;
			}

			searched++;
			expect(text).not.toContain(piece);
		}
	}), {numRuns: numberRuns});

	expect(searched).toBeGreaterThan(numberRuns * 15);
});

test('runs that differ only in names have identical recordings', () => {
	fc.assert(fc.property(steps, worlds, (run, world) => {
		expect(textOf(world, run)).toBe(textOf(shifted(world), run));
	}), {numRuns: numberRuns});
});
