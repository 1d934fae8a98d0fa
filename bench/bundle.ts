import path from 'node:path';
import {build} from 'esbuild';
import {bundleSettings} from '../build-settings.ts';
import {temporaryFolder} from './environment.ts';

/**
Bundles a file of this folder as the program is bundled, and gives the path of what came out: so nothing that Node does for TypeScript counts.
*/
export const bundled = async (name: string): Promise<string> => {
	const outfile = path.join(temporaryFolder(), `${name}.mjs`);
	await build({
		...bundleSettings,
		entryPoints: [path.join(import.meta.dirname, `${name}.ts`)],
		outfile,
	});
	return outfile;
};
