import {
	type Codec,
	type NameKind,
	type Pseudonyms,
	readText,
} from './codec.ts';

/*
A pseudonym has the form of the name. It counts, and hashes nothing, so nobody can guess a name and compare.
*/
const forms: Readonly<Partial<Record<NameKind, (number: string) => string>>> = {
	account: number => number.padStart(12, '0'),
	endpoint: number => `endpoint-${number}.example`,
	graph: number => `g-${number.padStart(10, '0')}`,
	task: number => `t-${number.padStart(10, '0')}`,
	word: number => `UNKNOWN_${number}`,
};

export const createPseudonyms = (): Pseudonyms => {
	const pseudonyms = new Map<string, string>();
	const counts = new Map<NameKind, number>();

	return (kind, name) => {
		const key = `${kind} ${name}`;
		const known = name === '' ? '' : pseudonyms.get(key);

		if (known !== undefined) {
			return known;
		}

		const number = (counts.get(kind) ?? 0) + 1;
		const pseudonym = forms[kind]?.(String(number)) ?? `${kind}-${number}`;
		counts.set(kind, number);
		pseudonyms.set(key, pseudonym);
		return pseudonym;
	};
};

export const nameOf = (kind: NameKind): Codec<string> => ({
	write: (name, pseudonyms) => pseudonyms(kind, name),
	read: readText,
});

/**
Keeps public words; everything else is a name.
*/
export const wordOf = (isPublic: (text: string) => boolean, kind: NameKind = 'word'): Codec<string> => ({
	write: (text, pseudonyms) => isPublic(text) ? text : pseudonyms(kind, text),
	read: readText,
});

const partitionPattern = /^aws(?:-cn|-us-gov|-iso(?:-[bef])?|-eusc)?$/v;
const servicePattern = /^(?:iam|sts|s3|kms|rds|neptune-graph)$/v;
const regionPattern = /^[a-z]{2,4}(?:-gov|-iso[a-z]?)?-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\d{1,2}$/v;
const resourcePattern = /^(?:role|assumed-role|graph|import-task|cluster|cluster-snapshot|graph-snapshot|key)$/v;

export const region = wordOf(text => regionPattern.test(text), 'region');

/*
The public parts of an ARN: partition, service, region, no account, and type of resource.
*/
const publicParts = [partitionPattern, servicePattern, regionPattern, undefined, resourcePattern];

const dataExtension = /\.(?:csv|tsv|txt|json|jsonl|nt|nq|ttl|rdf|parquet|opencypher)(?:\.(?:gz|bz2|zst|snappy))?$/v;

/*
Longer than any S3 location. A pseudonym may be longer than its name, and the reader bounds the length of texts.
*/
const maxLocationLength = 1200;

/**
An S3 path, an ARN or a URL. The names in an ARN, and a text that is none of them, have the given kind.
*/
export const locationOf = (kind: NameKind): Codec<string> => ({
	write(location, pseudonyms) {
		const text = location.slice(0, maxLocationLength);
		const [scheme = ''] = /^(?:s3:\/\/|https?:\/\/|arn:)/v.exec(text) ?? [];
		const rest = text.slice(scheme.length);

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
	},
	read: readText,
});
