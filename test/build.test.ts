import {pathToFileURL} from 'node:url';
import {build, type PluginBuild} from 'esbuild';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {programSettings, sharedChunks} from '../build-settings.ts';
import {temporaryFile} from './support/temporary-files.ts';

test.each([sharedChunks, ...programSettings.plugins])('the build plugin $name does not replace files of packages', async ({setup}) => {
	const namespaces: Array<string | undefined> = [];
	const record: Pick<PluginBuild, 'onLoad' | 'onResolve' | 'resolve'> = {
		onLoad({namespace}) {
			namespaces.push(namespace);
		},
		onResolve() {}, // eslint-disable-line @typescript-eslint/no-empty-function -- A resolver changes no file.
		async resolve() {
			throw new Error('The setup must not resolve anything.');
		},
	};

	await setup(record as PluginBuild); // The plugins use only these functions.

	// `file` is the default namespace: files on disk.
	expect(namespaces.filter(namespace => namespace === undefined || namespace === 'file')).toEqual([]);
	expect(namespaces).toHaveLength(1);
});

test('the bundled string-width returns the same width as the package for any text', async () => {
	const outfile = temporaryFile('string-width.mjs');
	await build({
		...programSettings,
		stdin: {contents: 'export {default} from \'string-width\';', resolveDir: import.meta.dirname},
		outfile,
		sourcemap: false,
	});
	const {default: bundled} = await import(pathToFileURL(outfile).href) as {readonly default: typeof stringWidth};
	const pieces = fc.constantFrom(
		'people.csv',
		'…',
		'◐',
		'██▋',
		'日本',
		'ｶﾞ',
		'각',
		'👨‍👩‍👧',
		'🇩',
		'❤️',
		'1️⃣',
		'e\u{301}',
		'ൎ',
		' ',
		'\t',
		'\u{D800}',
		'\u{1B}[31m',
		'\u{1B}[0m',
		'\u{1B}[2J',
		'\u{1B}]8;;https://example.com/\u{7}',
		'\u{1B}',
		'\u{9B}31m',
	);
	const options = fc.option(fc.record({countAnsiEscapeCodes: fc.boolean(), ambiguousIsNarrow: fc.boolean()}), {nil: undefined});

	fc.assert(fc.property(fc.array(pieces, {maxLength: 8}), options, (parts, chosen) => {
		const text = parts.join('');
		expect(bundled(text, chosen)).toBe(stringWidth(text, chosen));
	}));
});
