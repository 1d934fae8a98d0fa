import {
	chmod,
	readdir,
	readFile,
	rm,
	writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import {build, type Metafile} from 'esbuild';
import {laterAfterEarlier} from './build-chunks.ts';
import {bundleSettings, programSettings, requiredModules} from './build-settings.ts';

/*
Bundles the program and its dependencies into `dist/`; the published package has no dependencies to install.

Source maps weigh three times as much as the program, so they are not published. To read a user's crash report, build the same commit: the files get the same names.
*/
const outputFolder = 'dist';

const bundleProgram = async (): Promise<Metafile> => {
	const {metafile} = await build({
		...programSettings,
		entryPoints: {cli: 'source/cli.ts'},
		outdir: outputFolder,
		chunkNames: 'chunks/[name]-[hash]',
		splitting: true,
		plugins: [laterAfterEarlier, ...programSettings.plugins],
	});
	return metafile;
};

/*
Bundled on its own, because an old Node has to run it.
*/
const bundleVersionCheck = async (): Promise<void> => {
	await build({
		...bundleSettings,
		entryPoints: {bin: 'source/bin.ts'},
		outdir: outputFolder,
		banner: {js: '#!/usr/bin/env node'},
		plugins: [requiredModules, {
			name: 'separate-program',
			setup({onResolve}) {
				onResolve({filter: /\/cli\.ts$/}, () => ({path: './cli.js', external: true})); // eslint-disable-line require-unicode-regexp -- esbuild compiles it as Go, which has no such flag.
			},
		}],
	});
	await chmod(path.join(outputFolder, 'bin.js'), 0o755);
};

/*
Bundled on its own: a shared bundle would be split into more files.
*/
const bundleSimulator = async (): Promise<Metafile> => {
	const {metafile} = await build({...programSettings, entryPoints: {simulator: 'source/simulator/main.ts'}, outdir: outputFolder});
	return metafile;
};

/*
The output that a dynamic import of this source, or running it, loads.
*/
const outputOf = ({outputs}: Metafile, source: string): string => {
	const output = Object.keys(outputs).find(name => outputs[name]?.entryPoint?.endsWith(source) === true);

	if (output === undefined) {
		throw new Error(`${source} is not a file of its own in the bundle: something imports it statically.`);
	}

	return output;
};

/*
The outputs that are read before the first line of this one runs, itself among them.
*/
const outputsAtStart = ({outputs}: Metafile, output: string): ReadonlySet<string> => {
	const found = new Set<string>();

	const visit = (name: string): void => {
		if (found.has(name)) {
			return;
		}

		found.add(name);

		for (const {path: imported, kind, external} of outputs[name]?.imports ?? []) {
			if (kind === 'import-statement' && external !== true) {
				visit(imported);
			}
		}
	};

	visit(output);
	return found;
};

type StartRule = {
	readonly source: string;
	readonly mayLoad: (input: string) => boolean;
	readonly because: string;
};

/*
What the lint rules can't see, because it depends on what imports what imports what.
*/
const startRules: readonly StartRule[] = [
	{
		source: 'source/cli.ts',
		mayLoad: input => !/^source\/(?:modes\/(?!(?:appearance|faults|say)\.ts$)|ui\/|neptune\/|simulator\/)|\/(?:ink|react|@aws-sdk|@smithy|jsonc-parser)\//v.test(input),
		because: 'each mode loads what it needs, and no more',
	},
	{
		source: 'source/modes/screen.tsx',
		mayLoad: input => !/^source\/(?:neptune|simulator|history)\/|\/(?:@(?:aws-sdk|smithy)|proper-lockfile)\//v.test(input),
		because: 'the first frame is drawn before the SDK and the history are loaded, and the simulator only where it is asked for',
	},
];

const checkStart = (metafile: Metafile, {source, mayLoad, because}: StartRule): void => {
	for (const name of outputsAtStart(metafile, outputOf(metafile, source))) {
		for (const [input, {bytesInOutput}] of Object.entries(metafile.outputs[name]?.inputs ?? {})) {
			if (bytesInOutput > 0 && !mayLoad(input)) {
				throw new Error(`${source} loads ${input} at its start, and must not: ${because}.`);
			}
		}
	}
};

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

/*
The licenses of what is bundled ask to go with every copy. Many packages share one, word for word.
*/
const writeLicenses = async (metafiles: readonly Metafile[]): Promise<void> => {
	const packages = await Promise.all(packageFolders(metafiles).map(async folder => {
		// Every package that npm installs has these.
		const {name, version, license} = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as PackageFile;
		return {title: `${name} ${version} (${license})`, text: await licenseOf(folder)};
	}));
	const sections = [...Map.groupBy(packages, ({text}) => text)].map(([text, sharing]) =>
		[...new Set(sharing.map(({title}) => title)), '', ...(text === '' ? [] : [text, ''])].join('\n'));

	await writeFile(path.join(outputFolder, 'licenses.txt'), sections.join(`\n${'-'.repeat(80)}\n\n`));
};

await rm(outputFolder, {recursive: true, force: true});
const [metafile, simulator] = await Promise.all([bundleProgram(), bundleSimulator(), bundleVersionCheck()]);

for (const rule of startRules) {
	checkStart(metafile, rule);
}

await writeLicenses([metafile, simulator]);
