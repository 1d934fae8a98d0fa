import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {flags} from '../../source/cli/arguments.ts';
import {parseCommandLine} from '../../source/cli/command-line.ts';
import {isAccepted, type Option} from '../../source/cli/option-spec.ts';
import {options, optionTable} from '../../source/cli/options.ts';
import {stressCount} from '../support/stress.ts';
import {watching, withFile, wrong} from './parsed.ts';

const argumentsOf = ({flag, value, help, example = ''}: Option): readonly string[] => {
	const spelled = help === undefined ? `--no-${flag}` : `--${flag}`;
	return value === undefined ? [spelled] : [spelled, example];
};

const optionNamed = (name: string): Option => {
	const option = options.find(one => one.name === name);

	if (option === undefined) {
		throw new Error(`no option ${name}`);
	}

	return option;
};

const flagText = (name: string): string => `--${optionNamed(name).flag}`;

const withRequired = (option: Option): readonly string[] => [option, ...(option.requires ?? []).slice(0, 1).map(name => optionNamed(name))].flatMap(one => argumentsOf(one));

// `watch` is the default command.
const commandOf = (option: Option): readonly string[] => isAccepted(option, 'watch') ? [] : ['history'];

describe('the option table', () => {
	const conflicts = options.flatMap(option => (option.conflicts ?? []).map(name => [option, optionNamed(name)] as const));

	test('lists each conflict once', () => {
		const pairs = conflicts.map(([{name}, other]) => [name, other.name].toSorted().join(' '));
		expect(new Set(pairs).size).toBe(pairs.length);
	});

	test.each(conflicts.map(([option, other]) => [option.flag, other.flag, option, other] as const))('rejects --%s with --%s', async (_, __, option, other) => {
		const sentence = `--${option.flag} can't be combined with --${other.flag}`;
		expect(await parseCommandLine([...commandOf(option), ...withRequired(option), ...argumentsOf(other)])).toEqual(wrong(sentence));
		expect(await parseCommandLine([...commandOf(option), ...argumentsOf(other), ...withRequired(option)])).toEqual(wrong(sentence));
	});

	const watchConflicts = conflicts.filter(([option]) => isAccepted(option, 'watch')).map(([option, other]) => [option.flag, other.flag, option, other] as const);

	test.each(watchConflicts)('lets the command line override the variable if --%s and --%s conflict', async (_, __, option, other) => {
		const namesInEffect = async (argv: readonly string[], inVariable: readonly string[]): Promise<readonly string[]> => {
			const parsed = await parseCommandLine(['config', ...argv], inVariable.join(' '));
			return parsed.kind === 'config' ? parsed.inEffect.map(({option: {name}}) => name) : [JSON.stringify(parsed)];
		};

		const names = await namesInEffect(withRequired(option), withRequired(other));
		expect(names).toContain(option.name);
		expect(names).not.toContain(other.name);

		const others = await namesInEffect(withRequired(other), withRequired(option));
		expect(others).toContain(other.name);
		expect(others).not.toContain(option.name);
	});

	const requiring = options.flatMap(option => option.requires === undefined ? [] : [[option.flag, option, option.requires] as const]);

	test.each(requiring)('rejects --%s without an option that it requires', async (_, option, requires) => {
		expect(await parseCommandLine([...commandOf(option), ...argumentsOf(option)])).toEqual(wrong(`--${option.flag} requires ${requires.map(name => flagText(name)).join(' or ')}`));
	});

	test.each(requiring.filter(([, option]) => isAccepted(option, 'watch')))('ignores --%s in the environment variable without an option that it requires', async (_, option) => {
		expect(await parseCommandLine([], argumentsOf(option).join(' '))).toEqual(watching({}));
	});

	test('has a valid example for each value', () => {
		for (const {value, example = ''} of options) {
			expect(value === undefined || value.parse(example) !== undefined).toBe(true);
		}
	});

	test('names only existing options', () => {
		const names = options.flatMap(({requires = [], conflicts: conflicting = [], replaces = []}) => [...requires, ...conflicting, ...replaces]);
		expect(Object.keys(optionTable)).toEqual(expect.arrayContaining(names));
	});
});

describe('parsing arbitrary options', () => {
	const quote = (word: string): string => `'${word.replaceAll('\'', String.raw`'\''`)}'`;

	const mostlyValidValues = ({value, example = '', isList}: Option): fc.Arbitrary<boolean | readonly string[]> => {
		const one = fc.constantFrom(example, ...(value?.choices ?? []), '-x', 'it\'s "x"');
		const valid = one.filter(text => value?.parse(text) !== undefined);
		return fc.array(fc.oneof({weight: 20, arbitrary: valid}, one), {minLength: 1, maxLength: isList === true ? 2 : 1});
	};

	const watchOptions = options.filter(({commands = ['watch'], notIn}) => commands.includes('watch') && notIn === undefined);
	const chosen = fc.subarray(watchOptions, {maxLength: 6}).chain(list => fc.tuple(...list.map(option => fc.tuple(
		fc.constant(option),
		option.value === undefined ? fc.constantFrom(...[option.help === undefined ? [] : [true], option.offHelp === undefined ? [] : [false]].flat()) : mostlyValidValues(option),
	))));

	test('returns the same result for the command line, the environment variable and the config file', async () => {
		await fc.assert(fc.asyncProperty(chosen, async given => {
			const argv = given.flatMap(([{flag}, value]) => typeof value === 'boolean' ? [value ? `--${flag}` : `--no-${flag}`] : value.flatMap(text => [`--${flag}`, text]));
			const file = Object.fromEntries(given.map(([{flag, isList}, value]) => [flag, typeof value === 'boolean' || isList === true ? value : value[0]]));
			const parsed = await parseCommandLine(argv);
			fc.pre(parsed.kind === 'watch');
			expect(await parseCommandLine([], argv.map(word => quote(word)).join(' '))).toEqual(parsed);
			expect(await withFile(file)).toMatchObject(parsed);
			expect(await withFile(file, argv, argv.map(word => quote(word)).join(' '))).toMatchObject(parsed);
		}), {numRuns: stressCount({usual: 60, full: 5000})});
	});

	test('prefers the command line to the variable, and the variable to the config file', async () => {
		const orders = fc.option(fc.constantFrom('status', 'graph', 'task'), {nil: undefined});
		const argvOf = (order: string | undefined): readonly string[] => order === undefined ? [] : ['--sort', order];

		await fc.assert(fc.asyncProperty(orders, orders, orders, async (first, second, third) => {
			const parsed = await withFile(third === undefined ? {} : {sort: third}, argvOf(first), argvOf(second).join(' '));
			expect(parsed).toMatchObject(watching({sort: first ?? second ?? third}));
		}));
	});

	test('returns options or a one-line error', async () => {
		const words = fc.array(fc.oneof(
			fc.constantFrom(...flags.map(({flag}) => `--${flag}`), '-h', '--', '-', 'history', 'config', 'x', '-status:failed', '--x.y', '--__proto__'),
			fc.string({unit: fc.constantFrom('a', '-', '=', '.', '"', '\'', '\\', ' ', '\n', '\u{1B}', '\u{200B}', '\u{D800}', 'é')}),
		), {maxLength: 6});

		await fc.assert(fc.asyncProperty(words, words, async (argv, inVariable) => {
			const parsed = await parseCommandLine(argv, inVariable.map(word => quote(word)).join(' '));
			expect(parsed.kind === 'wrong' ? parsed.sentence : 'x').toMatch(/^.+$/v);
		}), {numRuns: stressCount({usual: 60, full: 5000})});
	});
});
