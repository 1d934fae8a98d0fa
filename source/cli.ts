import process from 'node:process';
import packageJson from '../package.json' with {type: 'json'};
import {readConfig, usualConfigFile} from './config/read-config.ts';
import {asciiText} from './domain/ascii-text.ts';
import {exitCodes} from './exit-codes.ts';
import {endOnAnyFault, endOnLostOutput} from './modes/faults.ts';
import {parseCommandLine, type ParsedCommandLine} from './options/command-line.ts';
import {commandHelp, type Shell} from './options/command-names.ts';
import {type Config} from './options/config.ts';
import {optionsVariable} from './options/in-force.ts';
import {isUtf8Locale} from './options/locale.ts';
import {optionSpecs} from './options/option-specs.ts';
import {type Options} from './options/options.ts';
import {SessionError} from './session-error.ts';

/*
A screen needs both ends of a terminal, and one that can be drawn on.
*/
const formOf = ({form}: Options): NonNullable<Options['form']> =>
	form ?? (process.stdout.isTTY && process.stdin.isTTY && process.env['TERM'] !== 'dumb' ? 'screen' : 'plain');

/*
Says what is wrong with how the program was called: in the characters that the locale has, and the command line, which may make no sense.
*/
const complain = (sentence: string): void => {
	const isPlain = process.argv.includes('--ascii') || !isUtf8Locale(process.env, process.platform);
	process.stderr.write(`${isPlain ? asciiText(sentence) : sentence}\n`);
	process.exitCode = exitCodes.usage;
};

const watch = async (options: Options, config: Config | undefined): Promise<void> => {
	const form = formOf(options);

	switch (form) {
		case 'screen': {
			const {watchOnScreen} = await import('./modes/screen.tsx');
			await watchOnScreen({...options, form}, config);
			return;
		}

		case 'plain':
		case 'json': {
			const {watchInLines} = await import('./modes/lines.ts');
			await watchInLines({...options, form});
			return;
		}

		case 'table':
		case 'jsonOnce':
		case 'csv': {
			const {printOnce} = await import('./modes/once.ts');
			await printOnce({...options, form});
		}
	}
};

const complete = async (shell: Shell): Promise<void> => {
	const {completionScript} = await import('./output/completion.ts');
	process.stdout.write(completionScript(shell, packageJson.name, {options: optionSpecs, commands: commandHelp}));
};

const run = async (commandLine: ParsedCommandLine): Promise<void> => {
	switch (commandLine.kind) {
		case 'print': {
			process.stdout.write(commandLine.text);
			return;
		}

		case 'wrong': {
			complain(commandLine.sentence);
			return;
		}

		case 'completion': {
			await complete(commandLine.shell);
			return;
		}

		case 'history': {
			const {runHistory} = await import('./modes/print-history.ts');
			await runHistory(commandLine.options);
			return;
		}

		case 'watch': {
			await watch(commandLine.options, commandLine.config);
			return;
		}

		case 'config': {
			const {printConfig} = await import('./modes/print-config.ts');
			printConfig(commandLine, usualConfigFile());
		}
	}
};

/**
Runs the program with the command line of the process.
*/
export const main = async (): Promise<void> => {
	endOnAnyFault();
	endOnLostOutput();

	try {
		await run(await parseCommandLine(process.argv.slice(2), process.env[optionsVariable], readConfig));
	} catch (error: unknown) {
		if (!(error instanceof SessionError)) {
			throw error;
		}

		complain(error.message);
	}
};
