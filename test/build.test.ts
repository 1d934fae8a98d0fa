import {type PluginBuild} from 'esbuild';
import {expect, test} from 'vitest';
import {programSettings, sharedChunks} from '../build-settings.ts';

test.each([sharedChunks, ...programSettings.plugins])('the build plugin $name loads no file of a package', async ({setup}) => {
	const namespaces: Array<string | undefined> = [];
	const record: Pick<PluginBuild, 'onLoad' | 'onResolve' | 'resolve'> = {
		onLoad({namespace}) {
			namespaces.push(namespace);
		},
		onResolve() {}, // eslint-disable-line @typescript-eslint/no-empty-function -- A resolver rewrites nothing.
		async resolve() {
			throw new Error('Nothing is resolved during the setup.');
		},
	};

	await setup(record as PluginBuild); // The plugins use nothing else.

	// `file` is the default: files on the disk.
	expect(namespaces.filter(namespace => namespace === undefined || namespace === 'file')).toEqual([]);
	expect(namespaces).toHaveLength(1);
});
