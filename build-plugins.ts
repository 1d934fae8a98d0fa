import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import path from 'node:path';
import {type Plugin} from 'esbuild';
import {narrowCharacters} from './source/domain/graphemes.ts';

/*
What the bundle does otherwise than its sources. Each of these is about what the program costs; without them it would do the same.
*/

/*
Ink connects to React's developer tools where the environment says DEV=true, which a person may have set for anything.
*/
const withoutDevtools: Plugin = {
	name: 'without-devtools',
	setup({onLoad}) {
		onLoad({filter: /[/\\]ink[/\\]build[/\\]devtools\.js$/}, () => ({contents: ''})); // eslint-disable-line require-unicode-regexp -- esbuild reads it as Go does, which has no such flag.
	},
};

type Patch = readonly [text: string, by: string, count: number];

/*
Replaces text in a file of a package, where the text is there as often as is said: else the package is no longer what this was written for.
*/
const patched = async (file: string, patches: readonly Patch[]): Promise<string> => {
	let source = await readFile(file, 'utf8');

	for (const [text, by, count] of patches) {
		if (source.split(text).length !== count + 1) {
			throw new Error(`${file} has not ${count} × ${text}.`);
		}

		source = source.replaceAll(text, () => by);
	}

	return source;
};

/*
Ink's layout engine would decode the WebAssembly that is inside of it by `fetch`, for which Node loads a whole HTTP client: a fifth of the time up to the first frame. Without `fetch` it decodes by itself.
*/
const withoutFetch: Plugin = {
	name: 'without-fetch',
	setup({onLoad}) {
		onLoad({filter: /[/\\]yoga-wasm-base64-esm\.js$/}, async ({path: file}) => ({ // eslint-disable-line require-unicode-regexp -- As above.
			contents: await patched(file, [['"function"!=typeof fetch', 'true', 2]]),
		}));
	},
};

/*
Ink takes each line of a frame apart into cells, and measures them, once for each frame. The lines of one frame are mostly those of the one before: kept from frame to frame, they are taken apart once. Half of what a key costs. A line that is taken apart is some hundred times as large, so the lines of a few frames are kept and no more.
*/
const withKeptCells: Plugin = {
	name: 'with-kept-cells',
	setup({onLoad}) {
		const kept = `
const keptCaches = new OutputCaches();
const maxKeptLines = 160;

const boundedCaches = () => {
	for (const cache of [keptCaches.widths, keptCaches.blockWidths, keptCaches.styledChars]) {
		if (cache.size > maxKeptLines) {
			cache.clear();
		}
	}

	return keptCaches;
};
`;

		onLoad({filter: /[/\\]ink[/\\]build[/\\]output\.js$/}, async ({path: file}) => ({ // eslint-disable-line require-unicode-regexp -- As above.
			contents: await patched(file, [
				['caches = new OutputCaches();', 'caches = boundedCaches();', 1],
				['export default class Output', `${kept}export default class Output`, 1],
			]),
		}));
	},
};

/*
What Ink has measured and cut of text, it keeps of thousands of texts: some megabytes of rows that are never drawn again, over hours. What is drawn again was in the frame before: the texts of a few frames are kept.
*/
const withFewTexts: Plugin = {
	name: 'with-few-texts',
	setup({onLoad}) {
		onLoad({filter: /[/\\]ink[/\\]build[/\\](?:measure|wrap)-text\.js$/}, async ({path: file}) => ({ // eslint-disable-line require-unicode-regexp -- As above.
			contents: await patched(file, [['maxSize: 4096', 'maxSize: 256', 1]]),
		}));
	},
};

/*
Emoji alone are twenty of thirty milliseconds.
*/
const measuring: readonly Patch[] = [
	[String.raw`const rgiEmojiRegex = /^\p{RGI_Emoji}$/v;`, 'let rgiEmojiRegex;', 1],
	['rgiEmojiRegex.test(', String.raw`(rgiEmojiRegex ??= /^\p{RGI_Emoji}$/v).test(`, 1],
	[String.raw`/^[\u0020-\u007E]*$/`, `/^[${narrowCharacters}]*$/v`, 1],
];

/*
Meow knows how to read the `package.json` that is nearest, and to check its license among others, for a help and a version that the program says itself. All that it needs for this is made ready at its start, three quarters of the time that it takes.
*/
const withoutPackageReading: Plugin = {
	name: 'without-package-reading',
	setup({onLoad}) {
		onLoad({filter: /[/\\]meow[/\\]build[/\\]dependencies\.js$/}, async ({path: file}) => ({ // eslint-disable-line require-unicode-regexp -- As above.
			contents: await patched(file, [['= requireNormalize();', '= () => {};', 1]]),
		}));
	},
};

const graphemesFile = path.resolve(import.meta.dirname, 'source/domain/graphemes.ts');

