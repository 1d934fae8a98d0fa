import {spawnSync} from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {
	afterAll,
	describe,
	expect,
	test,
} from 'vitest';
import {commandHelp} from '../../source/options/command-names.ts';
import {optionSpecs} from '../../source/options/option-specs.ts';
import {completionScript} from '../../source/output/completion.ts';

const program = 'neptune-import-watch';
const completed = {
	options: [...optionSpecs, {flag: 'odd', value: 'x', help: 'it\'s [odd]: \\ "quoted" $HOME `x`'}],
	commands: commandHelp,
};
const home = mkdtempSync(path.join(os.tmpdir(), 'neptune-import-watch-complete-'));
mkdirSync(path.join(home, '.aws'));
writeFileSync(path.join(home, '.aws', 'config'), '[default]\nregion = x\n[profile staging]\n[profile stage-two]\r\n[sso-session one]\n[profile $(>harm)]\n[profile `>harm`]\n[profile *]\n');
writeFileSync(path.join(home, '.aws', 'credentials'), '[team/deploy@example.com]\n');
writeFileSync(path.join(home, 'imports.ndjson'), '');
writeFileSync(path.join(home, 'last week.ndjson'), '');

afterAll(() => {
	rmSync(home, {recursive: true});
});

const inBash = (...words: readonly string[]): readonly string[] => {
	const script = `${completionScript('bash', program, completed)}
COMP_WORDS=(${words.map(word => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
_neptune_import_watch
printf '%s\\n' "\${COMPREPLY[@]}"`;
	const {stdout, stderr} = spawnSync('bash', ['--norc', '--noprofile', '-c', script], {encoding: 'utf8', cwd: home, env: {PATH: process.env['PATH'], HOME: home}});
	expect(stderr).toBe('');
	return stdout.trim().split('\n');
};

describe('completion in bash', () => {
	test.each([
		[['--until'], ['--until-done']],
		[['--no-'], ['--no-alternate-screen', '--no-color', '--no-title', '--no-history', '--no-config']],
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
	])('of %j offers %j', (words, offered) => {
		expect(inBash(program, ...words)).toEqual(offered);
	});

	test('offers the profiles that a shell takes for names alone, and runs nothing', () => {
		expect(inBash(program, '--profile', '')).toEqual(['default', 'stage-two', 'staging', 'team/deploy@example.com']);
		expect(existsSync(path.join(home, 'harm'))).toBe(false);
	});

	test('offers every option', () => {
		expect(inBash(program, '--')).toEqual(completed.options.map(({flag}) => `--${flag}`));
	});
});

describe.each(['zsh', 'fish'] as const)('completion in %s', shell => {
	const script = completionScript(shell, program, completed);
	const isInstalled = spawnSync(shell, ['--version']).status === 0;

	test('names every option and command', () => {
		for (const {flag, value} of completed.options) {
			const zshFlag = value === undefined ? `--${flag}[` : `--${flag}=[`;
			expect(script).toContain(shell === 'zsh' ? zshFlag : ` -l ${flag}`);
		}

		for (const {name} of commandHelp) {
			expect(script).toContain(name);
		}
	});

	test('quotes what is odd', () => {
		expect(script).toContain(shell === 'zsh'
			? String.raw`'*--odd=[it'\''s \[odd\]\: \\ "quoted" $HOME ${'`x`'}]:x: '`
			: String.raw`-l odd -x -d 'it\'s [odd]: \\ "quoted" $HOME ${'`x`'}'`);
	});

	test.runIf(isInstalled)('is understood by the shell', () => {
		// From a file: the standard input would be a socket, from which fish reads no script.
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
	])('of %j offers %j', (line, offered) => {
		const file = path.join(home, 'complete.fish');
		writeFileSync(file, `${completionScript('fish', program, completed)}\ncomplete -C ${JSON.stringify(`${program} ${line}`)}\n`);
		const {stdout} = spawnSync('fish', ['--no-config', file], {encoding: 'utf8', cwd: home, env: {PATH: process.env['PATH'], HOME: home}});
		expect(new Set(stdout.trim().split('\n').map(one => one.split('\t', 1)[0]))).toEqual(new Set(offered));
	});
});

describe('completion in zsh', () => {
	const script = completionScript('zsh', program, completed);

	test('has the name of the file that it is loaded from, as the readme names it', () => {
		expect(script).toContain(`\n_${program}() {\n`);
		expect(script).toContain(`"$funcstack[1]" = _${program} ]`);
	});

	test('parts the fields of an option by colons, of which there are no others', () => {
		const specs = script.split('\n').filter(line => line.startsWith('\t\t\'*--')).map(line => line.replaceAll(/\\./gv, ''));
		expect(specs.map(spec => spec.split(':').length)).toEqual(completed.options.map(({value}) => value === undefined ? 1 : 3));
	});
});
