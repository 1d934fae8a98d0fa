import {execFile} from 'node:child_process';

type Environment = Readonly<Record<string, string | undefined>>;

const timeLimitMs = 2000;

/**
Asks the tmux around this process whether it hands sequences on to the terminal, as its option `allow-passthrough` says; where it can't be asked, it is not known to. Before 3.3 it had no such option, and always did.
*/
export const isHandedOn = async (env: Environment): Promise<boolean> => {
	const {promise, resolve} = Promise.withResolvers<boolean>();
	const pane = env['TMUX_PANE'];
	execFile('tmux', ['show-options', '-Apv', ...(pane === undefined ? [] : ['-t', pane]), 'allow-passthrough'], {env, timeout: timeLimitMs}, (error, stdout, stderr) => {
		resolve(error === null ? /^(?:on|all)$/v.test(stdout.trim()) : /(?:invalid|unknown) option/v.test(stderr));
	});
	return promise;
};
