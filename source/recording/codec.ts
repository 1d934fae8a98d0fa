/**
A line of a recording is damaged. The message says where: `entry.scan.tasks.2.status must be text`.
*/
export class FormatError extends Error {}

type NameKind = 'account' | 'bucket' | 'endpoint' | 'folder' | 'graph' | 'graphName' | 'name' | 'profile' | 'region' | 'role' | 'target' | 'task' | 'word';

/*
Returns the pseudonym of a name. Equal names of one kind have equal pseudonyms.
*/
type Pseudonyms = (kind: NameKind, name: string) => string;

/**
`write` returns anonymous JSON, or undefined to drop the value. `read` throws a `FormatError` that contains `path`.
*/
export type Codec<Value> = {
	readonly write: (value: Value, pseudonyms: Pseudonyms) => unknown;
	readonly read: (json: unknown, path: string) => Value;
};

const mustBe = (path: string, expectation: string): FormatError => new FormatError(`${path} must be ${expectation}`);

const maxTextLength = 16_384;

export const text = (write: (value: string, pseudonyms: Pseudonyms) => string): Codec<string> => ({
	write,
	read(json, path) {
		if (typeof json !== 'string' || json.length > maxTextLength) {
			throw mustBe(path, 'text');
		}

		return json;
	},
});

// The latest time that a `Date` can hold, in epoch milliseconds. Numbers from AWS have no bounds.
const maxNumber = 8.64e15;

export const number: Codec<number> = {
	write: value => Math.min(Math.max(0, value), maxNumber),
	read(json, path) {
		if (typeof json !== 'number' || !(json >= 0 && json <= maxNumber)) {
			throw mustBe(path, `a number from 0 to ${maxNumber}`);
		}

		return json;
	},
};

export const oneOf = <const Word extends string | boolean>(...words: readonly Word[]): Codec<Word> => ({
	write: word => word,
	read(json, path) {
		const found = words.find(word => word === json);

		if (found === undefined) {
			throw mustBe(path, `one of ${words.join(', ')}`);
		}

		return found;
	},
});

export const optional = <Value>({write, read}: Codec<Value>): Codec<Value | undefined> => ({
	write: (value, pseudonyms) => value === undefined ? undefined : write(value, pseudonyms),
	read: (json, path) => json === undefined ? undefined : read(json, path),
});

export const dropped = {write: (): undefined => undefined, read: (): undefined => undefined};

export const listOf = <Item>({write, read}: Codec<Item>): Codec<readonly Item[]> => ({
	write: (items, pseudonyms) => items.map(item => write(item, pseudonyms)),
	read(json, path) {
		if (!Array.isArray(json)) {
			throw mustBe(path, 'a list');
		}

		return json.map((item, index) => read(item, `${path}.${index}`));
	},
});

type Fields = Readonly<Record<string, unknown>>;

const readFields = (json: unknown, path: string): Fields => {
	if (typeof json !== 'object' || json === null || Array.isArray(json)) {
		throw mustBe(path, 'an object');
	}

	return json as Fields; // Any member of any object can be read.
};

/**
Needs a codec for each member. Drops unknown members when writing and rejects them when reading.
*/
export const objectOf = <Value extends Record<string, unknown>>(members: {readonly [Name in keyof Value]-?: Codec<Value[Name]>}): Codec<Value> => {
	const codecs = Object.entries(members) as ReadonlyArray<readonly [name: string, codec: Codec<unknown>]>; // Each codec gets its own member only.

	return {
		write: (value, pseudonyms) => Object.fromEntries(codecs.map(([name, {write}]) => [name, write(Reflect.get(value, name), pseudonyms)])),
		read(json, path) {
			const fields = readFields(json, path);

			if (Object.keys(fields).some(name => !Object.hasOwn(members, name))) {
				throw new FormatError(`${path} has an unknown member`);
			}

			const read = codecs.map(([name, codec]) => [name, codec.read(fields[name], `${path}.${name}`)] as const);
			return Object.fromEntries(read.filter(([, member]) => member !== undefined)) as Value; // Each member was read by its codec.
		},
	};
};

type Members = Readonly<Record<string, Codec<any>>>;

type Variant<Tag extends string, Forms extends Readonly<Record<string, Members>>> = {
	[Name in keyof Forms]: Readonly<Record<Tag, Name>> & {readonly [Member in keyof Forms[Name]]: ReturnType<Forms[Name][Member]['read']>}
}[keyof Forms];

