import {
	type Codec,
	type NameKind,
	type Pseudonyms,
	text,
} from './codec.ts';

// A pseudonym has the same form as the name. It is a counter, not a hash, so nobody can guess a name and compare.
const forms: Readonly<Partial<Record<NameKind, (number: string) => string>>> = {
	account: number => number.padStart(12, '0'),
	endpoint: number => `endpoint-${number}.example`,
	graph: number => `g-${number.padStart(10, '0')}`,
	task: number => `t-${number.padStart(10, '0')}`,
	word: number => `UNKNOWN_${number}`,
};

export const createPseudonyms = (): Pseudonyms => {
	const byKind = new Map<NameKind, Map<string, string>>();

	return (kind, name) => {
		if (name === '') {
			return '';
		}

		const known = byKind.get(kind) ?? new Map<string, string>();
		const number = String(known.size + 1);
		const pseudonym = known.get(name) ?? forms[kind]?.(number) ?? `${kind}-${number}`;
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
