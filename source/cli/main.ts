import process from 'node:process';
import packageJson from '../../package.json' with {type: 'json'};
import {asciiText} from '../text/ascii-text.ts';
import {exitCodes} from '../runtime/exit-codes.ts';
import {isAscii} from '../runtime/appearance.ts';
import {endOnAnyFault, endOnLostOutput} from '../runtime/faults.ts';
import {type Options, SessionError} from '../runtime/options.ts';
import {parseCommandLine, type ParsedCommandLine} from './command-line.ts';
import {
	type Config,
	defaultConfigFile,
	keySettings,
	readConfig,
} from './config-file.ts';
import {optionsVariable} from './usage-error.ts';

/*
The screen needs a terminal on both ends that supports cursor movement.
*/
const formOf = ({form}: Options): NonNullable<Options['form']> =>
	form ?? (process.stdout.isTTY && process.stdin.isTTY && process.env['TERM'] !== 'dumb' ? 'screen' : 'plain');

/*
Reads `--ascii` from the raw arguments: they may be invalid.
*/
const printError = (sentence: string): void => {
	process.stderr.write(`${isAscii({isAscii: process.argv.includes('--ascii')}) ? asciiText(sentence) : sentence}\n`);
	process.exitCode = exitCodes.usage;
};

const watch = async (options: Options, config: Config | undefined): Promise<void> => {
	const form = formOf(options);

	switch (form) {
		case 'screen': {
			const {watchOnScreen} = await import('../runtime/screen.tsx');
			await watchOnScreen({...options, form}, config && {keys: keySettings(config), filters: config.filters});
			return;
		}

		case 'plain':
		case 'json': {
			const {watchInLines} = await import('../runtime/lines.ts');
			await watchInLines({...options, form});
			return;
		}

		case 'table':
		case 'jsonOnce':
		case 'csv': {
			const {printOnce} = await import('../runtime/once.ts');
			await printOnce({...options, form});
		}
	}
};

const run = async (commandLine: ParsedCommandLine): Promise<void> => {
	switch (commandLine.kind) {
		case 'print': {
			process.stdout.write(commandLine.text);
			return;
		}

		case 'wrong': {
			printError(commandLine.sentence);
			return;
		}

		case 'completion': {
			const {completionScript} = await import('./completion.ts');
			process.stdout.write(completionScript(commandLine.shell, packageJson.name));
			return;
		}

		case 'history': {
			const {runHistory} = await import('../runtime/print-history.ts');
			await runHistory(commandLine.options);
			return;
		}

		case 'watch': {
			await watch(commandLine.options, commandLine.config);
			return;
		}

		case 'config': {
			const {printConfig} = await import('./print-config.ts');
			printConfig(commandLine, defaultConfigFile());
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

		printError(error.message);
	}
};
