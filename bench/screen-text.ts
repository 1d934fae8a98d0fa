import {stripVTControlCharacters} from 'node:util';

// Ends a synchronized update: the terminal now shows the frame.
const endOfFrame = '\u{1B}[?2026l';

/**
The first frame draws the line of key hints last, and this text is its end.
*/
export const hasFirstFrame = (written: string): boolean => stripVTControlCharacters(written).includes('q quit');

export const hasTaskId = (written: string): boolean => /\bt-[\da-z]{10}\b/v.test(stripVTControlCharacters(written));

/**
Whether the group of all imports shows this count. Ink writes only the changed end of a line, without the group's name.
*/
export const countIn = (count: number): ((written: string) => boolean) => {
	const text = `${count.toLocaleString('en-US')}]`;
	return written => written.includes(text);
};

export const hasFrame = (written: string): boolean => written.includes(endOfFrame);

/**
Whether a frame with this text has been drawn.
*/
export const frameWith = (text: string): ((written: string) => boolean) => written => {
	const start = written.indexOf(text);
	return start !== -1 && written.includes(endOfFrame, start);
};

/**
Whether a frame with the selected row or the edited text has been drawn. Only these two are inverse.
*/
export const hasKeyEffect = frameWith('\u{1B}[7m');
