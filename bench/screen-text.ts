// Ends a synchronized update: the terminal now shows the frame.
const endOfFrame = '\u{1B}[?2026l';

/**
The first frame draws the line of key hints last, and this text is its end.
*/
export const hasFirstFrame = (written: string): boolean => written.includes('q quit');

/**
Whether the group of all imports shows this count.
*/
export const countIn = (count: number): ((written: string) => boolean) => {
	const text = `All ${count.toLocaleString('en-US')}`;
	return written => written.includes(text);
};

/**
Whether a frame with the selected row or the edited text has been drawn. Only these two are inverse.
*/
export const hasKeyEffect = (written: string): boolean => {
	const start = written.indexOf('\u{1B}[7m');
	return start !== -1 && written.includes(endOfFrame, start);
};
