import process from 'node:process';
import {errorText} from '../text/error-text.ts';
import {parseSimulatorCommandLine} from './options.ts';
import {startSimulator} from './server.ts';

const exitCodes = {failed: 1, usage: 2} as const;

const fail = (sentence: string, exitCode: number): void => {
	process.stderr.write(`${sentence}\n`);
	process.exitCode = exitCode;
};

const hasCode = (error: unknown, code: string): boolean => error instanceof Error && 'code' in error && error.code === code;

const run = async ({port, seed}: {readonly port: number; readonly seed: number}): Promise<void> => {
	try {
		const {url, close} = await startSimulator({port, seed});
		process.stdout.write(`Simulator listening on ${url}; try: AWS_ACCESS_KEY_ID=example AWS_SECRET_ACCESS_KEY=example aws neptune-graph list-import-tasks --endpoint-url ${url} --region us-east-1\n`);

		for (const signal of ['SIGINT', 'SIGTERM'] as const) {
			process.once(signal, () => {
				void close();
			});
		}
	} catch (error: unknown) {
		if (hasCode(error, 'EADDRINUSE')) {
			fail(`Port ${port} is in use. Choose another, or use --port 0 for any free port.`, exitCodes.failed);
			return;
		}

		fail(`Can't listen on port ${port}: ${errorText(error)}.`, exitCodes.failed);
	}
};

const commandLine = parseSimulatorCommandLine(process.argv.slice(2));

switch (commandLine.kind) {
	case 'print': {
		process.stdout.write(commandLine.text);
		break;
	}

	case 'invalid': {
		fail(commandLine.sentence, exitCodes.usage);
		break;
	}

	case 'run': {
		await run(commandLine);
		break;
	}
}
