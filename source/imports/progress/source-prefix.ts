// The bucket, the host, or the start of an ARN: their numbers are names.
const place = /^(?:\w+:\/\/[^\/]*\/?|arn:(?:[^:]*:){4})/v;

/*
The start of a date, a number or a random ID: it differs from one import to the next, wherever it stands.

- The first six digits of a date or of another long number.
- A number that is a whole folder, or the value of a partition such as `year=2026`.
- A UUID, or at least twelve hexadecimal digits.
*/
const varying = /(?<!\d)(?:19|20)\d{2}[\-_]?\d{2}|\d{6}|(?<=^|[\/:=])(?:\d{1,5}(?=[\/:]|$)|[\da-f]{8}-[\da-f]{4}-|(?=[a-f]*\d)[\da-f]{12})/v;

// The number of a part or of a version, in the last folder or file.
const varyingAtEnd = /(?<=[\-=_])\d|\d{2}|(?<=^|[\/:])v\d/v;

const lastPartStart = (path: string): number => Math.max(path.lastIndexOf('/', path.length - 2), path.lastIndexOf(':', path.length - 2)) + 1;

/**
Returns the part of a source that does not vary from one import to the next: the source up to a date, an ID or the number of a part. Imports with the same prefix load the same kind of data.
*/
export const sourcePrefix = (source: string): string => {
	const start = place.exec(source)?.[0].length ?? 0;
	const path = source.slice(start);
	const cut = varying.exec(path)?.index;

	if (cut !== undefined) {
		return source.slice(0, start + cut);
	}

	const lastStart = start + lastPartStart(path);
	const lastCut = varyingAtEnd.exec(source.slice(lastStart))?.index;
	return lastCut === undefined ? source : source.slice(0, lastStart + lastCut);
};
