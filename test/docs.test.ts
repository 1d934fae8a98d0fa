import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {flags} from '../source/cli/arguments.ts';
import {parseCommandLine} from '../source/cli/command-line.ts';
import {splitWords} from '../source/cli/environment.ts';
import {parseConfig} from '../source/cli/parse-config.ts';
import packageJson from '../package.json' with {type: 'json'};
import {configSchemaText} from './support/config-schema.ts';
import {docsFiles, readDocs, withTables} from './support/docs-tables.ts';
import {root} from './support/root.ts';

const isFile = (file: string): boolean => existsSync(path.join(root, file));

/*
The text of the groups of all matches, without matches that lack the group.
*/
const textsOf = (text: string, pattern: RegExp): readonly string[] => text.matchAll(pattern).map(({groups}) => groups?.['text'] ?? '').filter(found => found !== '').toArray();

const blocksOf = (page: string): readonly string[] => textsOf(page, /^```(?:sh|text)\n(?<text>.+?)\n```$/gmsv);

const spansOf = (page: string): readonly string[] => textsOf(page.replaceAll(/^```.+?\n```$/gmsv, ''), /`(?<text>[^\n`]+)`/gv);

describe.each(docsFiles)('%s', file => {
	const page = readDocs(file);
	const folder = path.dirname(file);

	test('has up-to-date tables (run npm run docs)', () => {
		expect(page).toBe(withTables(page));
	});

	test('is short enough to read', () => {
		expect(page.split('\n').length - 1).toBeLessThanOrEqual(file === 'readme.md' ? 150 : 250);
	});

	test('links only to existing files and headings', () => {
		const anchorsOf = (target: string): readonly string[] => textsOf(readDocs(target), /^#+ (?<text>.+)$/gmv)
			.map(heading => heading.toLowerCase().replaceAll(/[^\w \-]/gv, '').replaceAll(' ', '-'));
		const broken = textsOf(page, /\]\((?<text>[^\)]+)\)/gv).filter(link => {
			const [target = '', anchor] = link.split('#', 2);
			const linked = target === '' ? file : path.join(folder, target);
			return !link.startsWith('https:') && !(isFile(linked) && (anchor === undefined || anchorsOf(linked).includes(anchor)));
		});
		expect(broken).toEqual([]);
	});

	test('names only existing files', () => {
		const named = spansOf(page).filter(span => /^[\w\-.]+\//v.test(span) && !/[ *:]/v.test(span));
		expect(named.filter(name => [root, path.join(root, 'source')].every(place => !existsSync(path.join(place, name))))).toEqual([]);
	});

	test('names only existing options', () => {
		const known = new Set([...flags.map(({flag}) => `--${flag}`), '--global', '--mutate']);
		const named = spansOf(page).filter(span => !/^(?:aws|tmux) /v.test(span)).flatMap(span => textsOf(span, /(?<![\w\-])(?<text>--[a-z][\w\-]*)/gv));
		expect(named.filter(flag => !known.has(flag))).toEqual([]);
	});
});

/*
The commands of a shell script that start with the name of the program, each with its words. Ends a command at an operator outside of quotes.
*/
const invocationsIn = (script: string): ReadonlyArray<readonly string[]> => script.matchAll(/(?<=^|[\s\(])(?:neptune-import-watch|npm start --)(?=$|[\s\)])(?<rest>(?:'[^']*'|"(?:\\.|[^"\\])*"|[[^\n"'\);>\|]--&])*)/gmv)
	.map(({groups}) => splitWords((groups?.['rest'] ?? '').replaceAll('"$task"', 't-8f2k1m9q0z')))
	.toArray();

describe('the commands in the docs', () => {
	const scripts = docsFiles.map(file => readDocs(file).replaceAll(/<!-- options -->.*?<!-- \/options -->/gsv, ''));
	const invocations = scripts.flatMap(page => [...blocksOf(page), ...spansOf(page).filter(span => span.startsWith(`${packageJson.name} -`))].flatMap(script => invocationsIn(script)));

	test('are extracted with their arguments', () => {
		expect(invocations.length).toBeGreaterThan(20);
		expect(invocations).toContainEqual(['--on-change', String.raw`jq -r "select(.to == \"FAILED\") | .task.taskId" >> failed.txt`]);
		expect(invocations).toContainEqual(['completion', 'bash']);
	});

	test.each(invocations.map(words => [words.join(' '), words] as const))('are accepted by the program: %s', async (_, words) => {
		const parsed = await parseCommandLine(words);
		expect(parsed).not.toHaveProperty('sentence');
	});

	test('run only npm scripts that exist', () => {
		const named = scripts.flatMap(page => textsOf(page, /npm run (?:--silent )?(?<text>[\w:]+)/gv));
		expect(named.length).toBeGreaterThan(5);
		expect(named.filter(name => !Object.hasOwn(packageJson.scripts, name))).toEqual([]);
	});
});

test('config.schema.json is up to date (run npm run docs)', () => {
	expect(readDocs('config.schema.json')).toBe(configSchemaText());
});

test('the config file in the docs is valid', async () => {
	const [text = ''] = textsOf(readDocs('docs/configuration.md'), /<!-- config -->\n\n```jsonc\n(?<text>.+?)```/gsv);
	expect(text).toContain('"options"');
	expect(await parseCommandLine([], '', async () => parseConfig('c.jsonc', text))).toMatchObject({
		kind: 'watch', options: {targets: [{profile: 'staging', region: undefined}], intervalMs: 20_000, hasTitle: false},
	});
});

describe('the message table', () => {
	const rows = textsOf(readDocs('docs/troubleshooting.md').split('<!-- /messages -->', 1)[0] ?? '', /^\| (?<text>[A-Z…].+?) \|/gmv);
	const sourceOf = (folder: string): string => readdirSync(path.join(root, 'source', folder), {withFileTypes: true, recursive: true})
		.filter(entry => entry.isFile())
		.map(({parentPath, name}) => readFileSync(path.join(parentPath, name), 'utf8'))
		.join('\n')
		.replaceAll(String.raw`\'`, '’');
	const source = ['neptune', 'history', 'imports', 'app'].map(folder => sourceOf(folder)).join('\n').replaceAll('’', '\'');

	// Variable parts are written as “…” or as numbers.
	const partsOf = (message: string): readonly string[] => message.split(/…|\d+/v).map(part => part.trim()).filter(part => part.length > 1);

	test('has only messages of the program', () => {
		expect(rows.length).toBeGreaterThan(20);
		expect(rows.filter(message => partsOf(message).some(part => !source.includes(part)))).toEqual([]);
	});

	test('has the sentence of every failure', () => {
		const before = /failure\('\w+', |(?:credentials|network|protocol|signInAgain)Failure\(|(?:configuration|file|proxy)Error\(|sentence: |pages\) \{\s+return /v.source;
		const literal = /['`](?<text>(?:[^\n$'`]|\$\{[^'`\{\}]*\})+)/v.source;
		const sentences = textsOf(sourceOf('neptune'), new RegExp(String.raw`(?:${before})\s*${literal}`, 'gv'));
		const table = rows.join('\n').replaceAll('\'', '’');
		const missing = sentences.filter(sentence => partsOf(sentence.replaceAll(/\$\{[^\}]*\}/gv, '…')).some(part => !table.includes(part.replace(/[ "\(.]{1,3}$/v, ''))));
		expect(sentences.length).toBeGreaterThan(50);
		expect(missing).toEqual([]);
	});
});

describe('the paths through the code in docs/architecture.md', () => {
	const page = readDocs('docs/architecture.md');

	test.each(['poll', 'key'])('of a %s names each function with the file that defines it', name => {
		const [text = ''] = textsOf(page, new RegExp(`<!-- ${name} -->(?<text>.*)<!-- /${name} -->`, 'gsv'));
		const steps = textsOf(text, /^\d+\. (?<text>.+)$/gmv).map(step => spansOf(step));
		expect(steps.length).toBeGreaterThan(6);

		// A file belongs to the function before or after it.
		const wrong = steps.flatMap(spans => {
			const files = spans.filter(span => span.includes('/')).map(span => readFileSync(path.join(root, 'source', span), 'utf8'));
			return spans.filter(span => /^[a-z]\w+$|^[A-Z]\w+$/v.test(span) && files.every(file => !new RegExp(String.raw`\b${span}\b`, 'v').test(file)));
		});
		expect(wrong).toEqual([]);
	});
});
