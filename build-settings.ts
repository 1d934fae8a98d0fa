import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import path from 'node:path';
import {type BuildOptions, type Plugin} from 'esbuild';

const requireHere = createRequire(import.meta.url);

// Some getters load modules. An import reads all of them, and so loads unused modules.
const exportsOf = (name: string, hasGetters: boolean): readonly string[] => Object.entries(Object.getOwnPropertyDescriptors(requireHere(name) as Record<string, unknown>))
	.filter(([, {get}]) => hasGetters || get === undefined)
	.map(([key]) => key);

/**
Requires some built-in modules instead of importing them, because an import reads every export.

Importing `node:http` loads `fetch` and HTTP/2 for its export `WebSocket`: 33 ms of CPU time before the first imports, and 6 MB. `node:fs`, `node:process` and `node:util` load dozens of internal modules, and `node:tls` parses every root certificate.
*/
export const requiredModules: Plugin = {
	name: 'required-modules',
	setup({onResolve, onLoad}) {
		// One copy per importing file, so that each file reads only the exports that it uses.
		// eslint-disable-next-line require-unicode-regexp -- esbuild compiles it as Go, which has no such flag.
		onResolve({filter: /^(?:node:)?(?:crypto|fs|https?|process|tls|util)$/}, ({path: name, kind, importer}) => kind === 'require-call'
			? undefined
			: {
				path: name, namespace: 'required', suffix: kind === 'dynamic-import' ? '' : `?${importer}`, pluginData: kind,
			});

		onLoad({filter: /^/, namespace: 'required'}, ({path: name, pluginData: kind}) => ({ // eslint-disable-line require-unicode-regexp -- As above.
			contents: [
				`const builtIn = ${name.endsWith('process') ? 'globalThis.process' : `require('${name}')`};`,
				'export default builtIn;',
				// Marked as pure, so that esbuild drops unused exports. A dynamic import keeps all of them.
				...exportsOf(name, kind !== 'dynamic-import').map(key => `export const ${key} = /* @__PURE__ */ (() => builtIn.${key})();`),
			].join('\n'),
		}));
	},
};

/*
The package string-width needs 30 ms of CPU time before the first frame to compile its emoji pattern. So the bundle evaluates it only for text that is not narrow. wrap-ansi gives an option that changes only the width of control sequences. The package itself is not changed.
*/
const lazyStringWidth: Plugin = {
	name: 'lazy-string-width',
	setup({onResolve, onLoad}) {
		onResolve({filter: /^string-width$/}, ({kind}) => kind === 'require-call' ? undefined : {path: 'string-width', namespace: 'lazy'}); // eslint-disable-line require-unicode-regexp -- As above.
		onLoad({filter: /^/, namespace: 'lazy'}, () => ({ // eslint-disable-line require-unicode-regexp -- As above.
			contents: `
				import {isNarrow, narrowWidth} from './source/text/lazy-segmenter.ts';
				let stringWidth;
				export default (text, options) => (options === undefined || (options.ambiguousIsNarrow !== false && isNarrow(text)) ? narrowWidth(text) : undefined)
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
The files of `source/` that are always loaded before a lazy-loaded file. The first matching pattern counts.
*/
const alreadyLoaded: ReadonlyArray<readonly [lazy: RegExp, loaded: readonly string[]]> = [
	[/\/node_modules\/@(?:aws-sdk|smithy)\/|\/source\/neptune\/aws-config\.ts$/v, client],
	[/\/source\/ui\//v, screen],
	[/\/source\/(?:recording|notify|neptune)\/|\/source\/runtime\/(?:demo|keep-history|scripts\/read-timeline)\.ts$/v, session],
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
Makes each lazy-loaded file import the files that are already loaded, so that it shares their chunks. Otherwise, esbuild creates a chunk for each set of entry points with common code. Finding and opening a file takes most of a millisecond; this reduces the files from 48 to 17.
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

		// eslint-disable-next-line require-unicode-regexp -- As above.
		onLoad({filter: /./, namespace: 'shared-chunks'}, async ({path: file, pluginData}: {readonly path: string; readonly pluginData?: readonly string[]}) => ({
			contents: await withLoaded(file, pluginData ?? []),
			resolveDir: path.dirname(file),
		}));
	},
};

/**
Shared by the program and the bench.
*/
export const bundleSettings = {
	bundle: true,
	minify: true,
	format: 'esm',
	platform: 'node',
	target: 'node22.13',

	// Bundles the AWS SDK as ES modules. It loads in half the time, and unused parts, such as the SSO sign-in, stay in separate chunks.
	mainFields: ['module', 'main'],

	// CommonJS packages require built-in modules. The long name avoids a clash with bundled code.
	banner: {js: 'import {createRequire as createRequireOfBundle} from \'node:module\';const require=createRequireOfBundle(import.meta.url);'},
	logLevel: 'warning',
	define: {'process.env.NODE_ENV': '"production"'},
} as const satisfies BuildOptions;

export const programSettings = {
	...bundleSettings,
	define: {
		...bundleSettings.define,

		// Otherwise Ink's layout engine decodes its WebAssembly with `fetch`. That loads Node's HTTP client: 24 ms of CPU time before the first frame, and 7 MB.
		fetch: 'undefined',
		'Intl.Segmenter': 'LazySegmenter',
	},
	inject: [path.join(import.meta.dirname, 'source/text/lazy-segmenter.ts')],

	// Ink loads React's developer tools if DEV=true and they are installed.
	external: ['react-devtools-core'],

	// Drops type imports. Otherwise esbuild would load their modules at run time.
	tsconfigRaw: {compilerOptions: {jsx: 'react-jsx', verbatimModuleSyntax: false}},
	alias: {'graceful-fs': 'node:fs'},
	legalComments: 'none',
	sourcemap: 'linked',
	metafile: true,
	plugins: [requiredModules, lazyStringWidth],
} as const satisfies BuildOptions;
