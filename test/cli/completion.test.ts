import {spawnSync} from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {
	afterAll,
	describe,
	expect,
	test,
} from 'vitest';
import {type Flag, flags} from '../../source/cli/arguments.ts';
import {completionScript} from '../../source/cli/completion.ts';
import {type CommandName, commands, isAccepted} from '../../source/cli/option-spec.ts';
import {text} from '../../source/cli/values.ts';
import {temporaryFolder} from '../support/temporary-files.ts';

const program = 'neptune-import-watch';
const oddFlag: Flag = {
	flag: 'odd',
	help: 'it\'s [odd]: \\ "quoted" $HOME `x`',
	isOff: false,
	option: {
		name: 'odd', flag: 'odd', group: 'Other', value: text, placeholder: 'x', example: 'x',
	},
};
const testedFlags = [...flags, oddFlag];
const home = temporaryFolder(afterAll);
mkdirSync(path.join(home, '.aws'));
writeFileSync(path.join(home, '.aws', 'config'), '[default]\nregion = x\n[profile staging]\n[profile stage-two]\r\n[sso-session one]\n[profile $(>harm)]\n[profile `>harm`]\n[profile *]\n');
writeFileSync(path.join(home, '.aws', 'credentials'), '[team/deploy@example.com]\n');
writeFileSync(path.join(home, 'imports.ndjson'), '');
writeFileSync(path.join(home, 'last week.ndjson'), '');

const inBash = (...words: readonly string[]): readonly string[] => {
	const script = `${completionScript('bash', program, testedFlags)}
COMP_WORDS=(${words.map(word => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
_neptune_import_watch
printf '%s\\n' "\${COMPREPLY[@]}"`;
	const {stdout, stderr} = spawnSync('bash', ['--norc', '--noprofile', '-c', script], {encoding: 'utf8', cwd: home, env: {PATH: process.env['PATH'], HOME: home}});
	expect(stderr).toBe('');
	return stdout.trim().split('\n');
};

const acceptedBy = (command: CommandName): readonly string[] => testedFlags.filter(({option}) => isAccepted(option, command)).map(({flag}) => `--${flag}`);

describe('completion in bash', () => {
	test.each([
		[['--until'], ['--until-done']],
		[['--no-'], ['--no-sign-in', '--no-alternate-screen', '--no-color', '--no-title', '--no-history', '--no-config']],
		[['his'], ['history']],
		[['completion', ''], ['bash', 'zsh', 'fish']],
		[['--sort', 's'], ['status', 'source']],
		[['--notify', ''], ['bell', 'desktop', 'none']],
		[['--sort', '=', 's'], ['status', 'source']],
		[['--notify', '='], ['bell', 'desktop', 'none']],
		[['--profile', 'sta'], ['stage-two', 'staging']],
		[['--replay', 'imp'], ['imports.ndjson']],
		[['--replay', 'last'], ['last week.ndjson']],
		[['--replay', 'none'], ['']],
		[['--interval', ''], ['']],
		[['--xyzzy'], ['']],
		[['--columns', 'status,l'], ['status,left']],
		[['--columns', '=', 'status,left,pr'], ['status,left,progress', 'status,left,profile']],
		[['--notify-on', 'failed,la'], ['failed,last']],
		[['--profile', 'default,sta'], ['default,stage-two', 'default,staging']],
		[['--sort', 'status,s'], ['']],
		[['history', '--s'], ['--since', '--stats']],
		[['history', '--json', '--t'], ['--task', '--theme', '--timeline']],
		[['history', '--theme', 'h'], ['high-contrast']],
		[['config', '--si'], ['']],
		[['completion', 'bash', '--'], ['--help', '--version']],
		[['history', ''], acceptedBy('history')],
		[['config', '--'], acceptedBy('config')],
	])('completes %j with %j', (words, offered) => {
		expect(inBash(program, ...words)).toEqual(offered);
	});

	test('omits profile names that a shell would expand, and executes none', () => {
		expect(inBash(program, '--profile', '')).toEqual(['default', 'stage-two', 'staging', 'team/deploy@example.com']);
		expect(existsSync(path.join(home, 'harm'))).toBe(false);
	});

	test('offers every flag', () => {
		expect(inBash(program, '--')).toEqual(testedFlags.map(({flag}) => `--${flag}`));
	});
});

