import {readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {bundleSettings} from '../build-settings.ts';
import packageJson from '../package.json' with {type: 'json'};
import {root} from './support/root.ts';

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const firstNumber = (text: string): number => Number(/\d+/v.exec(text)?.[0]);

describe('the Node.js versions', () => {
	const ci = read('.github/workflows/ci.yml');
	const matrix = /^ +node: \[(?<versions>.+)\]$/mv.exec(ci)?.groups?.['versions']?.split(', ').map(Number) ?? [];
	const oldest = firstNumber(packageJson.engines.node);
	const [oldestRelease = ''] = /(?<=^>=)\d+\.\d+$/v.exec(packageJson.engines.node) ?? [];
	const development = firstNumber(packageJson.devDependencies.node);

	test('of the CI matrix are all even majors from the oldest in engines', () => {
		expect(matrix).toEqual(Array.from(matrix, (_, index) => oldest + (2 * index)));
		expect(matrix).toContain(development);
	});

	test('of CI include the oldest release that engines allows, which runs the unit tests', () => {
		const [, oldestJob] = ci.split(`node-version: ${oldestRelease}.0\n`);
		expect(oldestJob).toContain('vitest.mjs run --project unit');
	});

	test('are the same in engines, the startup check, the bundle and the readme', () => {
		expect(packageJson.engines.node).toBe(`>=${oldestRelease}`);
		expect(read('source/bin.ts')).toContain(`needs Node ${oldestRelease} or newer`);
		expect(bundleSettings.target).toBe(`node${oldestRelease}`);
		expect(read('readme.md')).toContain(`Node.js ${oldestRelease} or newer`);
	});

	test('are the same for development in .nvmrc, the dev dependency and its types', () => {
		expect(read('.nvmrc')).toBe(`${development}\n`);
		expect(firstNumber(packageJson.devDependencies['@types/node'])).toBe(development);
	});
});

test('every workflow limits its permissions, its concurrency and the minutes of each job', () => {
	for (const file of ['ci.yml', 'nightly.yml']) {
		const workflow = read(`.github/workflows/${file}`);
		expect(workflow).toContain('\npermissions:\n  contents: read\n');
		expect(workflow).toContain('\n  cancel-in-progress: true\n');
		expect(workflow.match(/^ {4}timeout-minutes: \d+$/gmv)).toHaveLength(workflow.match(/^ {4}runs-on: /gmv)?.length ?? 0);
	}
});