/*
What takes text apart and measures it gets ready for any text at its start, which is an eighth of the time up to the first frame, and asks ICU about each character. `graphemes` needs it for the text alone that needs it.
*/
const withQuickGraphemes: Plugin = {
	name: 'with-quick-graphemes',
	setup({onLoad}) {
		const files = /[/\\](?:ink[/\\]build[/\\]line-update|ansi-tokenize[/\\]build[/\\]tokenize|slice-ansi[/\\]tokenize-ansi|(?:string-width|wrap-ansi)[/\\]index)\.js$/; // eslint-disable-line require-unicode-regexp -- As above.
		const made = /const (?<name>\w+) = new Intl\.Segmenter\(.*\);/v;

		onLoad({filter: files}, async ({path: file}) => {
			const segmenter = made.exec(await readFile(file, 'utf8'));

			if (segmenter === null) {
				throw new Error(`${file} no longer makes a segmenter.`);
			}

			return {
				contents: await patched(file, [
					[segmenter[0], `import {graphemes} from ${JSON.stringify(graphemesFile)}; const ${segmenter.groups?.['name']} = {segment: graphemes};`, 1],
					...(file.includes('string-width') ? measuring : []),
				]),
			};
		});
	},
};

/*
The SDK asks of each request whether its body is a stream of the web. To look `ReadableStream` up, Node compiles all of these streams; what is asked here has no body.
*/
const withoutWebStreams: Plugin = {
	name: 'without-web-streams',
	setup({onLoad}) {
		onLoad({filter: /[/\\]isStreamingPayload\.js$/}, async ({path: file}) => ({ // eslint-disable-line require-unicode-regexp -- As above.
			contents: await patched(file, [['typeof ReadableStream !== "undefined"', 'request?.body !== undefined', 1]]),
		}));
	},
};

/*
The SDK numbers each request by the web's `crypto`, for which Node loads all of the web's cryptography. Node's own can do that as well.
*/
const withPlainNumbers: Plugin = {
	name: 'with-plain-numbers',
	setup({onLoad}) {
		onLoad({filter: /[/\\]serde[/\\]index\.js$/}, async ({path: file}) => ({ // eslint-disable-line require-unicode-regexp -- As above.
			contents: await patched(file, [['import { getRandomValues }', 'import { randomFillSync as getRandomValues }', 1]]),
		}));
		onLoad({filter: /[/\\]serde[/\\]uuid[/\\]v4\.js$/}, async ({path: file}) => ({ // eslint-disable-line require-unicode-regexp -- As above.
			contents: await patched(file, [
				['typeof crypto !== "undefined" && typeof crypto.randomUUID === "function"', 'true', 1],
				['crypto.randomUUID()', 'randomUUID()', 1],
				['export function', 'import { randomUUID } from "node:crypto"; export function', 1],
			]),
		}));
	},
};

/*
What is loaded for nobody: `assert`, with all that it says of what differs, to see that what is called at the exit is a function; `zlib` for the checksums of streams of events.
*/
const withoutUnused: Plugin = {
	name: 'without-unused',
	setup({onLoad}) {
		onLoad({filter: /[/\\]signal-exit[/\\]index\.js$/}, async ({path: file}) => ({ // eslint-disable-line require-unicode-regexp -- As above.
			contents: await patched(file, [['require(\'assert\')', '{equal() {}}', 1]]),
		}));
		onLoad({filter: /[/\\]crc32[/\\]Crc32Node\.js$/}, async ({path: file}) => ({ // eslint-disable-line require-unicode-regexp -- As above.
			contents: await patched(file, [
				['import * as zlib from "node:zlib";', '', 1],
				['typeof zlib.crc32 === "function" ? zlib.crc32 : undefined', 'undefined', 1],
			]),
		}));
	},
};

const requireHere = createRequire(import.meta.url);

/*
What a built-in module exports that is not made anew whenever it is read.
*/
const plainExports = (name: string): readonly string[] => Object.entries(Object.getOwnPropertyDescriptors(requireHere(name) as Record<string, unknown>))
	.filter(([, {get}]) => get === undefined)
	.map(([key]) => key);

/*
To import a built-in module, Node reads all that it exports, and some of it is made when it is read. `node:http` exports `WebSocket`, with which comes all that makes `fetch` and HTTP/2: a tenth of the time up to the first imports; `node:crypto` the cryptography of the web; `node:util` what reads command lines, compares texts and traces signals; `node:process` reports and lists of flags. Of a module that is required, only what is used is read; `process` is there without that.
*/
const withRequiredModules: Plugin = {
	name: 'with-required-modules',
	setup({onResolve, onLoad}) {
		// To each its own, so that what is read stands in the file that reads it.
		onResolve({filter: /^(?:node:)?(?:https?|crypto|util|process)$/}, ({path: name, kind, importer}) => kind === 'require-call' // eslint-disable-line require-unicode-regexp -- As above.
			? undefined
			: {path: name, namespace: 'required', suffix: kind === 'dynamic-import' ? '' : `?${importer}`});

		onLoad({filter: /^/, namespace: 'required'}, ({path: name}) => ({ // eslint-disable-line require-unicode-regexp -- As above.
			contents: [
				`const builtIn = ${name.endsWith('process') ? 'globalThis.process' : `require('${name}')`};`,
				'export default builtIn;',
				// What nobody imports is left out of the bundle, since to read it is said to do nothing else.
				...plainExports(name).map(key => `export const ${key} = /* @__PURE__ */ (() => builtIn.${key})();`),
			].join('\n'),
		}));
	},
};

/**
All of these.
*/
export const plugins: readonly Plugin[] = [
	withoutDevtools,
	withoutFetch,
	withKeptCells,
	withFewTexts,
	withQuickGraphemes,
	withoutPackageReading,
	withoutWebStreams,
	withPlainNumbers,
	withoutUnused,
	withRequiredModules,
];
