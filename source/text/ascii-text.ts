import stringWidth from 'string-width';

const pairs = (signs: string, equivalents: string): ReadonlyArray<readonly [string, string]> =>
	Array.from(signs, (sign, index) => [sign, equivalents.charAt(index)]);

// Every sign that the program draws or prints is one column wide, like its equivalent.
const asciiEquivalents: ReadonlyMap<string, string> = new Map([
	// Statuses, in lifecycle order.
	...pairs('◌◓◔◒◕↺⊖✓✗⊘⊗', '.o:~*<-+x/%'),

	// Live, paused and throttled targets.
	...pairs('●‖▲', '*=!'),

	// The bar, and rules. `asciiText` replaces the track of a bar.
	...pairs('━╸─╍', '##-='),

	// The sparkline.
	...pairs('▁▂▃▄▅▆▇', '__..--='),

	...pairs('⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏', String.raw`|/-\|/-\|/`),

	// The change mark, the cursor and arrows.
	...pairs('┃▸▴▾↵↑↓←→', '|>^v^^v<>'),

	// The timeline: phases, running, continues, midnight and now.
	...pairs('░▒█▓┄►◄┊│≥', '.:#=-><\'|>'),

	...pairs('…·–—×≤“”‘’␣\u{A0}', '~|--x<""\'\'_ '),
]);

const segmenter = new Intl.Segmenter();

const ascii = /^\p{ASCII}*$/v;

// A percentage follows the track of a bar, but not a rule. Styles may come in between.
const track = /(?<!─)─+(?=(?:\u{1B}\[[\d;]*m)* {1,3}\d{1,3}%)/gv; // eslint-disable-line no-control-regex, regexp/no-control-character -- Styles begin with it.

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
export const asciiText = (text: string): string => ascii.test(text)
	? text
	: Array.from(segmenter.segment(text.replaceAll(track, line => '.'.repeat(line.length))), ({segment}) => asciiCluster(segment)).join('');
