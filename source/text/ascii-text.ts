import stringWidth from 'string-width';

const pairs = (signs: string, equivalents: string): ReadonlyArray<readonly [string, string]> =>
	Array.from(signs, (sign, index) => [sign, equivalents.charAt(index)]);

// Every sign that the program draws or prints is one column wide, like its equivalent.
const asciiEquivalents: ReadonlyMap<string, string> = new Map([
	// Statuses, in lifecycle order.
	...pairs('○◔◑◐↺◌✔✖⊘⊗', '.:~*<-+x/%'),

	// Current and paused targets.
	...pairs('●‖', '*='),

	...pairs('█▉▊▋▌▍▎▏', '#-------'),

	...pairs('⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏', String.raw`|/-\|/-\|/`),

	// The change mark, the cursor and arrows.
	...pairs('┃▸↑↓←→', '|>^v<>'),

	// The timeline: phases, running, continues, midnight and now.
	...pairs('░▒█┄►◄┊│≥', '.:#-><\'|>'),

	...pairs('…·–—×≤“”‘’␣\u{A0}', '~|--x<""\'\'_ '),
]);

const segmenter = new Intl.Segmenter();

const ascii = /^\p{ASCII}*$/v;

const accentedLetter = /^(?<letter>[A-Za-z])\p{Mark}+$/v;

const asciiCluster = (cluster: string): string => {
	if (ascii.test(cluster)) {
		return cluster;
	}

	return asciiEquivalents.get(cluster)
		?? accentedLetter.exec(cluster.normalize('NFD'))?.groups?.['letter']
		?? '?'.repeat(stringWidth(cluster));
};

/**
Replaces the program's signs with ASCII equivalents, removes accents, and replaces each column of other characters with `?`. Keeps the width and control sequences.
*/
export const asciiText = (text: string): string => ascii.test(text) ? text : Array.from(segmenter.segment(text), ({segment}) => asciiCluster(segment)).join('');
