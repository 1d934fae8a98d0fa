import {readdirSync} from 'node:fs';
import path from 'node:path';
import Xo from 'xo';
import {expect, test} from 'vitest';
import {type Place, places} from '../xo.config.ts';

const root = path.join(import.meta.dirname, '..');

// The first text is linted as slowly as the whole project is read for its types.
const timeout = 120_000;

const xo = new Xo({cwd: root});

/*
What the linter says before our own sentence.
*/
const preamble = /^(?:.* is restricted from being used(?: by a pattern)?|Unexpected use of '.*')\. /v;

/*
What the rules about imports and effects say of each line; nothing of one that keeps them.
*/
const verdicts = async (file: string, lines: readonly string[]): Promise<readonly string[]> => {
	const {results} = await xo.lintText(`${lines.join('\n')}\n`, {filePath: path.join(root, 'source', file)});
	const messages = results.flatMap(result => result.messages);
	expect(messages.filter(({fatal}) => fatal)).toEqual([]);

	const restrictions = messages.filter(({ruleId}) => ruleId?.startsWith('no-restricted-'));
	return lines.map((_, index) => restrictions.filter(({line}) => line === index + 1).map(({message}) => message.replace(preamble, '')).join(' '));
};

/*
Lines that a file may have, and lines that it may not, by the answer to them. The files are ones that exist, because the linter looks for their place in the project; the texts are not theirs.
*/
const cases: ReadonlyArray<{
	readonly file: string;
	readonly allowed: readonly string[];
	readonly forbidden: ReadonlyArray<{readonly message: string; readonly lines: readonly string[]}>;
}> = [
	{
		file: 'domain/task.ts',
		allowed: [
			'import {a} from \'./snapshot.ts\';',
			'import stringWidth from \'string-width\';',
			'export const at = Date.UTC(2026, 2, 1) + new Date(0).getTime() + Date.parse(\'2026-03-01\');',
			'export const whole = Math.floor(1.5);',
		],
		forbidden: [
			{
				message: 'domain/ imports nothing of ours: it is pure facts about imports.',
				lines: [
					'import {b} from \'../model/model.ts\';',
					'import {type C} from \'../neptune/scan.ts\';',
					'export * from \'../cli/options.ts\';',
					'export {d} from \'../../test/support/tasks.ts\';',
					'export const later = await import(\'../model/model.ts\');',
					'export type Later = typeof import(\'../model/model.ts\');',
				],
			},
			{
				message: 'domain/ is pure, and imports no built-in module of Node: it is pure facts about imports.',
				lines: ['import os from \'node:os\';'],
			},
			{
				message: 'domain/ reads no clock: time comes in as data.',
				lines: [
					'export const now = Date.now();',
					'export const today = new Date();',
					'export const elapsed = performance.now();',
				],
			},
			{
				message: 'domain/ has no chance in it: seeds come in as data.',
				lines: ['export const chance = Math.random();'],
			},
			{
				message: 'domain/ sets no timer: what happens next is told by a message.',
				lines: ['setTimeout(run, 1);'],
			},
			{
				message: 'domain/ has no effects: they are for the rooms at the rim.',
				lines: ['console.log(1);'],
			},
		],
	},
	{
		file: 'model/update.ts',
		allowed: [
			'import {type A} from \'./message.ts\';',
			'import {type B} from \'../domain/task.ts\';',
		],
		forbidden: [
			{
				message: 'model/ imports nothing of ours but domain/: the next model follows from the model and a message alone.',
				lines: [
					'import {c} from \'../ui/keymap.ts\';',
					'import {d} from \'../watch/clock.ts\';',
				],
			},
			{
				message: 'Only ui/ and modes/ may import Ink and React: nothing else draws.',
				lines: ['import {useState} from \'react\';'],
			},
			{
				message: 'model/ reads no clock: time comes in as data.',
				lines: ['export const now = Date.now();'],
			},
			{
				message: 'model/ has no effects: they are for the rooms at the rim.',
				lines: ['export const answer = fetch(\'https://example.com\');'],
			},
		],
	},
	{
		file: 'ui/components/table.tsx',
		allowed: [
			'import {Box} from \'ink\';',
			'import Spinner from \'ink-spinner\';',
			'import {useState} from \'react\';',
			'import {type A} from \'../../model/model.ts\';',
			'import {type B} from \'../../domain/task.ts\';',
			'import {c} from \'../columns.ts\';',
		],
		forbidden: [
			{
				message: 'ui/ imports nothing of ours but model/ and domain/: the screen is a function of the model.',
				lines: [
					'import {d} from \'../../neptune/scan.ts\';',
					'import {e} from \'../../cli/main.ts\';',
				],
			},
			{
				message: 'Only neptune/ may import the AWS SDK: the rest knows the service by what neptune/ says of it.',
				lines: ['import {NeptuneGraphClient} from \'@aws-sdk/client-neptune-graph\';'],
			},
			{
				message: 'Only history/, recording/, cli/, neptune/, and debug-log.ts may import the file system: they keep history, write and read recordings, read the config file and certificates, and write the debug log.',
				lines: ['import {readFile} from \'node:fs/promises\';'],
			},
		],
	},
	{
		file: 'neptune/scan.ts',
		allowed: [
			'import {NeptuneGraphClient} from \'@aws-sdk/client-neptune-graph\';',
			'import {NodeHttpHandler} from \'@smithy/node-http-handler\';',
			'import {Agent} from \'node:https\';',
			'import {type A} from \'../domain/failure.ts\';',
			'export const now = Date.now();',
		],
		forbidden: [
			{
				message: 'neptune/ imports nothing of ours but domain/: it is the service as the program sees it, whatever is done with that.',
				lines: [
					'import {b} from \'../watch/watcher.ts\';',
					'import {c} from \'../simulator/server.ts\';',
				],
			},
			{
				message: 'Only notify/ may import other processes: a person asks for them as a way to be notified.',
				lines: ['import {execFile} from \'node:child_process\';'],
			},
		],
	},
	{
		file: 'watch/watcher.ts',
		allowed: [
			'import {type A} from \'../neptune/scan.ts\';',
			'import {type B} from \'../domain/poll.ts\';',
		],
		forbidden: [
			{
				message: 'watch/ imports nothing of ours but neptune/ and domain/: it decides when to ask, and reports to whoever gave it a function for that.',
				lines: ['import {c} from \'../model/store.ts\';'],
			},
			{
				message: 'Only neptune/ and simulator/ may import the network: one asks the service, the other stands in for it.',
				lines: ['import {get} from \'node:http\';'],
			},
		],
	},
	{
		file: 'output/summary.ts',
		allowed: ['import {type A} from \'../domain/task.ts\';'],
		forbidden: [
			{
				message: 'output/ imports nothing of ours but domain/: what it prints needs no screen.',
				lines: [
					'import {b} from \'../ui/theme.ts\';',
					'import {c} from \'../model/model.ts\';',
				],
			},
		],
	},
	{
		file: 'simulator/fleet.ts',
		allowed: ['import {type A} from \'../domain/task.ts\';'],
		forbidden: [
			{
				message: 'simulator/ imports nothing of ours but domain/: it stands in for the service, and what is tested against it must not be in it.',
				lines: ['import {b} from \'../neptune/task-from-wire.ts\';'],
			},
			{
				message: 'simulator/ is pure, and imports no built-in module of Node: it stands in for the service, and what is tested against it must not be in it.',
				lines: ['import {createServer} from \'node:http\';'],
			},
			{
				message: 'simulator/ has no chance in it: seeds come in as data.',
				lines: ['export const chance = Math.random();'],
			},
		],
	},
	{
		file: 'simulator/server.ts',
		allowed: [
			'import {createServer} from \'node:http\';',
			'export const now = Date.now();',
		],
		forbidden: [
			{
				message: 'simulator/ imports nothing of ours but domain/: it stands in for the service, and what is tested against it must not be in it.',
				lines: ['import {a} from \'../neptune/task-from-wire.ts\';'],
			},
			{
				message: 'Only history/, recording/, cli/, neptune/, and debug-log.ts may import the file system: they keep history, write and read recordings, read the config file and certificates, and write the debug log.',
				lines: ['import {readFile} from \'node:fs/promises\';'],
			},
		],
	},
	{
		file: 'modes/screen.tsx',
		allowed: [
			'import {render} from \'ink\';',
			'import {a} from \'../ui/app.tsx\';',
			'import {b} from \'../model/model.ts\';',
			'const {c} = await import(\'../neptune/source.ts\');',
			'const {d} = await import(\'../demo.ts\');',
		],
		forbidden: [
			{
				message: 'modes/ loads neptune/ and demo.ts by import() alone: the service is loaded after the first frame.',
				lines: [
					'import {e} from \'../neptune/source.ts\';',
					'import {f} from \'../demo.ts\';',
				],
			},
			{
				message: 'Only neptune/ may import the AWS SDK: the rest knows the service by what neptune/ says of it.',
				lines: ['const {g} = await import(\'@aws-sdk/client-neptune-graph\');'],
			},
		],
	},
	{
		file: 'cli/main.ts',
		allowed: [
			'import {a} from \'../domain/task.ts\';',
			'import {endOnAnyFault} from \'../modes/faults.ts\';',
			'import packageJson from \'../../package.json\' with {type: \'json\'};',
			'const {watchOnScreen} = await import(\'../modes/screen.tsx\');',
		],
		forbidden: [
			{
				message: 'cli/ loads modes/ by import() alone: it parses the options, and loads the one mode that they select.',
				lines: ['import {b} from \'../modes/screen.tsx\';'],
			},
			{
				message: 'cli/ imports nothing of ours but domain/, ui/, modes/appearance.ts, modes/faults.ts, modes/options.ts, exit-codes.ts, and session-error.ts: it parses the options, and loads the one mode that they select.',
				lines: ['import {c} from \'../model/model.ts\';'],
			},
		],
	},
	{
		file: 'bin.ts',
		allowed: [
			'import process from \'node:process\';',
			'const {main} = await import(\'./cli/main.ts\');',
		],
		forbidden: [
			{
				message: 'bin.ts imports nothing of ours: it has to run on a Node that is too old for the rest.',
				lines: ['import {a} from \'./domain/task.ts\';'],
			},
			{
				message: 'bin.ts loads cli/ by import() alone: it has to run on a Node that is too old for the rest.',
				lines: ['import {main as later} from \'./cli/main.ts\';'],
			},
		],
	},
];

