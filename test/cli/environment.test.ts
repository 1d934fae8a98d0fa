import {spawnSync} from 'node:child_process';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {splitWords} from '../../source/cli/environment.ts';
import {UsageError} from '../../source/cli/usage-error.ts';

test.each<[string, readonly string[]]>([
	['', []],
	['  --a   b\t--c\n', ['--a', 'b', '--c']],
	['--filter \'is:active "a b"\'', ['--filter', 'is:active "a b"']],
	[String.raw`--filter="a \"b\" c"`, ['--filter=a "b" c']],
	[String.raw`a\ b \'c`, ['a b', '\'c']],
	['\'\' ""', ['', '']],
])('splits %j into %j', (text, words) => {
	expect(splitWords(text)).toEqual(words);
});

test.each(['a \'b', 'a "b', 'a \\'])('rejects %j', text => {
	expect(() => splitWords(text)).toThrow(UsageError);
});

test('splits text without expansions as a shell does', () => {
	const pieces = fc.constantFrom('a', 'b-c', ' ', '  ', '\'x y\'', String.raw`"z \" w"`, String.raw`\ `, String.raw`\"`, '""', '\'"\'');
	fc.assert(fc.property(fc.array(pieces, {maxLength: 8}), parts => {
		const text = parts.join('');
		const {stdout} = spawnSync('bash', ['-c', String.raw`for word in ${text}; do printf '%s\0' "$word"; done`], {encoding: 'utf8'});
		expect(splitWords(text)).toEqual(stdout.split('\0').slice(0, -1));
	}), {numRuns: 30});
});
