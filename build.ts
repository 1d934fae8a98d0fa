import {
	chmod,
	readdir,
	readFile,
	rm,
	writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import {build, type Metafile} from 'esbuild';
import {
	bundleSettings,
	programSettings,
	requiredModules,
	sharedChunks,
} from './build-settings.ts';

/*
Bundles the program and its dependencies into `dist/`, so the published package has no dependencies.

Source maps are three times as large as the program, so they are not published. To read a user's crash report, build the same commit: the files get the same names.
*/
const outputFolder = 'dist';

const bundleProgram = async (): Promise<Metafile> => {
	const {metafile} = await build({
		...programSettings,
		entryPoints: {cli: 'source/cli/main.ts'},
		outdir: outputFolder,
		chunkNames: 'chunks/[name]-[hash]',
		splitting: true,
		plugins: [sharedChunks, ...programSettings.plugins],
	});
	return metafile;
};

// A separate bundle that old versions of Node can run.
const bundleVersionCheck = async (): Promise<void> => {
	await build({
		...bundleSettings,
		entryPoints: {bin: 'source/bin.ts'},
		outdir: outputFolder,
		banner: {js: '#!/usr/bin/env node'},
		plugins: [requiredModules, {
			name: 'separate-program',
			setup({onResolve}) {
				onResolve({filter: /\/cli\/main\.ts$/}, () => ({path: './cli.js', external: true})); // eslint-disable-line require-unicode-regexp -- esbuild compiles it as Go, which has no such flag.
			},
		}],
	});
	await chmod(path.join(outputFolder, 'bin.js'), 0o755);
};

// A separate bundle, because a shared one would be split into more files.
const bundleSimulator = async (): Promise<Metafile> => {
	const {metafile} = await build({...programSettings, entryPoints: {simulator: 'source/simulator/main.ts'}, outdir: outputFolder});
	return metafile;
};

// Returns the source files that are loaded before the first line of `source` runs.
const inputsAtStart = ({outputs}: Metafile, source: string): readonly string[] => {
	const entry = Object.keys(outputs).find(name => outputs[name]?.entryPoint?.endsWith(source) === true);

	if (entry === undefined) {
		throw new Error(`${source} has no bundle of its own, because another file imports it statically.`);
	}

	const loaded = new Set<string>();

	const load = (name: string): void => {
		if (loaded.has(name)) {
			return;
		}

		loaded.add(name);

		for (const {path: imported, kind, external} of outputs[name]?.imports ?? []) {
			if (kind === 'import-statement' && external !== true) {
				load(imported);
			}
		}
	};

	load(entry);
	const inputs = [...loaded].flatMap(name => Object.entries(outputs[name]?.inputs ?? {}));
	return inputs.flatMap(([input, {bytesInOutput}]) => bytesInOutput > 0 ? [input] : []);
};

// The linter can't check these rules, because they depend on indirect imports.
const startRules = [
	{
		source: 'source/cli/main.ts',
		forbidden: /^source\/(?:runtime\/(?!(?:appearance|exit-codes|faults|options|output|user-file)\.ts$)|ui\/|neptune\/|simulator\/)|\/(?:ink|react|@aws-sdk|@smithy|jsonc-parser)\//v,
		because: 'each mode loads only what it needs',
	},
	{
		source: 'source/runtime/screen.tsx',
		forbidden: /^source\/(?:neptune|simulator|history)\/|\/@(?:aws-sdk|smithy)\//v,
		because: 'the first frame comes before the SDK and the history',
	},
] as const;

const packageFolders = (metafiles: readonly Metafile[]): readonly string[] => {
	const names = metafiles.flatMap(({outputs}) => Object.values(outputs)).flatMap(output => Object.keys(output.inputs));
	const folders = names.flatMap(name => /^[^:]*node_modules\/(?:@[^\/]+\/)?[^\/]+/v.exec(name)?.[0] ?? []);
	return [...new Set(folders)].toSorted();
};

const licenseOf = async (folder: string): Promise<string> => {
	const files = await readdir(folder, {recursive: true});
	const named = files.filter(file => /^(?:licen[cs]es?|notice)(?:\.(?:md|txt))?$/iv.test(path.basename(file)) && !file.includes('node_modules'));
	const texts = await Promise.all(named.toSorted().map(async file => readFile(path.join(folder, file), 'utf8')));
	return texts.map(text => text.trim()).join('\n\n');
};

type PackageFile = {
	readonly name: string;
	readonly version: string;
	readonly license: string;
};

// Every copy must contain the licenses of the bundled packages. Many packages share the same text.
const writeLicenses = async (metafiles: readonly Metafile[]): Promise<void> => {
	const packages = await Promise.all(packageFolders(metafiles).map(async folder => {
		// Every installed package has these fields.
		const {name, version, license} = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as PackageFile;
		return {title: `${name} ${version} (${license})`, text: await licenseOf(folder)};
	}));
	const sections = [...Map.groupBy(packages, ({text}) => text)].map(([text, sharing]) =>
		[...new Set(sharing.map(({title}) => title)), '', ...(text === '' ? [] : [text, ''])].join('\n'));

	await writeFile(path.join(outputFolder, 'licenses.txt'), sections.join(`\n${'-'.repeat(80)}\n\n`));
};

await rm(outputFolder, {recursive: true, force: true});
const [metafile, simulator] = await Promise.all([bundleProgram(), bundleSimulator(), bundleVersionCheck()]);

for (const {source, forbidden, because} of startRules) {
	const input = inputsAtStart(metafile, source).find(name => forbidden.test(name));

	if (input !== undefined) {
		throw new Error(`${source} must not load ${input} at startup: ${because}.`);
	}
}

await writeLicenses([metafile, simulator]);
