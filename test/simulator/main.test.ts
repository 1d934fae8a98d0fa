import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';
import {text} from 'node:stream/consumers';
import {fileURLToPath} from 'node:url';
import {
	describe,
	expect,
	onTestFinished,
	test,
} from 'vitest';
import {startSimulator} from '../../source/simulator/server.ts';

const main = fileURLToPath(new URL('../../source/simulator/main.ts', import.meta.url));

const start = (...options: readonly string[]) => {
	const child = spawn(process.execPath, [main, ...options], {stdio: ['ignore', 'pipe', 'pipe']});
	onTestFinished(() => {
		child.kill('SIGKILL');
	});
	return child;
};

const exitCodeOf = async (child: ChildProcess): Promise<unknown> => {
	const [code] = await once(child, 'exit') as readonly unknown[];
	return code;
};

describe('the simulator program', () => {
	test.each(['SIGINT', 'SIGTERM'] as const)('prints its URL and an example command in one line, and exits on %s', async signal => {
		const child = start('--port', '0');
		const [chunk] = await once(child.stdout, 'data') as readonly unknown[];
		const [line, ...rest] = String(chunk).split('\n');
		const url = /http:\/\/127\.0\.0\.1:\d+/v.exec(line ?? '')?.[0] ?? '';
		expect(rest).toEqual(['']);
		expect(line).toContain(`aws neptune-graph list-import-tasks --endpoint-url ${url} --region us-east-1`);

		const response = await fetch(`${url}/importtasks`, {headers: {authorization: 'AWS4-HMAC-SHA256 example'}});
		expect(await response.json()).toMatchObject({nextToken: expect.any(String) as unknown});

		const ended = exitCodeOf(child);
		child.kill(signal);
		expect(await ended).toBe(0);
	});

	test('reports an invalid option in one line', async () => {
		const child = start('--port', 'http');
		const [sentence, code] = await Promise.all([text(child.stderr), exitCodeOf(child)]);
		expect(sentence).toBe('--port requires one whole number from 0 to 65535, for example --port 8182\n');
		expect(code).toBe(2);
	});

	test('reports a port in use in one line', async () => {
		const simulator = await startSimulator();
		onTestFinished(simulator.close);
		const {port} = new URL(simulator.url);
		const child = start('--port', port);
		const [sentence, code] = await Promise.all([text(child.stderr), exitCodeOf(child)]);
		expect(sentence).toBe(`Port ${port} is in use. Choose another, or use --port 0 for any free port.\n`);
		expect(code).toBe(1);
	});
});
