import {
	chmod,
	readdir,
	readFile,
	rm,
	writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {build, type BuildOptions, type Metafile} from 'esbuild';
import {laterAfterEarlier} from './build-chunks.ts';
import {plugins} from './build-plugins.ts';
import {bundleSettings} from './build-settings.ts';

/*
Bundles the program and everything that it needs into `dist/`: what is published has no dependencies to install.

The source maps are for whoever builds it (`node --enable-source-maps dist/bin.js`) and are not published: they weigh three times what the program does. A crash that a user reports is read with the maps of a build of the same commit, which gives the same files, to the hashes in their names.
*/
const outputFolder = 'dist';

const settings = {
	...bundleSettings,
	outdir: outputFolder,
	// An import of types alone is none: as it is written, esbuild would load the module for whatever else it does at its start.
	tsconfigRaw: {compilerOptions: {jsx: 'react-jsx', verbatimModuleSyntax: false}},
	// `licenses.txt` has them whole.
	legalComments: 'none',
	sourcemap: 'linked',
	metafile: true,
} as const satisfies BuildOptions;

const bundleProgram = async (): Promise<Metafile> => {
	const {metafile} = await build({
		...settings,
		entryPoints: {bin: 'source/bin.ts'},
		chunkNames: 'chunks/[name]-[hash]',
		splitting: true,
		plugins: [laterAfterEarlier, ...plugins],
	});
	return metafile;
};

/*
By itself: what it shared with the program would be in files of their own.
*/
const bundleSimulator = async (): Promise<Metafile> => {
	const {metafile} = await build({...settings, entryPoints: {simulator: 'source/simulator/main.ts'}, plugins: [...plugins]});
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
		source: 'source/bin.ts',
		mayLoad: input => input === 'source/bin.ts' || input.startsWith('required:node:process'),
		because: 'it has to run on a Node that is too old for the rest',
	},
	{
		source: 'source/cli/main.ts',
		mayLoad: input => !/^source\/(?:modes\/(?!(?:appearance|faults|options|say)\.ts$)|ui\/|neptune\/|simulator\/)|\/(?:ink|react|@aws-sdk|@smithy|jsonc-parser)\//v.test(input),
		because: 'each mode loads what it needs, and no more',
	},
	{
		source: 'source/modes/screen.tsx',
		mayLoad: input => !/^source\/(?:neptune|simulator|history)\/|\/@(?:aws-sdk|smithy)\//v.test(input),
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

const makeExecutable = async (file: string): Promise<void> => {
	await writeFile(file, `#!/usr/bin/env node\n${await readFile(file, 'utf8')}`);
	await chmod(file, 0o755);
};

const kilobytes = ({outputs}: Metafile, names: Iterable<string>): string => {
	const bytes = [...names].reduce((sum, name) => sum + (outputs[name]?.bytes ?? 0), 0);
	return `${Math.round(bytes / 1000)} kB`;
};

const startedAt = performance.now();
await rm(outputFolder, {recursive: true, force: true});
const [metafile, simulator] = await Promise.all([bundleProgram(), bundleSimulator()]);

for (const rule of startRules) {
	checkStart(metafile, rule);
}

const program = path.posix.join(outputFolder, 'bin.js');
await Promise.all([writeLicenses([metafile, simulator]), makeExecutable(program)]);

const firstFrame = outputsAtStart(metafile, outputOf(metafile, 'source/modes/screen.tsx'));
const all = Object.keys(metafile.outputs).filter(name => name.endsWith('.js'));
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
process.stdout.write(`${program}: ${kilobytes(metafile, firstFrame)} in ${firstFrame.size} files up to the first frame, ${kilobytes(metafile, all)} in all, built in ${seconds} s\n`);
