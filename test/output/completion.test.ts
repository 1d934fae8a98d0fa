import {spawnSync} from 'node:child_process';
import {
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
writeFileSync(path.join(home, '.aws', 'config'), '[default]\nregion = x\n[profile staging]\n[profile stage-two]\n[sso-session one]\n');
writeFileSync(path.join(home, 'imports.ndjson'), '');

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
		[['--no-'], ['--no-alternate-screen', '--no-color', '--no-title', '--no-history']],
		[['his'], ['history']],
		[['completion', ''], ['bash', 'zsh', 'fish']],
		[['--sort', 's'], ['status', 'source']],
		[['--notify', ''], ['bell', 'desktop', 'none']],
		[['--profile', 'sta'], ['stage-two', 'staging']],
		[['--replay', 'imp'], ['imports.ndjson']],
		[['--interval', ''], ['']],
		[['--xyzzy'], ['']],
	])('of %j offers %j', (words, offered) => {
		expect(inBash(program, ...words)).toEqual(offered);
	});

	test('offers every option', () => {
		expect(inBash(program, '--')).toEqual(completed.options.map(({flag}) => `--${flag}`));
	});
});

describe.each(['zsh', 'fish'] as const)('completion in %s', shell => {
	const script = completionScript(shell, program, completed);
	const isInstalled = spawnSync(shell, ['--version']).status === 0;

	test('names every option and command', () => {
		for (const {flag} of completed.options) {
			expect(script).toContain(shell === 'zsh' ? `--${flag}[` : ` -l ${flag}`);
		}

		for (const {name} of commandHelp) {
			expect(script).toContain(name);
		}
	});

	test('quotes what is odd', () => {
		expect(script).toContain(shell === 'zsh'
			? String.raw`'*--odd[it'\''s \[odd\]\: \\ "quoted" $HOME ${'`x`'}]:x: '`
			: String.raw`-l odd -x -d 'it\'s [odd]: \\ "quoted" $HOME ${'`x`'}'`);
	});

	test.runIf(isInstalled)('is understood by the shell', () => {
		expect(spawnSync(shell, ['-n'], {input: script, encoding: 'utf8'})).toMatchObject({status: 0, stderr: ''});
	});
});
