import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {type Plugin} from 'esbuild';

/*
Where the bundle is split. As one file it would be read whole before the first frame, which would take half as long again. esbuild makes a file for each set of files that share something; to find and open one takes most of a millisecond, and dozens would be read before the first imports are on the screen.
*/

const source = path.join(import.meta.dirname, 'source');

/*
What is there before what: files within `source/`, with all that they import.
*/
const commandLine = ['cli/main.ts'] as const;
const session = [...commandLine, 'modes/session.ts', 'modes/open-source.ts'] as const;
const screen = [...session, 'modes/screen.tsx'] as const;
const client = [...session, 'neptune/source.ts'] as const;

/*
What is there already when a file is imported that is so only when it is needed. The first pattern that fits counts.
*/
const earlierThan: ReadonlyArray<readonly [file: RegExp, earlier: readonly string[]]> = [
	[/\/node_modules\/@(?:aws-sdk|smithy)\/|\/source\/neptune\/profile-names\.ts$/v, client],
	[/\/source\/ui\//v, screen],
	[/\/source\/(?:recording|notify|neptune)\/|\/source\/(?:demo|modes\/(?:keep-history|small-heap))\.ts$/v, session],
	[/\/source\/(?:cli|modes|output)\/|\/node_modules\/meow\//v, commandLine],
];

/*
The same file, which needs what is there already. So what the two share is what the earlier one needs anyway, and stands with that.
*/
const withEarlier = async (file: string, earlier: readonly string[]): Promise<string> => {
	const name = JSON.stringify(file);
	const hasDefault = /\bexport\s+default\b|\bas default\b/v.test(await readFile(file, 'utf8'));
	return [
		...earlier.map(other => `import ${JSON.stringify(path.join(source, other))};`),
		`export * from ${name};`,
		...(hasDefault ? [`export {default} from ${name};`] : []),
	].join('\n');
};

/**
Puts what always comes together into one file.
*/
export const laterAfterEarlier: Plugin = {
	name: 'later-after-earlier',
	setup({resolve, onResolve, onLoad}) {
		onResolve({filter: /./}, async ({path: imported, pluginData, ...where}) => { // eslint-disable-line require-unicode-regexp -- esbuild reads it as Go does, which has no such flag.
			if (pluginData === 'later' || where.kind !== 'dynamic-import' || imported.startsWith('node:')) {
				return undefined;
			}

			const {path: file} = await resolve(imported, {...where, kind: 'import-statement', pluginData: 'later'});
			const earlier = earlierThan.find(([pattern]) => pattern.test(file.replaceAll(path.sep, '/')))?.[1];
			return earlier === undefined ? undefined : {path: file, namespace: 'later', pluginData: earlier};
		});

		onLoad({filter: /./, namespace: 'later'}, async ({path: file, pluginData}: {readonly path: string; readonly pluginData?: readonly string[]}) => ({ // eslint-disable-line require-unicode-regexp -- As above.
			contents: await withEarlier(file, pluginData ?? []),
			resolveDir: path.dirname(file),
		}));
	},
};
