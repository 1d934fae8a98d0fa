import path from 'node:path';
import {build} from 'esbuild';
import {bundleSettings} from '../build-settings.ts';
import {temporaryFolder} from './environment.ts';

/**
Bundles a file of this folder with the settings of the program, so that Node's TypeScript support costs no time. Returns the path of the bundle.
*/
export const bundle = async (name: string): Promise<string> => {
	const outfile = path.join(temporaryFolder(), `${name}.mjs`);
	await build({
		...bundleSettings,
		entryPoints: [path.join(import.meta.dirname, `${name}.ts`)],
		outfile,
	});
	return outfile;
};
