import {createRequire} from 'node:module';
import path from 'node:path';
import {type BuildOptions, type Plugin} from 'esbuild';

const requireHere = createRequire(import.meta.url);

/**
Requires some built-in modules instead of importing them. An import reads every export, and `node:http` exports `WebSocket`, which loads `fetch` and HTTP/2: 33 ms of CPU time before the first imports, and 6 MB.
*/
export const requiredModules: Plugin = {
	name: 'required-modules',
	setup({onResolve, onLoad}) {
		// One copy per importing file, so that the file that uses an export also reads it.
		onResolve({filter: /^(?:node:)?(?:https?|crypto|util|process)$/}, ({path: name, kind, importer}) => kind === 'require-call' // eslint-disable-line require-unicode-regexp -- esbuild compiles it as Go, which has no such flag.
			? undefined
			: {path: name, namespace: 'required', suffix: kind === 'dynamic-import' ? '' : `?${importer}`});

		onLoad({filter: /^/, namespace: 'required'}, ({path: name}) => ({ // eslint-disable-line require-unicode-regexp -- As above.
			contents: [
				`const builtIn = ${name.endsWith('process') ? 'globalThis.process' : `require('${name}')`};`,
				'export default builtIn;',
				// Marked as pure, so that esbuild drops the exports that nobody imports.
				...Object.keys(requireHere(name) as object).map(key => `export const ${key} = /* @__PURE__ */ (() => builtIn.${key})();`),
			].join('\n'),
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
	inject: [path.join(import.meta.dirname, 'source/domain/lazy-segmenter.ts')],

	// Ink loads React's developer tools if DEV=true and a user has installed them.
	external: ['react-devtools-core'],

	// Drops imports of types. Otherwise esbuild would load their modules at run time.
	tsconfigRaw: {compilerOptions: {jsx: 'react-jsx', verbatimModuleSyntax: false}},
	alias: {'graceful-fs': 'node:fs'},
	legalComments: 'none',
	sourcemap: 'linked',
	metafile: true,
	plugins: [requiredModules],
} as const satisfies BuildOptions;
