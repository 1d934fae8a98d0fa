import {
	isAwsHost,
	isRegion,
	isServiceId,
	redactLocation,
} from './redact-location.ts';
import {type NameKind, type StandIns} from './stand-ins.ts';
import {terms, vocabulary} from './vocabulary.ts';

/*
A word with the punctuation around it.
*/
type Token = {
	readonly before: string;
	readonly core: string;
	readonly after: string;
};

const opening = new Set('([{<"\'`“‘„«…–—-');
const closing = new Set('.,;:!?)]}>"\'`”’“»…–—-');
const quotes = new Set('"\'“”‘’„«»`');

/*
More than so many marks in a row are not punctuation.
*/
const maxMarks = 3;

const tokenOf = (text: string): Token => {
	let start = 0;
	let end = text.length;

	while (start < maxMarks && opening.has(text.charAt(start)) && !terms.has(text.slice(start))) {
		start++;
	}

	while (end > start && text.length - end < maxMarks && closing.has(text.charAt(end - 1)) && !terms.has(text.slice(start, end))) {
		end--;
	}

	return {before: text.slice(0, start), core: text.slice(start, end), after: text.slice(end)};
};

const hasQuote = (marks: string): boolean => [...marks].some(mark => quotes.has(mark));

/*
Written as a sentence writes it: a name with capitals inside is a name.
*/
const isPlainlyWritten = (word: string): boolean => /^(?:[a-z]+|[A-Z][a-z]*|[A-Z]+)(?:['\-][a-z]+)?\d?$/v.test(word);

const isVocabulary = (word: string): boolean => isPlainlyWritten(word) && vocabulary.has(word.toLowerCase().replace(/'s$/v, ''));

/*
A number that is too short to name anything, or the code of an answer.
*/
const isPlainNumber = (word: string, previous: string): boolean => /^\d{1,2}%?$/v.test(word) || (previous === 'http' && /^[1-5]\d\d$/v.test(word));

/*
After these words stands a name.
*/
const naming: ReadonlyMap<string, NameKind> = new Map([
	['profile', 'profile'],
	['--profile', 'profile'],
	['role', 'role'],
	['bucket', 'bucket'],
	['address', 'endpoint'],
]);

/*
What AWS has named.
*/
const isPublic = (word: string): boolean => isServiceId(word) || isRegion(word) || isAwsHost(word);

/*
A text of the service has no bound of its own.
*/
const maxWords = 1000;

/**
A text in words of which all are replaced that are not known to be harmless.

What is kept are words of a fixed vocabulary, numbers of up to two digits, ids and hosts of the service, regions, and punctuation. Whether a word is kept does not depend on what else is known: so that it stands there says nothing of what anything is called, and a name can't slip through by being mentioned before it is known. The one exception is a word of the vocabulary after “profile”, “role”, “bucket” or “address”, or between quotes: there it is replaced if something is called that, and between quotes in any case.

Addresses keep their shape. White space becomes single spaces.
*/
export const redactSentence = (text: string, standIns: StandIns): string => {
	const words: string[] = [];
	let previous = '';
	let isQuoted = false;

	for (const word of text.split(/\s+/v).filter(found => found !== '').slice(0, maxWords)) {
		const {before, core, after} = tokenOf(word);
		isQuoted ||= hasQuote(before) || hasQuote(after);
		const isNamed = naming.has(previous) && standIns.isName(core);
		const isKept = core === '' || isPublic(core) || (!isQuoted && !isNamed && (terms.has(core) || isVocabulary(core) || isPlainNumber(core, previous)));
		const redacted = isKept ? core : redactLocation(core, standIns) ?? standIns.of(naming.get(previous) ?? 'word', core);
		words.push(before + redacted + after);
		isQuoted &&= !hasQuote(after);
		previous = core.toLowerCase();
	}

	return words.join(' ');
};
