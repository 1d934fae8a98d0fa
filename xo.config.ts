import {type FlatXoConfig, type XoConfigItem} from 'xo';

type Rules = NonNullable<XoConfigItem['rules']>;

/**
The folders of `source/`, and the other folders that each may import.
*/
export const mayImport: Readonly<Record<string, readonly string[]>> = {
	imports: ['text'],
	text: [],
	app: ['imports', 'text'],
	neptune: ['imports', 'text'],
	history: ['imports', 'text'],
	notify: ['imports', 'text'],
	print: ['imports', 'text'],
	simulator: ['imports', 'text'],
	recording: ['imports', 'text'],
	ui: ['app', 'imports', 'text'],
	runtime: ['app', 'history', 'imports', 'neptune', 'notify', 'print', 'recording', 'simulator', 'text', 'ui'],
	cli: ['app', 'imports', 'runtime', 'text'],
	'bin.ts': ['cli'],
};

/**
Packages and built-in modules that only some folders or files may import.
*/
export const onlyIn: ReadonlyArray<readonly [pattern: string, places: readonly string[]]> = [
	['^@(?:aws-sdk|smithy)/', ['neptune/**']],
	['^(?:ink|react)(?:-|/|$)', ['ui/**', 'runtime/screen.tsx']],
	['^node:sqlite$', ['history/**']],
	['^node:fs(?:/|$)', ['history/**', 'recording/**', 'neptune/**', 'cli/**', 'runtime/**']],
	['^node:(?:child_process|cluster|worker_threads)$', ['notify/**']],
	['^node:(?:http|https|http2|net|tls|dgram|dns)(?:/|$)', ['neptune/**', 'simulator/**']],
];

// Pure folders use no clock, timer, file or random number, so their results depend only on their arguments.
const pureFolders = ['source/{imports,text,app}/**', 'source/simulator/!(main|server).ts'];

const restrictedImports = (isAllowed: (places: readonly string[]) => boolean, isPure: boolean): Rules => ({
	'no-restricted-imports': ['error', {
		patterns: [
			...onlyIn.filter(([, places]) => !isAllowed(places)).map(([regex, places]) => ({regex, message: `Only ${places.join(', ')} may import it.`})),
			...(isPure ? [{regex: '^node:', message: 'This folder is pure.'}] : []),
		],
	}],
});

const pureRules: Rules = {
	'no-restricted-globals': ['error', 'performance', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'crypto', 'process', 'console', 'fetch', 'globalThis'],
	'no-restricted-properties': [
		'error',
		{object: 'Date', property: 'now', message: 'Time comes in as data.'},
		{object: 'Math', property: 'random', message: 'Seeds come in as data.'},
	],
	'no-restricted-syntax': ['error', {selector: ':matches(NewExpression[arguments.length=0], CallExpression)[callee.name="Date"]', message: 'Time comes in as data.'}],
};

const config: FlatXoConfig = [
	{space: false},

	// This rule is for Node's test runner. The tests use Vitest.
	{rules: {'node-test/no-import-test-files': 'off'}},

	// Docstrings are plain sentences without tags.
	{rules: {'jsdoc/require-yields': 'off'}},

	// The program runs on the oldest Node that `package.json` allows. The code checks that these functions exist. SQLite is experimental in that version, but works.
	{
		files: 'source/**',
		rules: {
			'n/no-unsupported-features/node-builtins': [
				'error',
				{ignores: ['module.enableCompileCache', 'tls.getCACertificates', 'tls.setDefaultCACertificates', 'sqlite', 'sqlite.DatabaseSync', 'process.getBuiltinModule']},
			],
		},
	},
	{
		files: 'test/**',
		rules: {
			// Assertions about a model after several messages read best as one expression.
			'unicorn/max-nested-calls': 'off',

			// Environment variables have upper-case names.
			'@typescript-eslint/naming-convention': 'off',

			// Tests check the bytes that reach the terminal.
			'no-control-regex': 'off',
			'regexp/no-control-character': 'off',
		},
	},
	{
		files: 'source/**',
		rules: {
			'import-x/no-restricted-paths': ['error', {
				basePath: import.meta.dirname,
				zones: [
					{target: './source', from: ['./test', './bench']},
					...Object.entries(mayImport).map(([place, others]) => ({
						target: `./source/${place}`,
						from: './source',
						except: [place, ...others].map(other => `./${other}`),
						message: `${place} may import ${others.length === 0 ? 'no other folder' : others.join(', ')}.`,
					})),
				],
			}],
		},
	},
	...Object.keys(mayImport).map((place): XoConfigItem => ({
		files: place.endsWith('.ts') ? `source/${place}` : `source/${place}/**`,
		rules: restrictedImports(places => places.includes(`${place}/**`), ['imports', 'text', 'app'].includes(place)),
	})),
	{files: 'source/runtime/screen.tsx', rules: restrictedImports(places => places.includes('runtime/screen.tsx') || places.includes('runtime/**'), false)},
	{files: pureFolders, rules: pureRules},
];

export default config;
