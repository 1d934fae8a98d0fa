import process from 'node:process';
import packageJson from '../../package.json' with {type: 'json'};
import {printData, printError} from '../runtime/output.ts';
import {exitCodes} from '../runtime/exit-codes.ts';
import {exitOnInternalError, exitOnOutputError, rawOptions} from '../runtime/faults.ts';
import {type Options, SessionError} from '../runtime/options.ts';
import {userFile} from '../runtime/user-file.ts';
import {parseCommandLine, type ParsedCommandLine} from './command-line.ts';
import {type Config, keySettings, readConfig} from './config-file.ts';
import {optionsVariable} from './usage-error.ts';

// The screen needs a terminal for input and output that can move the cursor.
const formOf = ({form}: Options): NonNullable<Options['form']> =>
	form ?? (process.stdout.isTTY && process.stdin.isTTY && process.env['TERM'] !== 'dumb' ? 'screen' : 'plain');

const reportUsageError = (sentence: string): void => {
	printError(rawOptions(), sentence);
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
			const {watchInLines} = await import('../runtime/scripts/lines.ts');
			await watchInLines({...options, form});
			return;
		}

		case 'table':
		case 'jsonOnce':
		case 'csv': {
			const {printOnce} = await import('../runtime/scripts/once.ts');
			await printOnce({...options, form});
		}
	}
};

const run = async (commandLine: ParsedCommandLine): Promise<void> => {
	switch (commandLine.kind) {
		case 'print': {
			printData(commandLine.text.trimEnd());
			return;
		}

		case 'wrong': {
			reportUsageError(commandLine.sentence);
			return;
		}

		case 'completion': {
			const {completionScript} = await import('./completion.ts');
			printData(completionScript(commandLine.shell, packageJson.name).trimEnd());
			return;
		}

		case 'history': {
			const {runHistory} = await import('../runtime/scripts/print-history.ts');
			await runHistory(commandLine.options);
			return;
		}

		case 'watch': {
			await watch(commandLine.options, commandLine.config);
			return;
		}

		case 'config': {
			const {printConfig} = await import('./print-config.ts');
			printConfig(commandLine, userFile('config'));
		}
	}
};

export const main = async (): Promise<void> => {
	exitOnInternalError();
	exitOnOutputError();

	try {
		await run(await parseCommandLine(process.argv.slice(2), process.env[optionsVariable], readConfig));
	} catch (error: unknown) {
		if (!(error instanceof SessionError)) {
			throw error;
		}

		reportUsageError(error.message);
	}
};
