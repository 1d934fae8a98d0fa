import path from 'node:path';
import {ESLint} from 'eslint';
import Xo from 'xo';
import {expect, test} from 'vitest';
import {root} from './support/root.ts';

/*
The linter's rules that restrict something. They run without types, which they don't need, and which take most of the linter's time.
*/
const restrictions = new ESLint({
	cwd: root,
	overrideConfigFile: true,
	baseConfig: [...await new Xo({cwd: root}).getProjectEslintConfig(), {languageOptions: {parserOptions: {project: false, projectService: false}}}],
	ruleFilter: ({ruleId}) => ruleId.includes('restricted'),
});

/*
Returns the restriction that each line would break in this file of `source/`.
*/
const brokenRules = async (file: string, lines: readonly string[]): Promise<ReadonlyArray<string | undefined>> => {
	const results = await restrictions.lintText(`${lines.join('\n')}\n`, {filePath: path.join(root, 'source', file)});
	const messages = results.flatMap(result => result.messages);
	expect(messages.filter(({fatal}) => fatal)).toEqual([]);
	return lines.map((_, index) => messages.find(({line}) => line === index + 1)?.ruleId ?? undefined);
};

const paths = 'import-x/no-restricted-paths';
const imports = 'no-restricted-imports';

test.each<[file: string, lines: ReadonlyArray<readonly [line: string, rule: string | undefined]>]>([
	['imports/task.ts', [
		['import \'../app/model.ts\';', paths],
		['await import(\'../app/model.ts\');', paths],
		['export {importTask} from \'../../test/support/tasks.ts\';', paths],
		['import \'../text/duration.ts\';', undefined],
	]],
	['text/duration.ts', [['import \'../imports/task.ts\';', paths]]],
	['app/update.ts', [
		['import \'../ui/app.tsx\';', paths],
		['import \'react\';', imports],
		['import \'node:os\';', imports],
		['import \'./message.ts\';', undefined],
		['export const now = Date.now();', 'no-restricted-properties'],
		['export const today = new Date();', 'no-restricted-syntax'],
		['export const start = new Date(0);', undefined],
		['setTimeout(run, 1);', 'no-restricted-globals'],
	]],
	['simulator/fleet.ts', [['export const chance = Math.random();', 'no-restricted-properties']]],
	['simulator/server.ts', [['import \'node:http\';', undefined]]],
	['ui/app.tsx', [
		['import \'../runtime/session.ts\';', paths],
		['import \'@aws-sdk/client-neptune-graph\';', imports],
		['import \'ink\';', undefined],
	]],
	['runtime/session.ts', [
		['import \'ink\';', imports],
		['import \'../cli/main.ts\';', paths],
	]],
	['runtime/screen.tsx', [['import \'ink\';', undefined]]],
	['print/summary.ts', [['import \'node:fs\';', imports]]],
	['notify/notifier.ts', [['import \'node:https\';', imports]]],
	['recording/recorder.ts', [['import \'../runtime/polling/clock.ts\';', paths]]],
	['cli/main.ts', [['await import(\'../runtime/screen.tsx\');', undefined]]],
])('the linter enforces the import rules of %s', async (file, lines) => {
	expect(await brokenRules(file, lines.map(([line]) => line))).toEqual(lines.map(([, rule]) => rule));
});
