import {escapePattern} from '../../text/escape-pattern.ts';
import {joinParts} from '../../text/join-parts.ts';
import {type ImportDetails} from '../details.ts';
import {type Graph, isMissing} from '../graph.ts';
import {type ImportTask} from '../task.ts';

/**
A failure code of the service, as its troubleshooting page documents them (Neptune Analytics user guide, "bulk-import-troubleshooting").
*/
export type FailureCode = 'S3_ACCESS_DENIED' | 'LARGE_STRING_ERROR' | 'PARSING_ERROR' | 'OUT_OF_MEMORY' | 'PARTITION_FULL_ERROR';

export type HelpfulCommand = 'readLogs' | 'listSource' | 'addMemory' | 'startAgain';

export type Cause = {
	/**
	Undefined if the text has no documented code, and none of its phrases.
	*/
	readonly code?: FailureCode | undefined;

	/**
	One line, the code first, without the import's own source, bucket and role.
	*/
	readonly summary: string;
	readonly remedy?: string | undefined;

	/**
	The remedy if the graph does not exist. Default: `remedy`.
	*/
	readonly newGraphRemedy?: string | undefined;

	/**
	The most helpful command first.
	*/
	readonly commands: readonly HelpfulCommand[];
};

type Rule = {
	readonly code: FailureCode | undefined;
	readonly phrase: RegExp;

	/**
	Matches the start of a text if it only repeats the code. It is removed, because it would hide the rest in a narrow row.
	*/
	readonly repeated?: RegExp;
	readonly remedy: string;
	readonly newGraphRemedy?: string;
	readonly commands: readonly HelpfulCommand[];
};

