import {createServer, type ServerResponse} from 'node:http';
import {createServer as createSocketServer} from 'node:net';
import {
	describe,
	expect,
	test,
} from 'vitest';
import {getImportDetails, maxBodyBytes} from '../../source/neptune/requests.ts';
import {scanImportTasks} from '../../source/neptune/scan.ts';
import {listen} from '../support/loopback.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {demoConnection} from './demo-connection.ts';

const {signal} = new AbortController();

/*
A server that answers each request, counted from 1.
*/
const startServer = async (answer: (response: ServerResponse, count: number) => void): Promise<string> => {
	let count = 0;
	const server = createServer((request, response) => {
		request.resume();
		count++;
		answer(response, count);
	});
	return `http://${await listen(server)}`;
};

const sendJson = (response: ServerResponse, value: unknown): void => {
	response.writeHead(200, {'content-type': 'application/json'});
	response.end(JSON.stringify(value));
};

const scan = async (url: string, requestTimeoutMs = 30_000) => scanImportTasks(await demoConnection(url, {requestTimeoutMs}), {signal});

describe('a list without an end', () => {
	test('stops after 2,500 pages of new imports, and keeps the last good list', async () => {
		let requests = 0;
		const result = await scan(await startServer((response, count) => {
			requests = count;
			sendJson(response, {tasks: [importTask({taskId: taskId(count)})], nextToken: `token ${count}`});
		}));
		expect(requests).toBe(2500);
		expect(result.failure?.sentence).toBe('The list has more than 2,500 pages (250,000 imports).');
		expect(result.snapshot).toEqual({tasks: new Map(), isComplete: false});
	});

	test('stops after 50 empty pages in a row', async () => {
		let requests = 0;
		const result = await scan(await startServer((response, count) => {
			requests = count;
			sendJson(response, {tasks: count === 10 ? [importTask()] : [], nextToken: `token ${count}`});
		}));
		expect(requests).toBe(60);
		expect(result.failure?.sentence).toBe('AWS returned 50 empty pages in a row.');
	});

	test('may have 49 empty pages in a row', async () => {
		const result = await scan(await startServer((response, count) => {
			sendJson(response, count === 50 ? {tasks: [importTask()]} : {tasks: [], nextToken: `token ${count}`});
		}));
		expect(result.snapshot.isComplete).toBe(true);
	});
});

test.each([200, 500])('a body of HTTP %i without an end is read up to 16 MB', async status => {
	let sent = 0;
	const result = await scan(await startServer(response => {
		response.writeHead(status, {'content-type': 'application/json'});
		const send = (): void => {
			while (!response.destroyed && response.write(' '.repeat(65_536))) {
				sent += 65_536;
			}
		};

		response.on('drain', send);
		response.on('error', () => {}); // eslint-disable-line @typescript-eslint/no-empty-function -- The client closes the connection.
		send();
	}));
	expect(result.failure?.sentence).toBe('Got a response of more than 16 MB.');
	expect(sent).toBeLessThan(2 * maxBodyBytes);
});

test('a response that arrives byte by byte ends with the request timeout', async () => {
	const result = await scan(await startServer(response => {
		response.writeHead(200, {'content-type': 'application/json'});
		const timer = setInterval(() => {
			response.write(' ');
		}, 10);
		response.on('close', () => {
			clearInterval(timer);
		});
	}), 200);
	expect(result.failure).toMatchObject({kind: 'network', sentence: 'AWS did not respond in time.'});
});

describe('an unknown member that is nested 5,000 levels deep', () => {
	const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
	const body = JSON.stringify({...importTask(), odd: 'deep'}).replace('"deep"', () => deep);

	test('is dropped from the list beyond 16 levels', async () => {
		const result = await scan(await startServer(response => {
			response.writeHead(200, {'content-type': 'application/json'});
			response.end(`{"tasks": [${body}]}`);
		}));
		const [task] = result.snapshot.tasks.values();
		expect(result.snapshot.isComplete).toBe(true);
		expect(JSON.stringify(task?.extra?.['odd'])).toBe(`${'['.repeat(16)}null${']'.repeat(16)}`);
	});

	test('is dropped from the details', async () => {
		const url = await startServer(response => {
			response.writeHead(200, {'content-type': 'application/json'});
			response.end(body.replace('"source":', () => `"statusReason": ${deep}, "source":`));
		});
		const answer = await getImportDetails(await demoConnection(url), taskId(1), signal);
		expect(answer).toMatchObject({kind: 'details', details: {status: 'IMPORTING'}});
	});
});

describe('values out of range', () => {
	test.each([[2_857_143_043, undefined], [-1, undefined], [101, undefined], [0, 0], [100, 100]])('a percentage of %d is read as %j', async (progressPercentage, percentage) => {
		const url = await startServer(response => {
			sendJson(response, {...importTask(), importTaskDetails: {progressPercentage, errorCount: -5}});
		});
		expect(await getImportDetails(await demoConnection(url), taskId(1), signal)).toMatchObject({details: {progress: {percentage, errorCount: undefined}}});
	});
});

describe('a server that is not Neptune Analytics', () => {
	test('does not speak HTTP', async () => {
		const server = createSocketServer(socket => {
			socket.on('error', () => {}); // eslint-disable-line @typescript-eslint/no-empty-function -- The client closes the connection.
			socket.end('SSH-2.0-OpenSSH_9.9\r\n');
		});
		const url = `http://${await listen(server)}`;
		const {failure} = await scan(url);
		expect(failure).toMatchObject({kind: 'network', sentence: `The server at ${url} does not speak HTTP.`});
	});

	test.each([
		['a plain-text 404', 404, 'not found', (url: string) => ({
			kind: 'configuration', sentence: `${url} is not a Neptune Analytics endpoint.`, remedy: 'Check the endpoint URL.', isTransient: false,
		})],
		['a redirect of a captive portal', 302, '', () => ({
			kind: 'network',
			sentence: 'The network redirected the request (HTTP 302).',
			remedy: 'Check whether this network requires a sign-in in a browser, or a proxy.',
			isTransient: true,
		})],
	])('answers with %s', async (_, status, text, expected) => {
		const url = await startServer(response => {
			response.writeHead(status, {'content-type': 'text/plain', ...(status === 302 && {location: 'https://portal.example/'})});
			response.end(text);
		});
		const {failure} = await scan(url);
		expect(failure).toEqual(expected(url));
	});
});
