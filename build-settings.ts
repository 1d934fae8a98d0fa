import {type BuildOptions} from 'esbuild';

/**
How the program is bundled; the bench bundles what it compares with it in the same way.
*/
export const bundleSettings = {
	bundle: true,
	minify: true,
	format: 'esm',
	platform: 'node',
	target: 'node22',

	// The AWS SDK as modules rather than as CommonJS: it loads in half the time, and what a person does not use, such as signing in by SSO, stays in chunks that are never read.
	mainFields: ['module', 'main'],
	define: {'process.env.NODE_ENV': '"production"'},

	// For packages that are CommonJS and require built-in modules. The long name can't be that of anything bundled.
	banner: {js: 'import {createRequire as createRequireOfBundle} from \'node:module\';const require=createRequireOfBundle(import.meta.url);'},
	logLevel: 'warning',
} as const satisfies BuildOptions;