// The first rule whose code is in the text applies, else the first whose phrase is.
const rules: readonly Rule[] = [
	{
		code: 'OUT_OF_MEMORY',
		phrase: /\b(?:insufficient|not enough|out of) memory\b/iv,
		remedy: 'Give the graph more memory (m-NCU), then start the import again.',
		newGraphRemedy: 'Start the import again in a new graph with more memory (m-NCU).',
		commands: ['addMemory', 'startAgain'],
	},
	{
		code: 'LARGE_STRING_ERROR',
		phrase: /\bstring (?:is )?(?:too (?:long|large)|longer than)\b/iv,
		remedy: 'Shorten the string, then start the import again.',
		commands: ['readLogs', 'startAgain'],
	},
	{
		code: 'PARTITION_FULL_ERROR',
		phrase: /\bpartition (?:is )?full\b/iv,
		remedy: 'The service tries again with another layout. If the import has failed for good, start it again.',
		commands: ['readLogs', 'startAgain'],
	},
	{
		code: 'PARSING_ERROR',
		phrase: /\bline \d+ of \S|\bpars(?:e|ing) error\b|\b(?:can't|cannot|could not|failed to) parse\b/iv,
		repeated: /^(?:can't|cannot|could not|failed to) parse /iv,
		remedy: 'Correct the value, then start the import again. The log stream lists every error.',
		commands: ['readLogs', 'startAgain'],
	},
	{
		code: undefined,
		phrase: /\b(?:no|zero|0) (?:files|objects|data)\b|\bempty (?:prefix|source)\b/iv,
		remedy: 'Check the source: there are no files to load.',
		commands: ['listSource', 'startAgain'],
	},
	{
		code: 'S3_ACCESS_DENIED',
		phrase: /\baccess denied\b|\bnot authorized\b|\bassume (?:the )?role\b/iv,
		repeated: /^.*\bnot authorized to perform:? /iv,
		remedy: 'Allow the role to read the source (S3, KMS and trust policy). The source must be in the graph\'s region.',
		commands: ['listSource', 'startAgain'],
	},
];

const bucketOf = (source: string): string => /^s3:\/\/(?<bucket>[^\/]+)/v.exec(source)?.groups?.['bucket'] ?? '';

// A name goes on after a dot only if another of these characters follows.
const nameCharacter = String.raw`[\p{L}\p{N}_\-+=%@]`;
const nameStart = String.raw`(?<!${nameCharacter}|\.)`;
const nameEnd = String.raw`(?!\.?${nameCharacter})`;

type Replacement = readonly [pattern: string, replacement: string];

/*
A file below the source becomes a relative path.
*/
const sourceReplacements = (source: string): readonly Replacement[] => {
	const start = escapePattern(source.replace(/\/$/v, ''));
	return [[String.raw`${start}\/(?=[^\s\),.:;])`, ''], [String.raw`${start}\/?${nameEnd}`, 'the source']];
};

const bucketReplacements = (bucket: string): readonly Replacement[] => {
	const name = escapePattern(bucket);
	return [
		[String.raw`s3:\/\/${name}\/`, ''],
		[`${nameStart}bucket ${name}${nameEnd}`, 'bucket'],

		// A name of letters alone, such as "data", may be a word of the text.
		...(/^[a-z]+$/v.test(bucket) ? [] : [[`${nameStart}${name}${nameEnd}`, 'the bucket']] as const),
	];
};

const roleReplacements = (roleArn: string): readonly Replacement[] => {
	const name = String.raw`${escapePattern(roleArn)}(?!\/)${nameEnd}`;
	return [[`${nameStart}role ${name}`, 'role'], [name, 'the role']];
};

// A bucket has at most 63 characters, a key 1,024, and the ARN of a role 2,048. A pattern of much longer text fails.
const maxNameLength = 2048;

const isName = (text: string): boolean => text !== '' && text.length <= maxNameLength;

/*
Removes the parts that the row of the import shows anyway.
*/
const withoutKnown = (text: string, {source, roleArn}: Pick<ImportTask, 'source' | 'roleArn'>): string => {
	const bucket = bucketOf(source);
	const replacements = [
		...(isName(source) ? sourceReplacements(source) : []),
		...(isName(bucket) ? bucketReplacements(bucket) : []),
		...(isName(roleArn) ? roleReplacements(roleArn) : []),
	];
	let rest = text;

	for (const [pattern, replacement] of replacements) {
		rest = rest.replaceAll(new RegExp(pattern, 'gv'), () => replacement);
	}

	return rest;
};

const hasWord = (text: string, word: string): boolean => new RegExp(String.raw`(?<![\w])${word}(?![\w])`, 'v').test(text);

const findRule = (texts: readonly string[]): Rule | undefined =>
	rules.find(({code}) => code !== undefined && texts.some(text => hasWord(text, code)))
	?? rules.find(({phrase}) => texts.some(text => phrase.test(text)));

const oneLine = (text: string): string => text.replaceAll(/\s+/gv, ' ').replaceAll(/ (?=[,.:;](?:\s|$))/gv, '').trim();

const summaryOf = (text: string, rule: Rule | undefined): string => {
	if (rule?.code === undefined) {
		return oneLine(text);
	}

	const {code, repeated} = rule;
	const rest = oneLine(text.replace(new RegExp(String.raw`[\[\(]?(?<![\w])${code}(?![\w])[\]\)]?`, 'v'), ' ')).replace(/^[\s,\-.:;]+/v, '');
	const distinct = repeated === undefined ? rest : rest.replace(repeated, '');
	return rest === '' ? code : `${code}: ${distinct}`;
};

/**
The cause of a failure, from `statusReason` and `errorDetails` of GetImportTask. Undefined if neither has text.
*/
export const causeOf = (task: Pick<ImportTask, 'source' | 'roleArn'>, {statusReason, progress}: Pick<ImportDetails, 'statusReason' | 'progress'>): Cause | undefined => {
	const texts = [statusReason, progress?.errorDetails]
		.filter(text => text !== undefined && text.trim() !== '')
		.map(text => withoutKnown(text ?? '', task));
	const [first] = texts;

	if (first === undefined) {
		return undefined;
	}

	const rule = findRule(texts);
	const {code, phrase} = rule ?? {};
	const summarized = code === undefined ? first : texts.find(text => hasWord(text, code)) ?? texts.find(text => phrase?.test(text)) ?? first;
	return {
		code,
		summary: summaryOf(summarized, rule),
		remedy: rule?.remedy,
		newGraphRemedy: rule?.newGraphRemedy,
		commands: rule?.commands ?? ['readLogs', 'startAgain'],
	};
};

/**
The remedy for an import of this graph, if the graph is known.
*/
export const remedyFor = ({remedy, newGraphRemedy = remedy}: Cause, graph: Graph | undefined): string | undefined => isMissing(graph) ? newGraphRemedy : remedy;

const reasonTexts = new WeakMap<ImportDetails, string>();

/**
The texts that say why an import failed, and the code of the cause. Kept per response, because filters read it on each key.
*/
export const reasonTextOf = (task: Pick<ImportTask, 'source' | 'roleArn'>, details: ImportDetails): string => {
	const known = reasonTexts.get(details);

	if (known !== undefined) {
		return known;
	}

	const {statusReason, progress} = details;
	const text = joinParts([causeOf(task, details)?.code, statusReason, progress?.errorDetails], '\n');
	reasonTexts.set(details, text);
	return text;
};
