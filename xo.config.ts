import {type FlatXoConfig, type XoConfigItem} from 'xo';

/**
A folder of `source/`, its name with a slash, or a file that stands there by itself.
*/
export type Place = {
	readonly name: string;

	/**
	The other places that it may import.
	*/
	readonly imports: readonly string[];

	/**
	The places that it may load by `import()` alone, later than its own start; but for files of theirs that stand in `imports`.
	*/
	readonly loads?: readonly string[];

	/**
	Whether it has neither clock nor chance nor effects: what comes out follows from what goes in.
	*/
	readonly isPure?: boolean;

	/**
	The files of a pure place that are not.
	*/
	readonly impure?: readonly string[];

	/**
	Ends the message about a broken rule.
	*/
	readonly because: string;
};

/**
What may import what, in `source/`.
*/
export const places: readonly Place[] = [
	{
		name: 'domain/',
		imports: [],
		isPure: true,
		because: 'it is pure facts about imports',
	},
	{
		name: 'model/',
		imports: ['domain/'],
		isPure: true,
		because: 'the next model follows from the model and a message alone',
	},
	{
		name: 'ui/',
		imports: ['model/', 'domain/'],
		because: 'the screen is a function of the model',
	},
	{
		name: 'output/',
		imports: ['domain/'],
		because: 'what it prints needs no screen',
	},
	{
		name: 'neptune/',
		imports: ['domain/'],
		because: 'it is the service as the program sees it, whatever is done with that',
	},
	{
		name: 'watch/',
		imports: ['neptune/', 'domain/'],
		because: 'it decides when to ask, and reports to whoever gave it a function for that',
	},
	{
		name: 'history/',
		imports: ['domain/'],
		because: 'it keeps changes, whoever saw them',
	},
	{
		name: 'recording/',
		imports: ['domain/', 'watch/'],
		because: 'it writes down what the watcher received, and gives it back in place of the service',
	},
	{
		name: 'notify/',
		imports: ['domain/'],
		because: 'it tells of changes, whoever saw them',
	},
	{
		name: 'simulator/',
		imports: ['domain/'],
		isPure: true,
		impure: ['server.ts', 'main.ts'],
		because: 'it stands in for the service, and what is tested against it must not be in it',
	},
	{
		name: 'debug-log.ts',
		imports: [],
		because: 'whatever goes wrong elsewhere is written there',
	},
	{
		name: 'suspend.ts',
		imports: [],
		because: 'it is about the process alone',
	},
	{
		name: 'exit-codes.ts',
		imports: [],
		because: 'it is a table',
	},
	{
		name: 'session-error.ts',
		imports: [],
		because: 'it is what any mode may end with',
	},
	{
		name: 'demo.ts',
		imports: ['neptune/', 'simulator/'],
		because: 'it is the simulator watched by the ordinary client',
	},
	{
		name: 'modes/',
		imports: ['domain/', 'model/', 'ui/', 'output/', 'watch/', 'history/', 'recording/', 'notify/', 'debug-log.ts', 'suspend.ts', 'exit-codes.ts', 'session-error.ts'],
		loads: ['neptune/', 'demo.ts'],
		because: 'the service is loaded after the first frame',
	},
	{
		name: 'cli/',
		imports: ['domain/', 'ui/', 'modes/appearance.ts', 'modes/faults.ts', 'modes/options.ts', 'exit-codes.ts', 'session-error.ts'],
		loads: ['modes/'],
		because: 'it parses the options, and loads the one mode that they select',
	},
	{
		name: 'bin.ts',
		imports: [],
		loads: ['cli/'],
		because: 'it has to run on a Node that is too old for the rest',
	},
];

type Rim = {
	readonly title: string;

	/**
	Matches what is imported.
	*/
	readonly pattern: string;
	readonly places: readonly string[];
	readonly because: string;
};

/*
What touches the world stands at the rim: each package and built-in module that does has its places.
*/
const rims: readonly Rim[] = [
	{
		title: 'the AWS SDK',
		pattern: '^@(?:aws-sdk|smithy)/',
		places: ['neptune/'],
		because: 'the rest knows the service by what neptune/ says of it',
	},
	{
		title: 'Ink and React',
		pattern: '^(?:ink|react)(?:-|/|$)',
		places: ['ui/', 'modes/'],
		because: 'nothing else draws',
	},
	{
		title: 'the file system',
		pattern: '^(?:node:)?fs(?:/|$)',
		places: ['history/', 'recording/', 'cli/', 'neptune/', 'debug-log.ts'],
		because: 'they keep history, write and read recordings, read the config file and certificates, and write the debug log',
	},
	{
		title: 'other processes',
		pattern: '^(?:node:)?(?:child_process|cluster|worker_threads)$',
		places: ['notify/'],
		because: 'a person asks for them as a way to be notified',
	},
	{
		title: 'the network',
		pattern: '^(?:node:)?(?:http|https|http2|net|tls|dgram|dns)(?:/|$)',
		places: ['neptune/', 'simulator/'],
		because: 'one asks the service, the other stands in for it',
	},
];

const list = new Intl.ListFormat('en');

const escapeDots = (name: string): string => name.replaceAll('.', String.raw`\.`);

