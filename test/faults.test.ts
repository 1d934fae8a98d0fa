import {subscribe, unsubscribe} from 'node:diagnostics_channel';
import {once} from 'node:events';
import {writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import {type Socket} from 'node:net';
import path from 'node:path';
import {
	describe,
	expect,
	onTestFinished,
	test,
} from 'vitest';
import {type ImportTask} from '../source/imports/task.ts';
import {clockTime} from '../source/text/time-text.ts';
import {bannerLines} from '../source/app/banner.ts';
import {type Model} from '../source/app/model.ts';
import {type SourceSettings} from '../source/neptune/source.ts';
import {type Fault} from '../source/simulator/fault.ts';
import {
	putImport,
	removeImport,
	setStatus,
	stillFleet,
} from '../source/simulator/fleet.ts';
import {startSimulator, type Simulator, type SimulatorRequest} from '../source/simulator/server.ts';
import {keysOf, useAwsSettings} from './neptune/aws-settings.ts';
import {createHandClock} from './support/hand-clock.ts';
import {
	only,
	recordsOf,
	startAt,
	statusesOf,
} from './support/model.ts';
import {importTask, taskId} from './support/tasks.ts';
import {watchSimulator, type Watching} from './support/watching.ts';

// Three pages.
const fleet: readonly ImportTask[] = Array.from({length: 250}, (_, index) => importTask({taskId: taskId(index + 1)}));
const onFirstPage = taskId(7);
const onSecondPage = taskId(150);
const onLastPage = taskId(250);

const intervalMs = 10_000;

/*
A watcher that has read the list once.
*/
type Scene = {
	readonly watching: Watching;
	readonly simulator: () => Simulator;

	/**
	Runs the callback at the next request for a page, before the response.
	*/
	readonly atPage: (page: number, callback: () => void) => void;

	/**
	Stops the simulator. Returns a function that restarts it with the same imports and port.
	*/
	readonly closeService: () => Promise<() => Promise<void>>;

	/**
	Sets the endpoint URL of the AWS profile.
	*/
	readonly setEndpoint: (url: string) => Promise<void>;
};

const openScene = async (settings: Partial<SourceSettings> = {}): Promise<Scene> => {
	const clock = createHandClock(startAt);
	const callbacks = new Map<number | undefined, () => void>();
	const onRequest = ({page}: SimulatorRequest): void => {
		const callback = callbacks.get(page);
		callbacks.delete(page);
		callback?.();
	};

	let simulator = await startSimulator({fleet: stillFleet(fleet), clock: clock.now, onRequest});
	const {url} = simulator;
	const profileWith = (endpointUrl: string): string => `[default]\nregion = us-east-1\nendpoint_url = ${endpointUrl}\n`;
	const aws = await useAwsSettings({config: profileWith(url), credentials: keysOf('default', 'AKIADEFAULT')});
	const watching = watchSimulator(undefined, {clock, model: {intervalMs}, settings: {region: undefined, env: aws.env, ...settings}});

	onTestFinished(async () => {
		await watching.close();
		await simulator.close();
	});

	await watching.scanEnd();
	return {
		watching,
		simulator: () => simulator,
		atPage(page, callback) {
			callbacks.set(page, callback);
		},
		async closeService() {
			await simulator.close();
			return async () => {
				simulator = await startSimulator({
					port: Number(new URL(url).port), fleet: simulator.fleet, clock: clock.now, onRequest,
				});
			};
		},
		async setEndpoint(endpointUrl) {
			await writeFile(path.join(aws.home, 'config'), profileWith(endpointUrl));
		},
	};
};

/*
Resets the connection. The next one is opened with the current settings.
*/
const resetConnection = async ({simulator, watching}: Scene): Promise<void> => {
	simulator().injectFault({kind: 'reset', times: 1});
	await watching.nextTry();
};

type FaultCase = {
	/**
	Starts the fault. Returns a function that ends it.
	*/
	readonly begin: (scene: Scene) => (() => void) | Promise<() => Promise<void>>;

	/**
	The text of the banner, without the times.
	*/
	readonly message: string | RegExp;

	/**
	The delays from the start of each failed scan to the next scan.
	*/
	readonly delaysMs: readonly number[];
	readonly settings?: Partial<SourceSettings>;
};

const everyInterval = [intervalMs, intervalMs];
const everyMinute = [60_000, 60_000];

// With the longest possible jitter.
const backingOff = [20_000, 40_000, 80_000, 120_000, 120_000];

const fault = (injected: Fault): FaultCase['begin'] => ({simulator}) => simulator().injectFault(injected);

const error = (status: number, code: string, message: string, more: {readonly retryAfterSeconds?: number; readonly page?: number} = {}): FaultCase['begin'] => fault({
	kind: 'error',
	status,
	code,
	message,
	...more,
});

const page = '<!doctype html><title>Sign in</title>';
const throttledMessage = 'Throttled by AWS.';
const brokenOffMessage = 'Lost the connection to AWS. If this continues, check the network connection.';
const webPageMessage = 'Got an HTML page instead of an AWS response. Check whether a proxy or a network sign-in page intercepts the connection.';

const faultCases: Readonly<Record<string, FaultCase>> = {
	throttling: {
		begin: error(429, 'ThrottlingException', 'Rate exceeded'),
		message: throttledMessage,
		delaysMs: backingOff,
	},
	'throttling with Retry-After': {
		begin: error(429, 'ThrottlingException', 'Rate exceeded', {retryAfterSeconds: 1}),
		message: throttledMessage,
		delaysMs: backingOff,
	},
	'an internal server error': {
		begin: error(500, 'InternalServerException', 'An internal error occurred.'),
		message: 'Server error (HTTP 500).',
		delaysMs: backingOff,
	},
	'an unavailable service': {
		begin: error(503, 'ServiceUnavailableException', 'Service Unavailable'),
		message: 'Server error (HTTP 503).',
		delaysMs: backingOff,
	},
	'a server error on the second page only': {
		begin: error(500, 'InternalServerException', 'An internal error occurred.', {page: 2}),
		message: 'Server error (HTTP 500).',
		delaysMs: backingOff,
	},
	'a connection reset': {
		begin: fault({kind: 'reset'}),
		message: brokenOffMessage,
		delaysMs: everyInterval,
	},
	'a connection reset on the last page only': {
		begin: fault({kind: 'reset', page: 3}),
		message: brokenOffMessage,
		delaysMs: everyInterval,
	},
	'a refused connection': {
		async begin(scene) {
			await resetConnection(scene);
			return scene.closeService();
		},
		message: /^The connection to http:\/\/127\.0\.0\.1:\d+ was refused\. Check the endpoint URL, and that a server is listening there\.$/v,
		delaysMs: everyInterval,
	},
	'a request timeout': {
		begin: fault({kind: 'silence'}),
		message: 'AWS did not respond in time. If this continues, check the network connection.',
		delaysMs: everyInterval,
		settings: {requestTimeoutMs: 2000},
	},
	'a truncated response': {
		begin: fault({kind: 'cutOff'}),
		message: brokenOffMessage,
		delaysMs: everyInterval,
	},
	'an HTML page from a proxy': {
		begin: fault({kind: 'body', body: page, contentType: 'text/html'}),
		message: webPageMessage,
		delaysMs: everyInterval,
	},
	'an HTML page from a gateway': {
		async begin(scene) {
			const {url} = scene.simulator();
			await resetConnection(scene);
			const reopenService = await scene.closeService();
			const gateway = createServer((_, response) => {
				response.writeHead(502, {'content-type': 'text/html'}).end('<html><h1>502 Bad Gateway</h1></html>');
			});
			gateway.listen({port: Number(new URL(url).port), host: '127.0.0.1'});
			await once(gateway, 'listening');

			return async () => {
				gateway.closeAllConnections();
				gateway.close();
				await once(gateway, 'close');
				await reopenService();
			};
		},
		message: 'Server error (HTTP 502).',
		delaysMs: backingOff,
	},
	'a response without a list': {
		begin: fault({kind: 'body', body: '{}'}),
		message: 'The AWS response has no list of imports.',
		delaysMs: everyInterval,
	},
	'null instead of a list': {
		begin: fault({kind: 'body', body: '{"tasks": null}'}),
		message: 'The AWS response has no list of imports.',
		delaysMs: everyInterval,
	},
	'expired credentials': {
		begin: error(403, 'ExpiredTokenException', 'The security token included in the request is expired'),
		message: 'The temporary credentials of profile default have expired. Renew them. No restart is needed.',
		delaysMs: everyInterval,
	},
	'invalid credentials': {
		begin: error(403, 'UnrecognizedClientException', 'The security token included in the request is invalid.'),
		message: 'AWS rejected the credentials of profile default. Check the access keys, and that region us-east-1 is enabled for the account.',
		delaysMs: everyInterval,
	},
	'a missing permission': {
		begin: error(403, 'AccessDeniedException', 'User: arn:aws:iam::123456789012:user/me is not authorized to perform: neptune-graph:ListImportTasks on resource: *'),
		message: 'The credentials of profile default do not allow neptune-graph:ListImportTasks. Ask your AWS administrator to allow this action.',
		delaysMs: everyMinute,
	},
	'a wrong clock': {
		begin: error(403, 'InvalidSignatureException', 'Signature expired: 20260301T120000Z is now earlier than 20260301T121500Z (20260301T122000Z - 5 min.)'),
		message: 'The system clock is out of sync with AWS. Synchronize it, for example with NTP.',
		delaysMs: everyInterval,
	},
	'a rejected pagination token': {
		begin: fault({kind: 'refuseToken'}),
		message: 'AWS rejected its own pagination token.',
		delaysMs: everyInterval,
	},
	'a repeated pagination token': {
		begin: fault({kind: 'repeatToken'}),
		message: 'AWS returned the same pagination token twice.',
		delaysMs: everyInterval,
	},
	'an invalid endpoint URL in the profile': {
		async begin(scene) {
			const {url} = scene.simulator();
			await scene.setEndpoint('neptune.example');
			await resetConnection(scene);
			return async () => scene.setEndpoint(url);
		},
		message: 'Invalid endpoint URL "neptune.example". It must start with https:// or http://, followed by a host.',
		delaysMs: everyMinute,
	},
	'an unknown host name': {
		async begin(scene) {
			const {url} = scene.simulator();
			await scene.setEndpoint(`http://does-not-exist.invalid:${new URL(url).port}`);
			await resetConnection(scene);
			return async () => scene.setEndpoint(url);
		},

		// The message depends on whether the machine has a DNS server.
		message: /^(?:Host not found: does-not-exist\.invalid\. Check the network connection and the endpoint URL|The DNS lookup failed\. Check the network connection)\.$/v,
		delaysMs: everyInterval,
	},
};

const readBanner = (model: Model): {readonly message: string; readonly times: string} => {
	const [message = '', times = ''] = bannerLines(model).join(' ').split(/ (?=Since )/v, 2);
	return {message, times: times.replace(/ Press r to try now\.$/v, '')};
};

const nextAtOf = (model: Model): number => {
	const {poll} = only(model);
	return poll.kind === 'waiting' ? poll.nextAt : NaN;
};

describe.each(Object.entries(faultCases))('%s', (_, {begin, message, delaysMs, settings}) => {
	test('reports no changes, shows a message and the next try, and ends with the first successful scan', async () => {
		const scene = await openScene(settings);
		const {watching: {store, clock, nextTry}} = scene;
		const listed = statusesOf(store.getModel());
		const lastSeenAt = clock.now();
		expect(listed.size).toBe(250);
		expect(bannerLines(store.getModel())).toEqual([]);

		const end = await begin(scene);

		for (const delayMs of delaysMs) {
			const model = await nextTry(); // eslint-disable-line no-await-in-loop -- One try after the other.
			const banner = readBanner(model);

			expect(model.changes).toEqual([]);
			expect(statusesOf(model)).toEqual(listed);
			expect(banner.message).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
			expect(banner.times).toBe(`Since 12:00:10; next try ${clockTime(clock.now() + delayMs, clock.now())}.`);
			expect(nextAtOf(model)).toBe(clock.now() + delayMs);
		}

		await end();
		scene.simulator().update((current, at) => setStatus(current, onLastPage, 'SUCCEEDED', at));
		const recovered = await nextTry();
		const expected = [
			expect.objectContaining({
				change: expect.objectContaining({kind: 'changed', from: 'IMPORTING', to: 'SUCCEEDED'}) as unknown,
				at: clock.now(),
				notBefore: lastSeenAt,
			}),
		];

		expect(bannerLines(recovered)).toEqual(['Since 12:00: 1 succeeded']);
		expect(only(recovered).failure).toBeUndefined();
		expect(only(recovered).lastCompleteAt).toBe(clock.now());
		expect(recovered.changes).toEqual(expected);
		expect(recovered.changes[0]?.change.task.taskId).toBe(onLastPage);
		expect(statusesOf(recovered)).toEqual(new Map([...listed, [onLastPage, 'SUCCEEDED']]));

		const afterwards = await nextTry();
		expect(afterwards.changes).toEqual(expected);
		expect(nextAtOf(afterwards)).toBe(clock.now() + intervalMs);
	});
});

describe('a fault on the second of three pages', () => {
	test('does not delay changes on the first page, and reports each of them once', async () => {
		const {watching: {clock, nextTry}, simulator} = await openScene();
		const end = simulator().injectFault({kind: 'reset', page: 2});
		await nextTry();

		for (const id of [onFirstPage, onSecondPage, onLastPage]) {
			simulator().update((current, at) => setStatus(current, id, 'FAILED', at));
		}

		const partly = await nextTry();

		expect(partly.changes).toMatchObject([{at: startAt + (2 * intervalMs), change: {task: {taskId: onFirstPage}, to: 'FAILED'}}]);
		expect(partly.changes[0]).not.toHaveProperty('notBefore');
		expect(bannerLines(partly)).not.toEqual([]);

		end();
		const wholly = await nextTry();
		expect(wholly.changes).toMatchObject([
			{at: clock.now(), notBefore: startAt, change: {task: {taskId: onLastPage}, to: 'FAILED'}},
			{at: clock.now(), notBefore: startAt, change: {task: {taskId: onSecondPage}, to: 'FAILED'}},
			{change: {task: {taskId: onFirstPage}}},
		]);
		expect(wholly.changes).toHaveLength(3);
	});

	test('never makes an import gone; only two complete scans do, with any number of incomplete ones between', async () => {
		const {watching: {nextTry}, simulator} = await openScene();
		const scanIncompletely = async (): Promise<Model['changes']> => {
			const end = simulator().injectFault({kind: 'cutOff', page: 2});
			await nextTry();
			const {changes} = await nextTry();
			end();
			return changes;
		};

		simulator().update(current => removeImport(removeImport(current, onFirstPage), onLastPage));
		expect(await scanIncompletely()).toEqual([]);

		const first = await nextTry();
		expect(first.changes).toEqual([]);
		expect(recordsOf(first)).toHaveLength(250);
		expect(await scanIncompletely()).toEqual([]);

		const second = await nextTry();
		expect(new Set(second.changes.map(({change}) => `${change.kind} ${change.task.taskId}`))).toEqual(new Set([`gone ${onFirstPage}`, `gone ${onLastPage}`]));
		expect(recordsOf(second)).toHaveLength(248);

		const third = await nextTry();
		expect(third.changes).toHaveLength(2);
	});
});

test('the banner shows the latest of several different failures, since the time of the first', async () => {
	const {watching: {nextTry}, simulator} = await openScene();
	simulator().injectFault({kind: 'reset', times: 1});
	await nextTry();
	simulator().injectFault({
		kind: 'error', status: 429, code: 'ThrottlingException', message: 'Rate exceeded', times: 1,
	});

	expect(readBanner(await nextTry())).toEqual({message: throttledMessage, times: 'Since 12:00:10; next try 12:00:40.'});
	expect(bannerLines(await nextTry())).toEqual([]);
});

/*
The server socket of the next request.
*/
const nextConnection = async (): Promise<Socket> => {
	const {promise, resolve} = Promise.withResolvers<Socket>();
	const channel = 'http.server.request.start';
	const onRequest = (message: unknown): void => {
		unsubscribe(channel, onRequest);
		resolve((message as {readonly socket: Socket}).socket); // The documented message of this channel.
	};

	subscribe(channel, onRequest);
	return promise;
};

describe('a scan without a response', () => {
	/*
	Starts a scan of a silent service. Returns its server socket.
	*/
	const openSilence = async () => {
		const scene = await openScene();
		const end = scene.simulator().injectFault({kind: 'silence'});
		const {clock, store} = scene.watching;
		const connection = nextConnection();
		clock.pass(nextAtOf(store.getModel()) - clock.now());
		return {...scene, end, socket: await connection};
	};

	test('is aborted at once on a pause, and does not delay the next scan', async () => {
		const {watching: {clock, command, scanEnd, store}, end, socket, simulator} = await openSilence();
		clock.pass(5000);
		expect(only(store.getModel()).poll).toMatchObject({kind: 'scanning', isSlow: true});

		const closed = once(socket, 'close');
		command('togglePause');
		await closed;
		expect(only(store.getModel())).toMatchObject({isPaused: true, poll: {kind: 'waiting'}});
		expect(bannerLines(store.getModel())).toEqual([]);
		expect(clock.waiting()).toBe(0);

		end();
		simulator().update((current, at) => setStatus(current, onLastPage, 'FAILED', at));
		command('togglePause');
		clock.pass(0);
		const resumed = await scanEnd();
		expect(bannerLines(resumed)).toEqual([]);
		expect(resumed.changes).toMatchObject([{at: clock.now(), change: {to: 'FAILED'}}]);
		expect(only(resumed).lastCompleteAt).toBe(clock.now());
	});

	test('is aborted at once on a pause after a refresh, and polling continues', async () => {
		const {watching: {clock, command, scanEnd, store}, end, socket} = await openSilence();
		const closed = once(socket, 'close');
		const connection = nextConnection();
		command('togglePause');
		command('refresh');
		await closed;
		const again = await connection;
		expect(only(store.getModel())).toMatchObject({isPaused: true, poll: {kind: 'scanning'}});

		const closedAgain = once(again, 'close');
		command('togglePause');
		command('togglePause');
		end();
		await closedAgain;
		clock.pass(0);
		command('refresh');
		expect(bannerLines(await scanEnd())).toEqual([]);
	});

	test('is aborted at once on quitting, and leaves no timers', async () => {
		const {watching: {clock, close, command, store}, socket, simulator} = await openSilence();
		const closed = once(socket, 'close');
		command('quit');
		await closed;
		expect(clock.waiting()).toBe(0);

		const requestCount = simulator().requests.length;
		clock.pass(3_600_000);
		await close();
		expect(store.getModel().changes).toEqual([]);
		expect(simulator().requests).toHaveLength(requestCount);
	});
});

describe('a sleep of eight hours', () => {
	const sleepMs = 8 * 3_600_000;

	const sleepWhile = async (change: (scene: Scene) => void): Promise<Scene> => {
		const scene = await openScene();
		change(scene);
		scene.watching.clock.jump(sleepMs);
		return scene;
	};

	/*
	After the sleep, the timer still runs for the rest of its time.
	*/
	const scanOnWaking = async ({watching: {clock, scanEnd}}: Scene): Promise<Model> => {
		clock.pass(intervalMs);
		return scanEnd();
	};

	test('gives every change found after it a time span that covers the sleep', async () => {
		const scene = await sleepWhile(({simulator}) => {
			simulator().update((current, at) => putImport(setStatus(current, onFirstPage, 'FAILED', at), importTask({taskId: taskId(999)})));
		});
		const woken = await scanOnWaking(scene);
		expect(woken.changes).toMatchObject([
			{at: startAt + sleepMs + intervalMs, notBefore: startAt, change: {kind: 'changed', to: 'FAILED'}},
			{at: startAt + sleepMs + intervalMs, notBefore: startAt, change: {kind: 'appeared'}},
		]);
	});

	test('gives an import that left the list a time span that covers the sleep, although two scans must confirm it', async () => {
		const scene = await sleepWhile(({simulator}) => {
			simulator().update(current => removeImport(current, onFirstPage));
		});
		const first = await scanOnWaking(scene);
		expect(first.changes).toEqual([]);

		const second = await scene.watching.nextTry();
		expect(second.changes).toMatchObject([{change: {kind: 'gone'}, notBefore: startAt}]);
	});

	test('still counts for an import that the first scan after it missed', async () => {
		const scene = await sleepWhile(({simulator}) => {
			simulator().update(current => removeImport(current, onFirstPage));
		});
		await scanOnWaking(scene);
		scene.simulator().update(current => putImport(current, importTask({taskId: onFirstPage, status: 'FAILED'})));

		const second = await scene.watching.nextTry();
		expect(second.changes).toMatchObject([{change: {kind: 'changed', to: 'FAILED'}, notBefore: startAt}]);
	});

	test('in the middle of a scan counts for the pages before and after it', async () => {
		const scene = await openScene();
		scene.atPage(2, () => {
			scene.watching.clock.jump(sleepMs);

			for (const id of [onFirstPage, onLastPage]) {
				scene.simulator().update((current, at) => setStatus(current, id, 'FAILED', at));
			}
		});

		const interrupted = await scene.watching.nextTry();
		expect(interrupted.changes).toMatchObject([{change: {task: {taskId: onLastPage}}, notBefore: startAt}]);

		scene.watching.clock.pass(0);
		const next = await scene.watching.scanEnd();
		expect(next.changes[0]).toMatchObject({change: {task: {taskId: onFirstPage}}, notBefore: startAt + intervalMs});
	});
});

describe('a clock that is set back', () => {
	/*
	The timer runs independently of the clock.
	*/
	const scanAfterInterval = async ({clock, scanEnd, store}: Watching): Promise<Model> => {
		clock.pass(only(store.getModel()).pace.intervalMs);
		return scanEnd();
	};

	test('in the middle of a scan makes no duration negative', async () => {
		const {watching, simulator, atPage} = await openScene();
		const {clock, nextTry} = watching;
		simulator().update((current, at) => setStatus(current, onFirstPage, 'ANALYZING_DATA', at));

		for (let tries = 0; tries < 7; tries++) {
			await nextTry(); // eslint-disable-line no-await-in-loop -- One try after the other.
		}

		// The import was observed for a minute and unobserved for another, before the clock goes back.
		clock.jump(60_000);
		simulator().update((current, at) => setStatus(current, onFirstPage, 'FAILED', at));
		atPage(1, () => {
			clock.jump(-90_000);
		});
		const {changes} = await scanAfterInterval(watching);
		const change = changes[0];
		expect(change).toMatchObject({at: startAt + 50_000, change: {to: 'FAILED'}});

		const {minMs, maxMs} = change?.elapsed ?? {minMs: 0, maxMs: 0};
		expect(maxMs).toBeGreaterThanOrEqual(minMs);
		expect(minMs).toBeGreaterThanOrEqual(0);
		expect(change?.notBefore ?? 0).toBeLessThan(startAt + 50_000);
	});

	test('does not keep a change recent: two minutes later the interval is adaptive again', async () => {
		const {watching, simulator} = await openScene();
		watching.command('adaptInterval');
		simulator().update((current, at) => setStatus(current, onFirstPage, 'FAILED', at));
		const changed = await watching.nextTry();
		expect(only(changed).pace).toEqual({intervalMs: 5000, reason: 'changed'});

		watching.clock.jump(-3 * 3_600_000);

		for (let waitedMs = 0; waitedMs < 120_000; waitedMs += only(watching.store.getModel()).pace.intervalMs) {
			await scanAfterInterval(watching); // eslint-disable-line no-await-in-loop -- One try after the other.
		}

		expect(only(watching.store.getModel()).pace).toEqual({intervalMs: 10_000, reason: 'active'});
	});
});
