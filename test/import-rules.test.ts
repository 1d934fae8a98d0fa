import path from 'node:path';
import Xo from 'xo';
import {expect, test} from 'vitest';

const root = path.join(import.meta.dirname, '..');
const xo = new Xo({cwd: root});

/*
The rules that a line of this file of `source/` breaks. The file exists, because the linter looks for its types; the line is not its own.
*/
const brokenRules = async (file: string, line: string): Promise<readonly string[]> => {
	const {results} = await xo.lintText(`${line}\n`, {filePath: path.join(root, 'source', file)});
	return results.flatMap(({messages}) => messages).flatMap(({ruleId}) => ruleId?.includes('restricted') === true ? [ruleId] : []);
};

const paths = 'import-x/no-restricted-paths';
const imports = 'no-restricted-imports';

test.each([
	['imports/task.ts', 'import \'../app/model.ts\';', paths],
	['imports/task.ts', 'await import(\'../app/model.ts\');', paths],
	['imports/task.ts', 'export {importTask} from \'../../test/support/tasks.ts\';', paths],
	['text/duration.ts', 'import \'../imports/task.ts\';', paths],
	['app/update.ts', 'import \'../ui/app.tsx\';', paths],
	['app/update.ts', 'import \'react\';', imports],
	['app/update.ts', 'import \'node:os\';', imports],
	['app/update.ts', 'export const now = Date.now();', 'no-restricted-properties'],
	['app/update.ts', 'export const now = new Date();', 'no-restricted-syntax'],
	['app/update.ts', 'setTimeout(run, 1);', 'no-restricted-globals'],
	['simulator/fleet.ts', 'export const chance = Math.random();', 'no-restricted-properties'],
	['ui/app.tsx', 'import \'../runtime/session.ts\';', paths],
	['ui/app.tsx', 'import \'@aws-sdk/client-neptune-graph\';', imports],
	['runtime/session.ts', 'import \'ink\';', imports],
	['runtime/session.ts', 'import \'../cli/main.ts\';', paths],
	['print/summary.ts', 'import \'node:fs\';', imports],
	['notify/notifier.ts', 'import \'node:https\';', imports],
	['recording/recorder.ts', 'import \'../runtime/session.ts\';', paths],
])('%s must not have %s', async (file, line, rule) => {
	expect(await brokenRules(file, line)).toEqual([rule]);
}, 120_000);

test.each([
	['imports/task.ts', 'import \'../text/duration.ts\';'],
	['app/update.ts', 'import \'./message.ts\';'],
	['runtime/screen.tsx', 'import \'ink\';'],
	['recording/recorder.ts', 'import \'../runtime/polling/clock.ts\';'],
	['cli/main.ts', 'await import(\'../runtime/screen.tsx\');'],
	['simulator/server.ts', 'import \'node:http\';'],
])('%s may have %s', async (file, line) => {
	expect(await brokenRules(file, line)).toEqual([]);
}, 120_000);
