import path from 'node:path';
import {build} from 'esbuild';
import {temporaryFolder} from './environment.ts';

/**
Bundles a file of this folder as the program is bundled, and gives the path of what came out: so nothing that Node does for TypeScript counts.
*/
export const bundled = async (name: string): Promise<string> => {
	const outfile = path.join(temporaryFolder(), `${name}.mjs`);
	await build({
		entryPoints: [path.join(import.meta.dirname, `${name}.ts`)],
		outfile,
		bundle: true,
		minify: true,
		format: 'esm',
		platform: 'node',
		target: 'node22',
		mainFields: ['module', 'main'],
		define: {'process.env.NODE_ENV': '"production"'},
		banner: {js: 'import {createRequire as createRequireOfBundle} from \'node:module\';const require=createRequireOfBundle(import.meta.url);'},
		logLevel: 'warning',
	});
	return outfile;
};
