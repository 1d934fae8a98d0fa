import {spawn} from 'node:child_process';
import process from 'node:process';
import {setImmediate as nextTurn} from 'node:timers/promises';
import onExit from 'signal-exit';
import {commandText} from '../imports/failures/commands.ts';

/*
Node.js would still take the next line from the command. Only a flowing stream can pause, and it flows only after the listener that Ink removed is forgotten, in the next turn.
*/
const stopReading = async (): Promise<void> => {
	await nextTurn();
	process.stdin.resume().pause();
};

/**
Runs a command in the foreground, with the terminal. Resolves with a sentence if it fails. Ends it if the program ends first.
*/
export const runInForeground = async (command: readonly string[]): Promise<string | undefined> => {
	const [file = '', ...args] = command;
	const name = commandText(command);
	const {promise, resolve} = Promise.withResolvers<string | undefined>();
	await stopReading();
	const child = spawn(file, args, {stdio: 'inherit'});
	const forget = onExit(() => {
		child.kill();
	});
	child.once('error', () => {
		resolve(`Can't run ${file}: install the AWS CLI, or run ${name} elsewhere`);
	});
	child.once('exit', (code, signal) => {
		resolve(code === 0 ? undefined : `${name} failed (${signal ?? `exit code ${code}`}). Run it in another terminal to see why`);
	});
	const failure = await promise;
	forget();
	return failure;
};