test.each(cases)('the linter holds $file to what it may import', async ({file, allowed, forbidden}) => {
	const lines = [...allowed, ...forbidden.flatMap(answered => answered.lines)];
	const answers = forbidden.flatMap(answered => answered.lines.map(() => answered.message));

	expect(await verdicts(file, lines)).toEqual([...allowed.map(() => ''), ...answers]);
}, timeout);

/*
A file of a place, whichever; of a pure one, one that is.
*/
const fileIn = ({name, impure = []}: Place): string => name.endsWith('/')
	? name + (readdirSync(path.join(root, 'source', name), {recursive: true, encoding: 'utf8'}).find(file => /\.tsx?$/v.test(file) && !impure.includes(file)) ?? '')
	: readdirSync(path.join(root, 'source')).find(file => file.replace(/x$/v, '') === name) ?? '';

test.each(places)('of $name, every broken import is answered by the rule that it breaks, and why there is one', async place => {
	const {name, imports, loads = [], because} = place;
	const file = fileIn(place);
	const depth = file.split('/').length - 1;
	const way = depth === 0 ? './' : '../'.repeat(depth);
	const others = places.filter(other => other.name !== name);
	const lines = others.flatMap((other, index) => {
		const target = way + (other.name.endsWith('/') ? `${other.name}x.ts` : other.name);
		return [`import {x${index}} from '${target}';`, `export const y${index} = await import('${target}');`];
	});
	const but = imports.length === 0 ? '' : ` but ${new Intl.ListFormat('en').format(imports)}`;
	const rule = `${name} imports nothing of ours${but}: ${because}.`;
	const late = `${name} loads ${new Intl.ListFormat('en').format(loads)} by import() alone: ${because}.`;

	expect(await verdicts(file, lines)).toEqual(others.flatMap(other => {
		if (imports.includes(other.name)) {
			return ['', ''];
		}

		return loads.includes(other.name) ? [late, ''] : [rule, rule];
	}));
}, timeout);

test('every folder and file in source/ has a row in the table of what may import what', () => {
	const entries = readdirSync(path.join(root, 'source'), {withFileTypes: true});
	const names = entries.map(entry => entry.isDirectory() ? `${entry.name}/` : entry.name);

	expect(places.map(({name}) => name)).toEqual(expect.arrayContaining(names));
});
