import {build} from 'esbuild';
import {expect, it} from 'vitest';

it('loads neither the store, the updates nor the screen for --once', async () => {
	const entry = 'source/runtime/scripts/once.ts';
	const {metafile: {inputs}} = await build({
		entryPoints: [entry], bundle: true, write: false, metafile: true, packages: 'external', platform: 'node', format: 'esm',
	});
	const loaded = new Set<string>();

	const load = (file: string): void => {
		if (loaded.has(file)) {
			return;
		}

		loaded.add(file);

		for (const {path, kind} of inputs[file]?.imports ?? []) {
			if (kind === 'import-statement') {
				load(path);
			}
		}
	};

	load(entry);
	expect(loaded).toContain('source/runtime/inputs.ts');
	expect([...loaded].filter(file => /^source\/(?:runtime\/session|app\/(?:store|update)|ui\/.*)\.tsx?$/v.test(file))).toEqual([]);
});
