import stringWidth from 'string-width';

const pairs = (signs: string, standIns: string): ReadonlyArray<readonly [string, string]> =>
	Array.from(signs, (sign, index) => [sign, standIns.charAt(index)]);

/*
Every sign that the program itself draws or prints, and what stands in for it. Each takes one column, as its stand-in does. Signs of statuses have stand-ins that differ as they do.
*/
const standIns: ReadonlyMap<string, string> = new Map([
	// Statuses, in the order of an import.
	...pairs('○◔◑◐↺◌✔✖⊘⊗', '.:~*<-+x/%'),

	// Targets: fresh and paused; that they wait or fail is said by signs of statuses.
	...pairs('●‖', '*='),

	// Bars: a column is full, or begun.
	...pairs('█▉▊▋▌▍▎▏', '#-------'),

	// The spinner turns.
	...pairs('⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏', String.raw`|/-\|/-\|/`),

	// The mark of a change and the cursor; arrows, for keys and between statuses.
	...pairs('┃▸↑↓←→', '|>^v<>'),

	// Punctuation.
	...pairs('…·–—×≤“”‘’␣\u{A0}', '~|--x<""\'\'_ '),
]);

const segmenter = new Intl.Segmenter();

const ascii = /^\p{ASCII}*$/v;

const accentedLetter = /^(?<letter>[A-Za-z])\p{Mark}+$/v;

const standIn = (cluster: string): string => {
	if (ascii.test(cluster)) {
		return cluster;
	}

	// A terminal that knows none of this shows as many question marks as there would be columns.
	return standIns.get(cluster)
		?? accentedLetter.exec(cluster.normalize('NFD'))?.groups?.['letter']
		?? '?'.repeat(stringWidth(cluster));
};

/**
Text for a terminal or a locale that knows plain characters alone, as wide as it was: signs of the program have stand-ins, letters lose their accents, and `?` stands for each column of all else. Control sequences stay what they are.
*/
export const asciiText = (text: string): string => ascii.test(text) ? text : Array.from(segmenter.segment(text), ({segment}) => standIn(segment)).join('');
