import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import path from 'node:path';
import {type BuildOptions, type Plugin} from 'esbuild';

const requireHere = createRequire(import.meta.url);

/*
Getters load what they return. Reading them all, as an import does, loads modules that nobody uses.
*/
const exportsOf = (name: string, hasGetters: boolean): readonly string[] => Object.entries(Object.getOwnPropertyDescriptors(requireHere(name) as Record<string, unknown>))
	.filter(([, {get}]) => hasGetters || get === undefined)
	.map(([key]) => key);

/**
Requires some built-in modules instead of importing them, because an import reads every export. `node:http` exports `WebSocket`, which loads `fetch` and HTTP/2: 33 ms of CPU time before the first imports, and 6 MB. `node:fs`, `node:process` and `node:util` load dozens of internal modules, and `node:tls` parses every root certificate.
*/
export const requiredModules: Plugin = {
	name: 'required-modules',
	setup({onResolve, onLoad}) {
		// One copy per importing file, so that the file that uses an export also reads it.
		onResolve({filter: /^(?:node:)?(?:crypto|fs|https?|process|tls|util)$/}, ({path: name, kind, importer}) => kind === 'require-call' // eslint-disable-line require-unicode-regexp -- esbuild compiles it as Go, which has no such flag.
			? undefined
			: {
				path: name, namespace: 'required', suffix: kind === 'dynamic-import' ? '' : `?${importer}`, pluginData: kind,
			});

		onLoad({filter: /^/, namespace: 'required'}, ({path: name, pluginData: kind}) => ({ // eslint-disable-line require-unicode-regexp -- As above.
			contents: [
				`const builtIn = ${name.endsWith('process') ? 'globalThis.process' : `require('${name}')`};`,
				'export default builtIn;',
				// Marked as pure, so that esbuild drops the exports that nobody imports. A dynamic import keeps all of them.
				...exportsOf(name, kind !== 'dynamic-import').map(key => `export const ${key} = /* @__PURE__ */ (() => builtIn.${key})();`),
			].join('\n'),
		}));
	},
};

/*
Measures narrow text without string-width, which takes 30 ms of CPU time before the first frame to compile its emoji pattern. The package is bundled as it is, and evaluated when other text comes.
*/
const lazyStringWidth: Plugin = {
	name: 'lazy-string-width',
	setup({onResolve, onLoad}) {
		onResolve({filter: /^string-width$/}, ({kind}) => kind === 'require-call' ? undefined : {path: 'string-width', namespace: 'lazy'}); // eslint-disable-line require-unicode-regexp -- As above.
		onLoad({filter: /^/, namespace: 'lazy'}, () => ({ // eslint-disable-line require-unicode-regexp -- As above.
			contents: `
				import {narrowWidth} from './source/text/lazy-segmenter.ts';
				let stringWidth;
				export default (text, options) => (options === undefined ? narrowWidth(text) : undefined)
					?? (stringWidth ??= require('string-width').default)(text, options);
			`,
			resolveDir: import.meta.dirname,
		}));
	},
};

const source = path.join(import.meta.dirname, 'source');
const commandLine = ['cli/main.ts'] as const;
const session = [...commandLine, 'runtime/session.ts', 'runtime/polling/open-source.ts'] as const;
const screen = [...session, 'runtime/screen.tsx'] as const;
const client = [...session, 'neptune/source.ts'] as const;

/*
Which files of `source/` are always loaded before a file that is lazy-loaded. The first matching pattern counts.
*/
const alreadyLoaded: ReadonlyArray<readonly [lazy: RegExp, loaded: readonly string[]]> = [
	[/\/node_modules\/@(?:aws-sdk|smithy)\/|\/source\/neptune\/aws-config\.ts$/v, client],
	[/\/source\/ui\//v, screen],
	[/\/source\/(?:recording|notify|neptune)\/|\/source\/runtime\/(?:demo|keep-history)\.ts$/v, session],
	[/\/source\/(?:cli|runtime|print)\/|\/node_modules\/meow\//v, commandLine],
];

const withLoaded = async (file: string, loaded: readonly string[]): Promise<string> => {
	const name = JSON.stringify(file);
	const hasDefault = /\bexport\s+default\b|\bas default\b/v.test(await readFile(file, 'utf8'));
	return [
		...loaded.map(other => `import ${JSON.stringify(path.join(source, other))};`),
		`export * from ${name};`,
		...(hasDefault ? [`export {default} from ${name};`] : []),
	].join('\n');
};

/*
Without it, esbuild creates a file for each set of entry points that share code, and finding and opening a file takes most of a millisecond. A lazy-loaded file that imports the already loaded ones shares their files: 17 files are read instead of 48.
*/
export const sharedChunks: Plugin = {
	name: 'shared-chunks',
	setup({resolve, onResolve, onLoad}) {
		onResolve({filter: /./}, async ({path: imported, pluginData, ...where}) => { // eslint-disable-line require-unicode-regexp -- As above.
			if (pluginData === 'lazy' || where.kind !== 'dynamic-import' || imported.startsWith('node:')) {
				return undefined;
			}

			const {path: file} = await resolve(imported, {...where, kind: 'import-statement', pluginData: 'lazy'});
			const loaded = alreadyLoaded.find(([pattern]) => pattern.test(file.replaceAll(path.sep, '/')))?.[1];
			return loaded === undefined ? undefined : {path: file, namespace: 'shared-chunks', pluginData: loaded};
		});

		onLoad({filter: /./, namespace: 'shared-chunks'}, async ({path: file, pluginData}: {readonly path: string; readonly pluginData?: readonly string[]}) => ({ // eslint-disable-line require-unicode-regexp -- As above.
			contents: await withLoaded(file, pluginData ?? []),
			resolveDir: path.dirname(file),
		}));
	},
};

/**
Settings that the program shares with the bench.
*/
export const bundleSettings = {
	bundle: true,
	minify: true,
	format: 'esm',
	platform: 'node',
	target: 'node22.13',

	// The AWS SDK as ES modules: it loads in half the time, and unused parts, such as the SSO sign-in, stay in chunks of their own.
	mainFields: ['module', 'main'],

	// CommonJS packages require built-in modules. The long name avoids a clash with bundled code.
	banner: {js: 'import {createRequire as createRequireOfBundle} from \'node:module\';const require=createRequireOfBundle(import.meta.url);'},
	logLevel: 'warning',
	define: {'process.env.NODE_ENV': '"production"'},
} as const satisfies BuildOptions;

/**
Settings of the program alone.
*/
export const programSettings = {
	...bundleSettings,
	define: {
		...bundleSettings.define,

		// Ink's layout engine would decode its WebAssembly by `fetch`, which loads Node's HTTP client: 24 ms of CPU time before the first frame, and 7 MB.
		fetch: 'undefined',
		'Intl.Segmenter': 'LazySegmenter',
	},
	inject: [path.join(import.meta.dirname, 'source/text/lazy-segmenter.ts')],

	// Ink loads React's developer tools if DEV=true and a user has installed them.
	external: ['react-devtools-core'],

	// Drops imports of types. Otherwise esbuild would load their modules at run time.
	tsconfigRaw: {compilerOptions: {jsx: 'react-jsx', verbatimModuleSyntax: false}},
	alias: {'graceful-fs': 'node:fs'},
	legalComments: 'none',
	sourcemap: 'linked',
	metafile: true,
	plugins: [requiredModules, lazyStringWidth],
} as const satisfies BuildOptions;
