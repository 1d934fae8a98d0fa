/*
The end of a frame that is drawn: what comes with it is on the screen at once.
*/
const endOfFrame = '\u{1B}[?2026l';

/**
The line of key hints ends with this: it is the last thing that the first frame draws.
*/
export const hasFrame = (written: string): boolean => written.includes('q quit');

/**
Looks whether the counts say that so many imports are listed.
*/
export const countIn = (count: number): ((written: string) => boolean) => {
	const text = `${count.toLocaleString('en-US')} imports`;
	return written => written.includes(text);
};

/**
Whether what a key did to the selected row, or to the text that is edited, has been drawn: both are inverse, and nothing else is.
*/
export const hasEffect = (written: string): boolean => {
	const start = written.indexOf('\u{1B}[7m');
	return start !== -1 && written.includes(endOfFrame, start);
};
