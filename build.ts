import {
	chmod,
	glob,
	readFile,
	rm,
	writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {build, type Metafile, type Plugin} from 'esbuild';

/*
Bundles the program and everything that it needs into `dist/`: what is published has no dependencies to install.

A crash is reported in minified names: maps would make the package three times its size, for files that hardly anyone opens. The bundle is the same byte for byte with and without them, so the maps for a report are made when it comes, from the commit of its version: `node build.ts --source-maps`.
*/
const outputFolder = 'dist';

/*
Ink connects to React's developer tools where the environment says DEV=true, which a person may have set for anything.
*/
const withoutDevtools: Plugin = {
	name: 'without-devtools',
	setup({onLoad}) {
		onLoad({filter: /[\\\/]ink[\\\/]build[\\\/]devtools\.js$/}, () => ({contents: ''})); // eslint-disable-line require-unicode-regexp -- esbuild runs it in Go, which has no such flag.
	},
};

const bundle = async (): Promise<Metafile> => {
	const {metafile} = await build({
		entryPoints: {bin: 'source/bin.ts', simulator: 'source/simulator/main.ts'},
		outdir: outputFolder,
		chunkNames: 'chunks/[name]-[hash]',
		bundle: true,
		splitting: true,
		minify: true,
		format: 'esm',
		platform: 'node',
		target: 'node22',

		// The AWS SDK as modules rather than as CommonJS: it loads in half the time, and what a person does not use, such as signing in by SSO, stays in chunks that are never read.
		mainFields: ['module', 'main'],
		define: {'process.env.NODE_ENV': '"production"'},
		plugins: [withoutDevtools],

		// For packages that are CommonJS and require built-in modules. The long name can't be that of anything bundled.
		banner: {js: 'import {createRequire as createRequireOfBundle} from \'node:module\';const require=createRequireOfBundle(import.meta.url);'},

		// `licenses.txt` has them whole.
		legalComments: 'none',
		sourcemap: process.argv.includes('--source-maps') && 'external',
		metafile: true,
		logLevel: 'warning',
	});

	return metafile;
};

/*
The outputs that are read before the first line of this one runs, itself among them.
*/
const outputsAtStart = (outputs: Metafile['outputs'], output: string, found = new Set<string>()): ReadonlySet<string> => {
	found.add(output);

	for (const {path: imported, kind} of outputs[output]?.imports ?? []) {
		if (kind === 'import-statement' && outputs[imported] !== undefined && !found.has(imported)) {
			outputsAtStart(outputs, imported, found);
		}
	}

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
		mayLoad: input => input === 'source/bin.ts',
		because: 'it has to run on a Node that is too old for the rest',
	},
	{
		source: 'source/cli.tsx',
		mayLoad: input => !/^source\/(?:neptune|simulator)\/|\/@(?:aws-sdk|smithy)\//v.test(input),
		because: 'the first frame is drawn before the SDK is loaded, and the simulator only where it is asked for',
	},
];

const checkStart = ({outputs}: Metafile, {source, mayLoad, because}: StartRule): void => {
	const output = Object.keys(outputs).find(name => outputs[name]?.entryPoint === source);

	if (output === undefined) {
		throw new Error(`${source} is not loaded as a file of its own.`);
	}

	for (const name of outputsAtStart(outputs, output)) {
		for (const [input, {bytesInOutput}] of Object.entries(outputs[name]?.inputs ?? {})) {
			if (bytesInOutput > 0 && !mayLoad(input)) {
				throw new Error(`${source} loads ${input} at its start: ${because}.`);
			}
		}
	}
};

const packageFolders = ({outputs}: Metafile): readonly string[] => {
	const inputs = Object.values(outputs).flatMap(output => Object.keys(output.inputs));
	const folders = inputs.flatMap(input => /^.*node_modules\/(?:@[^\/]+\/)?[^\/]+/v.exec(input)?.[0] ?? []);
	return [...new Set(folders)].toSorted();
};

const licenseOf = async (folder: string): Promise<string> => {
	const texts: string[] = [];

	for await (const file of glob(`${folder}/**/{LICENSE,License,license,licenses,NOTICE}{,.md,.txt}`, {exclude: name => name.endsWith('/node_modules')})) {
		texts.push(await readFile(file, 'utf8')); // eslint-disable-line no-await-in-loop -- One or two files.
	}

	return texts.join('\n\n');
};

/*
The bundled packages ask that their license goes with every copy. Many share one, word for word.
*/
const writeLicenses = async (metafile: Metafile): Promise<void> => {
	const packagesByLicense = new Map<string, string[]>();

	for (const folder of packageFolders(metafile)) {
		const {name, version, license} = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
	}
};