/**
An object of one of several forms, named by its member `tag`.
*/
export const variantOf = <const Tag extends string, Forms extends Readonly<Record<string, Members>>>(tag: Tag, forms: Forms): Codec<Variant<Tag, Forms>> => {
	const codecs = new Map<unknown, Codec<Fields>>(Object.entries(forms).map(([name, members]) => [name, objectOf({[tag]: oneOf(name), ...members})]));

	const findCodec = (value: unknown, path: string): Codec<Fields> => {
		const codec = codecs.get(readFields(value, path)[tag]);

		if (codec === undefined) {
			throw mustBe(`${path}.${tag}`, `one of ${codecs.keys().toArray().join(', ')}`);
		}

		return codec;
	};

	return {
		write: (value, pseudonyms) => findCodec(value, tag).write(value, pseudonyms),
		read: (json, path) => findCodec(json, path).read(json, path) as Variant<Tag, Forms>, // Each member was read by its codec.
	};
};

// A pseudonym has the same form as the name. It is a counter, not a hash, so nobody can guess a name and compare.
const forms: Readonly<Partial<Record<NameKind, (count: string) => string>>> = {
	account: count => count.padStart(12, '0'),
	endpoint: count => `endpoint-${count}.example`,
	graph: count => `g-${count.padStart(10, '0')}`,
	graphName: count => `graph-${count}`,
	task: count => `t-${count.padStart(10, '0')}`,
	word: count => `UNKNOWN_${count}`,
};

export const createPseudonyms = (): Pseudonyms => {
	const byKind = new Map<NameKind, Map<string, string>>();

	return (kind, name) => {
		if (name === '') {
			return '';
		}

		const known = byKind.get(kind) ?? new Map<string, string>();
		const count = String(known.size + 1);
		const pseudonym = known.get(name) ?? forms[kind]?.(count) ?? `${kind}-${count}`;
		byKind.set(kind, known.set(name, pseudonym));
		return pseudonym;
	};
};

export const nameOf = (kind: NameKind): Codec<string> => text((name, pseudonyms) => pseudonyms(kind, name));

/**
Keeps public words and replaces everything else.
*/
export const wordOf = (isPublic: (word: string) => boolean, kind: NameKind = 'word'): Codec<string> =>
	text((word, pseudonyms) => isPublic(word) ? word : pseudonyms(kind, word));

const partitionPattern = /^aws(?:-cn|-us-gov|-iso(?:-[bef])?|-eusc)?$/v;
const servicePattern = /^(?:iam|sts|s3|kms|rds|neptune-graph)$/v;
const regionPattern = /^[a-z]{2,4}(?:-gov|-iso[a-z]?)?-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\d{1,2}$/v;
const resourcePattern = /^(?:role|assumed-role|graph|import-task|cluster|cluster-snapshot|graph-snapshot|key)$/v;

export const region = wordOf(word => regionPattern.test(word), 'region');

// The parts of an ARN that may stay: partition, service, region, no account, and type of resource.
const publicParts = [partitionPattern, servicePattern, regionPattern, undefined, resourcePattern];

const dataExtension = /\.(?:csv|tsv|txt|json|jsonl|nt|nq|ttl|rdf|parquet|opencypher)(?:\.(?:gz|bz2|zst|snappy))?$/v;

// Longer than any S3 location. Bounded because pseudonyms may be longer than names, and `text` rejects long values.
const maxLocationLength = 1200;

/**
An S3 path, an ARN or a URL. Names in an ARN, and any other text, get a pseudonym of this kind.
*/
export const locationOf = (kind: NameKind): Codec<string> => text((value, pseudonyms) => {
	const location = value.slice(0, maxLocationLength);
	const [scheme = ''] = /^(?:s3:\/\/|https?:\/\/|arn:)/v.exec(location) ?? [];
	const rest = location.slice(scheme.length);

	if (scheme !== 's3://' && scheme !== 'arn:') {
		return scheme + pseudonyms(scheme === '' ? kind : 'endpoint', rest);
	}

	const isArn = scheme === 'arn:';
	const kinds: readonly NameKind[] = isArn ? [kind, kind, 'region', 'account'] : ['bucket'];
	const parts = rest.split(/(?<separator>[\/:])/v);

	return scheme + parts.map((part, position) => {
		const index = position / 2;

		// Separators have odd positions.
		if (position % 2 === 1 || (isArn && publicParts[index]?.test(part) === true)) {
			return part;
		}

		const extension = position === parts.length - 1 ? dataExtension.exec(part)?.[0] ?? '' : '';
		return pseudonyms(kinds[index] ?? (isArn ? kind : 'folder'), part.slice(0, part.length - extension.length)) + extension;
	}).join('');
});
