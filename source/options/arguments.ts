import {commandNames, type CommandName} from './command-names.ts';
import {placeOf} from './in-force.ts';
import {optionSpecs} from './option-specs.ts';
import {splitWords} from './split-words.ts';
import {suggestion, UsageError} from './usage-error.ts';
import {type Given, type Origin} from './with-defaults.ts';

const flags = optionSpecs.map(({flag}) => flag);

/*
What hands type without looking.
*/
const shortFlags: ReadonlyMap<string, string> = new Map([['-h', '--help'], ['-v', '--version']]);

type Arguments = {readonly words: readonly string[]; readonly given: readonly Given[]};

/**
Puts each value with its option: one that begins with a dash (`--filter -status:failed`) would else be taken for a flag. Throws a `UsageError` for an option that there is not, or whose value is missing.
*/
export const readArguments = (argv: readonly string[], origin: Origin): Arguments => {
	const words: string[] = [];
	const given: Given[] = [];
	const rest = argv.values();

	for (const argument of rest) {
		if (argument === '-' || !argument.startsWith('-')) {
			words.push(argument);
			continue;
		}

		const [spelled = '', ...values] = (shortFlags.get(argument) ?? argument).split('=');
		const flag = spelled.replace(/^--?/v, '');
		const spec = spelled.startsWith('--') ? optionSpecs.find(option => option.flag === flag) : undefined;

		if (spec === undefined) {
			throw new UsageError(`There is no option ${spelled}.${suggestion(flag, flags, '--')}`);
		}

		if (spec.value === undefined) {
			if (values.length > 0) {
				throw new UsageError(`--${flag} takes no value.`);
			}

			given.push({spec, value: undefined, origin});
			continue;
		}

		const value = values.length > 0 ? values.join('=') : rest.next().value;

		if (value === undefined || value === '' || value.startsWith('--')) {
			throw new UsageError(`--${flag} needs a value, for example --${flag} ${spec.example ?? ''}.`);
		}

		given.push({spec, value, origin});
	}

	return {words, given};
};

/**
Reads the options of an environment variable, in which nothing else may stand. Throws a `UsageError` that says so.
*/
export const readDefaults = (text: string): readonly Given[] => {
	try {
		const {words, given} = readArguments(splitWords(text), {kind: 'environment'});
		const [word] = words;

		if (word !== undefined) {
			throw new UsageError(`“${word}” is not an option.`);
		}

		return given;
	} catch (error: unknown) {
		if (error instanceof UsageError) {
			throw new UsageError(placeOf({kind: 'environment'}) + error.message);
		}

		throw error;
	}
};

/**
The command that the words begin with, and the words after it. Throws a `UsageError` where there is no such command.
*/
export const commandOf = ([word, ...others]: readonly string[]): {readonly command: CommandName; readonly others: readonly string[]} => {
	if (word === undefined) {
		return {command: 'watch', others};
	}

	const command = commandNames.find(name => name === word);

	if (command === undefined) {
		const option = suggestion(word, flags, '--');
		throw new UsageError(`“${word}” is not an option, which begin with --, nor a command, which are ${commandNames.join(', ')}.${option === '' ? suggestion(word, commandNames) : option}`);
	}

	return {command, others};
};

/**
Throws a `UsageError` where one of the options is not the command's.
*/
export const checkCommand = (command: CommandName, given: readonly Given[]): void => {
	// What is in force is asked for with the options of watching.
	const asked = command === 'config' ? 'watch' : command;

	for (const {spec: {flag, commands = ['watch']}} of given) {
		if (!commands.includes(asked)) {
			throw new UsageError(asked === 'watch' ? `--${flag} goes with the command ${commands.join(' or ')} alone.` : `--${flag} is no option of ${command}.`);
		}
	}
};