/*
Matches the import of one of these places as it is written: from a folder it begins with `../`, or more of it.
*/
const importOf = (names: readonly string[], {name}: Place, exempt: readonly string[] = []): string => {
	const way = name.endsWith('/') ? String.raw`^(?:\.\./)+` : String.raw`^\.\.?/`;
	const exception = exempt.length === 0 ? '' : `(?!(?:${exempt.map(other => escapeDots(other)).join('|')})$)`;
	return `${way}${exception}(?:${names.map(other => escapeDots(other)).join('|')})`;
};

type Forbidden = {
	readonly regex: string;
	readonly message: string;
};

const forbiddenAnyhow = (place: Place, isPure: boolean): readonly Forbidden[] => {
	const allowed = new Set([place.name, ...place.imports, ...(place.loads ?? [])]);
	const others = places.map(({name}) => name).filter(name => !allowed.has(name));
	const but = place.imports.length === 0 ? '' : ` but ${list.format(place.imports)}`;

	return [
		{
			regex: importOf([...others, 'test/', 'bench/'], place),
			message: `${place.name} imports nothing of ours${but}: ${place.because}.`,
		},
		...rims.filter(rim => !rim.places.includes(place.name)).map(rim => ({
			regex: rim.pattern,
			message: `Only ${list.format(rim.places)} may import ${rim.title}: ${rim.because}.`,
		})),
		...(isPure
			? [{
				regex: '^node:',
				message: `${place.name} is pure, and imports no built-in module of Node: ${place.because}.`,
			}]
			: []),
	];
};

const forbiddenAtStart = (place: Place): readonly Forbidden[] => {
	const {name, imports, loads = []} = place;

	if (loads.length === 0) {
		return [];
	}

	const exempt = imports.filter(other => loads.some(folder => other.startsWith(folder)));
	return [{
		regex: importOf(loads, place, exempt),
		message: `${name} loads ${list.format(loads)} by import() alone: ${place.because}.`,
	}];
};

const effects: ReadonlyMap<string, readonly string[]> = new Map([
	['reads no clock: time comes in as data', ['performance']],
	['sets no timer: what happens next is told by a message', ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']],
	['has no chance in it: seeds come in as data', ['crypto']],
	['has no effects: they are for the rooms at the rim', ['process', 'console', 'fetch', 'globalThis']],
]);

type Rules = NonNullable<XoConfigItem['rules']>;

const newUrlParse = {object: 'URL', property: 'parse', message: 'Node 22.0 does not have it: parseUrl does the same.'} as const;

const pureRules = ({name}: Place): Rules => ({
	'no-restricted-globals': [
		'error',
		...[...effects].flatMap(([rule, globals]) => globals.map(global => ({name: global, message: `${name} ${rule}.`}))),
	],
	'no-restricted-properties': [
		'error',
		newUrlParse,
		{object: 'Date', property: 'now', message: `${name} reads no clock: time comes in as data.`},
		{object: 'Math', property: 'random', message: `${name} has no chance in it: seeds come in as data.`},
	],
});

const rulesOf = (place: Place, isPure: boolean): Rules => ({
	'no-restricted-imports': ['error', {patterns: [...forbiddenAnyhow(place, isPure), ...forbiddenAtStart(place)]}],
	'no-restricted-syntax': [
		'error',
		...forbiddenAnyhow(place, isPure).map(({regex, message}) => ({
			selector: `:matches(ImportExpression, TSImportType)[source.value=/${regex.replaceAll('/', String.raw`\/`)}/]`,
			message,
		})),
		...(isPure
			? [{
				selector: ':matches(NewExpression[arguments.length=0], CallExpression)[callee.name="Date"]',
				message: `${place.name} reads no clock: time comes in as data.`,
			}]
			: []),
	],
	...(isPure && pureRules(place)),
});

const config: FlatXoConfig = [
	{space: false},

	// It is about the runner of Node; Vitest runs the files whose names say that they are tests.
	{rules: {'node-test/no-import-test-files': 'off'}},

	// A sentence says what is given, for generators as for all else.
	{rules: {'jsdoc/require-yields': 'off'}},

	// What is published runs on the oldest Node that `package.json` allows. These are looked for before they are called. SQLite is still experimental there, and works.
	{
		files: 'source/**',
		rules: {
			'n/no-unsupported-features/node-builtins': ['error', {ignores: ['module.enableCompileCache', 'tls.getCACertificates', 'tls.setDefaultCACertificates', 'sqlite', 'sqlite.DatabaseSync', 'process.getBuiltinModule']}],
			'no-restricted-properties': ['error', newUrlParse],
		},
	},
	{
		files: 'test/**',
		rules: {
			// What is claimed reads best in one expression: what the model is after these messages, on a screen.
			'unicorn/max-nested-calls': 'off',

			// Environment variables are named as they are.
			'@typescript-eslint/naming-convention': 'off',

			// The bytes that reach a terminal are what is tested.
			'no-control-regex': 'off',
			'regexp/no-control-character': 'off',
		},
	},
	...places.map(place => ({
		files: place.name.endsWith('/') ? `source/${place.name}**` : `source/${place.name}`,
		ignores: (place.impure ?? []).map(file => `source/${place.name}${file}`),
		rules: rulesOf(place, place.isPure === true),
	})),
	...places.filter(({impure}) => impure !== undefined).map(place => ({
		files: (place.impure ?? []).map(file => `source/${place.name}${file}`),
		rules: rulesOf(place, false),
	})),
];

export default config;
