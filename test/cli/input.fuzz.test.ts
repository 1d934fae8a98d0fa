import fc from 'fast-check';
import {expect, test} from 'vitest';
import {parseCommandLine} from '../../source/cli/command-line.ts';
import {parseConfig} from '../../source/cli/parse-config.ts';
import {UsageError} from '../../source/cli/usage-error.ts';
import {editedText} from '../support/edits.ts';
import {stressCount} from '../support/stress.ts';

const validConfig = '{"options": {"interval": 5, "target": ["staging@eu-west-1"]}, "keys": {"quit": "Q"}, "filters": {"1": {"name": "mine", "query": "is:failed"}}}';

const edited = editedText(validConfig, ['{', '}', '[', ']', '"', ',', ':', 'null', '1e999', String.raw`"\ud800"`, '/*', '//', '\n']);

const readConfig = (text: string): unknown => {
	try {
		return parseConfig('c.jsonc', text);
	} catch (error: unknown) {
		return error;
	}
};

test('any config file is parsed, or rejected in one line with its file and line', async () => {
	await fc.assert(fc.asyncProperty(fc.oneof(edited, fc.json(), fc.string({unit: 'binary'})), async text => {
		const result = readConfig(text);
		expect(result instanceof Error && !(result instanceof UsageError) ? result : undefined).toBeUndefined();

		if (!(result instanceof UsageError)) {
			return;
		}

		const {sentence} = await parseCommandLine([], '', async () => {
			throw result;
		}) as {readonly sentence: string};
		expect(sentence).toMatch(/^c\.jsonc:\d+: [^\n]+$/v);
	}), {numRuns: stressCount({usual: 100, full: 50_000})});
});

const words = fc.array(fc.oneof(
	fc.constantFrom('--interval', '5', '--filter', '-status:failed', '--once', '--json', '--target', 'a@us-east-1', '\'', '"', '\\', '--', '--no-title', '--columns=status', '--until-done'),
	fc.string({unit: 'binary', maxLength: 8}),
), {maxLength: 8}).map(parts => parts.join(' '));

test('any value of the environment variable is parsed, or rejected in one printable line', async () => {
	await fc.assert(fc.asyncProperty(words, async variable => {
		const parsed = await parseCommandLine([], variable);
		expect(parsed.kind === 'wrong' ? parsed.sentence : '').not.toMatch(/\p{Control}/v);
	}), {numRuns: stressCount({usual: 100, full: 50_000})});
});
