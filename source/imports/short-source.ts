import {fitText, textWidth} from '../text/printable.ts';

// With less room, the bucket would leave too little for the end of the path.
const minWidthForBucket = 36;

const joined = (head: readonly string[], tail: readonly string[]): string => [...head, '…', ...tail].join('/');

/**
Returns a source without `s3://`, in at most `width` columns. A long path keeps its last folders, which differ most, and in enough room its bucket.
*/
export const shortSource = (source: string, width: number): string => {
	const path = source.replace(/^s3:\/\//v, '');

	if (textWidth(path) <= width) {
		return fitText(path, width);
	}

	const [bucket = '', ...folders] = path.split('/');
	const head = width >= minWidthForBucket && textWidth(bucket) * 2 <= width ? [bucket] : [];

	for (const index of folders.keys()) {
		const text = joined(head, folders.slice(index));
		const isEmptyTail = folders.slice(index).join('') === '';

		if (!isEmptyTail && (index > 0 || head.length === 0) && textWidth(text) <= width) {
			return fitText(text, width);
		}
	}

	return fitText(path, width, {cut: head.length === 0 ? 'start' : 'middle'});
};