describe.each(['zsh', 'fish'] as const)('completion in %s', shell => {
	const script = completionScript(shell, program, testedFlags);
	const isInstalled = spawnSync(shell, ['--version']).status === 0;

	test('contains every flag and command', () => {
		for (const {flag, isOff, option: {value}} of testedFlags) {
			const zshFlag = value === undefined || isOff ? `--${flag}[` : `--${flag}=[`;
			expect(script).toContain(shell === 'zsh' ? zshFlag : ` -l ${flag}`);
		}

		for (const {name} of commands) {
			expect(script).toContain(name);
		}
	});

	test('quotes special characters', () => {
		expect(script).toContain(shell === 'zsh'
			? String.raw`'*--odd=[it'\''s \[odd\]\: \\ "quoted" $HOME ${'`x`'}]:x: '`
			: String.raw`-l odd -x -d 'it\'s [odd]: \\ "quoted" $HOME ${'`x`'}'`);
	});

	test.runIf(isInstalled)('is valid syntax', () => {
		// Fish can't read a script from a socket, which stdin would be.
		const file = path.join(home, `script.${shell}`);
		writeFileSync(file, script);
		expect(spawnSync(shell, ['-n', file], {encoding: 'utf8'})).toMatchObject({status: 0, stderr: ''});
	});
});

describe('completion in fish', () => {
	const isInstalled = spawnSync('fish', ['--version']).status === 0;

	test.runIf(isInstalled).each([
		['--until', ['--until-done']],
		['--sort s', ['source', 'status']],
		['--sort=s', ['--sort=source', '--sort=status']],
		['--profile sta', ['stage-two', 'staging']],
		['--replay imp', ['imports.ndjson']],
		['his', ['history']],
		['completion ', ['bash', 'fish', 'zsh']],
		['--columns status,l', ['status,left']],
		['--columns=status,left,pr', ['--columns=status,left,progress', '--columns=status,left,profile']],
		['--columns st', ['statements', 'status']],
		['--notify-on failed,la', ['failed,last']],
		['--profile default,sta', ['default,stage-two', 'default,staging']],
		['history --s', ['--since', '--stats']],
		['history --json --t', ['--task', '--theme', '--timeline']],
		['history --', acceptedBy('history')],
		['config --', acceptedBy('config')],
		['completion bash --', acceptedBy('completion')],
	])('completes %j with %j', (line, offered) => {
		const file = path.join(home, 'complete.fish');
		writeFileSync(file, `${completionScript('fish', program, testedFlags)}\ncomplete -C ${JSON.stringify(`${program} ${line}`)}\n`);
		const {stdout} = spawnSync('fish', ['--no-config', file], {encoding: 'utf8', cwd: home, env: {PATH: process.env['PATH'], HOME: home}});
		expect(new Set(stdout.trim().split('\n').map(one => one.split('\t', 1)[0]))).toEqual(new Set(offered));
	});
});

describe('completion in zsh', () => {
	const script = completionScript('zsh', program, testedFlags);

	test('defines a function with the file name that the readme gives', () => {
		expect(script).toContain(`\n_${program}() {\n`);
		expect(script).toContain(`"$funcstack[1]" = _${program} ]`);
	});

	test('has colons only between the fields of a flag', () => {
		const specs = script.split('\n').filter(line => line.startsWith('    \'*--')).map(line => line.replaceAll(/\\./gv, ''));
		const listed = [testedFlags, ...commands.map(({name}) => testedFlags.filter(({option}) => isAccepted(option, name)))].flat();
		expect(specs.map(spec => spec.split(':').length)).toEqual(listed.map(({isOff, option: {value}}) => value === undefined || isOff ? 1 : 3));
	});
});
