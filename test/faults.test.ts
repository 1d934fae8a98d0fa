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
import {useAwsSettings} from './neptune/aws-settings.ts';
import {createHandClock} from './support/hand-clock.ts';
import {only, recordsOf, startAt} from './support/model.ts';
import {importTask, taskId} from './support/tasks.ts';
import {watchSimulator, type Watching} from './support/watching.ts';

/*
Three pages.
*/
const fleet: readonly ImportTask[] = Array.from({length: 250}, (_, index) => importTask({taskId: taskId(index + 1)}));
const onFirstPage = taskId(7);
const onSecondPage = taskId(150);
const onLastPage = taskId(250);

const intervalMs = 10_000;

/*
A watcher with a good list, of a service that is about to have trouble.
*/
type Scene = {
	readonly watching: Watching;
	readonly simulator: () => Simulator;

	/**
	Lets this happen when a page is asked for next, before it is read.
	*/
	readonly atPage: (page: number, happen: () => void) => void;

	/**
	The simulator listens no more; gives back how to have it again, with the same imports, at the same port.
	*/
	readonly closeService: () => Promise<() => Promise<void>>;

	/**
	Makes this the endpoint that the profile names.
	*/
	readonly nameEndpoint: (url: string) => Promise<void>;
};

const keys = '[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = made-up\n';

const openScene = async (settings: Partial<SourceSettings> = {}): Promise<Scene> => {
	const clock = createHandClock(startAt);
	const happenings = new Map<number | undefined, () => void>();
	const onRequest = ({page}: SimulatorRequest): void => {
		const happen = happenings.get(page);
		happenings.delete(page);
		happen?.();
	};

	let simulator = await startSimulator({fleet: stillFleet(fleet), clock: clock.now, onRequest});
	const {url} = simulator;
	const profileWith = (endpointUrl: string): string => `[default]\nregion = us-east-1\nendpoint_url = ${endpointUrl}\n`;
	const person = await useAwsSettings({config: profileWith(url), credentials: keys});
	const watching = watchSimulator(undefined, {clock, model: {intervalMs}, settings: {region: undefined, env: person.env, ...settings}});

	onTestFinished(async () => {
		await watching.close();
		await simulator.close();
	});

	await watching.scanEnd();
	return {
		watching,
		simulator: () => simulator,
		atPage(page, happen) {
			happenings.set(page, happen);
		},
		async closeService() {
			await simulator.close();
			return async () => {
				simulator = await startSimulator({
					port: Number(new URL(url).port), fleet: simulator.fleet, clock: clock.now, onRequest,
				});
			};
		},
		async nameEndpoint(endpointUrl) {
			await writeFile(path.join(person.home, 'config'), profileWith(endpointUrl));
		},
	};
};

/*
A connection that works is kept; one that broke off is made anew, from the settings as they are then.
*/
const hangUp = async ({simulator, watching}: Scene): Promise<void> => {
	simulator().injectFault({kind: 'reset', times: 1});
	await watching.nextTry();
};

type Trouble = {
	/**
	Begins the trouble; gives back how to end it.
	*/
	readonly begin: (scene: Scene) => (() => void) | Promise<() => Promise<void>>;

	/**
	What went wrong and what to do, as the banner puts it.
	*/
	readonly says: string | RegExp;

	/**
	From the beginning of each try that fails to the next, in milliseconds.
	*/
	readonly waitsMs: readonly number[];
	readonly settings?: Partial<SourceSettings>;
};

const everyInterval = [intervalMs, intervalMs];
const everyMinute = [60_000, 60_000];

/*
With the worst of luck.
*/
const backingOff = [20_000, 40_000, 80_000, 120_000, 120_000];

const fault = (injected: Fault): Trouble['begin'] => ({simulator}) => simulator().injectFault(injected);

const error = (status: number, code: string, message: string, more: {readonly retryAfterSeconds?: number; readonly page?: number} = {}): Trouble['begin'] => fault({
	kind: 'error',
	status,
	code,
	message,
	...more,
});

const page = '<!doctype html><title>Sign in</title>';
const throttledWords = 'Throttled by AWS.';
const brokenOffWords = 'Lost the connection to AWS. If this continues, check the network connection.';
const webPageWords = 'Got an HTML page instead of an AWS response. Check whether a proxy or a network sign-in page intercepts the connection.';

const troubles: Readonly<Record<string, Trouble>> = {
	throttling: {
		begin: error(429, 'ThrottlingException', 'Rate exceeded'),
		says: throttledWords,
		waitsMs: backingOff,
	},
	'throttling that says when to come back': {
		begin: error(429, 'ThrottlingException', 'Rate exceeded', {retryAfterSeconds: 1}),
		says: throttledWords,
		waitsMs: backingOff,
	},
	'a fault of the service': {
		begin: error(500, 'InternalServerException', 'An internal error occurred.'),
		says: 'Server error (HTTP 500).',
		waitsMs: backingOff,
	},
	'a service that is unavailable': {
		begin: error(503, 'ServiceUnavailableException', 'Service Unavailable'),
		says: 'Server error (HTTP 503).',
		waitsMs: backingOff,
	},
	'a fault that befalls the second page alone': {
		begin: error(500, 'InternalServerException', 'An internal error occurred.', {page: 2}),
		says: 'Server error (HTTP 500).',
		waitsMs: backingOff,
	},
	'connections that are reset': {
		begin: fault({kind: 'reset'}),
		says: brokenOffWords,
		waitsMs: everyInterval,
	},
	'a reset that befalls the last page alone': {
		begin: fault({kind: 'reset', page: 3}),
		says: brokenOffWords,
		waitsMs: everyInterval,
	},
	'a service that does not listen': {
		async begin(scene) {
			await hangUp(scene);
			return scene.closeService();
		},
		says: /^The connection to http:\/\/127\.0\.0\.1:\d+ was refused\. Check the endpoint URL, and that a server is listening there\.$/v,
		waitsMs: everyInterval,
	},
	silence: {
		begin: fault({kind: 'silence'}),
		says: 'AWS did not respond in time. If this continues, check the network connection.',
		waitsMs: everyInterval,
		settings: {requestTimeoutMs: 2000},
	},
	'answers that are cut off': {
		begin: fault({kind: 'cutOff'}),
		says: brokenOffWords,
		waitsMs: everyInterval,
	},
	'a page of a proxy': {
		begin: fault({kind: 'body', body: page, contentType: 'text/html'}),
		says: webPageWords,
		waitsMs: everyInterval,
	},
	'a page of a gateway': {
		async begin(scene) {
			const {url} = scene.simulator();
			await hangUp(scene);
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
		says: 'Server error (HTTP 502).',
		waitsMs: backingOff,
	},
	'an answer without a list': {
		begin: fault({kind: 'body', body: '{}'}),
		says: 'The AWS response has no list of imports.',
		waitsMs: everyInterval,
	},
	'null for a list': {
		begin: fault({kind: 'body', body: '{"tasks": null}'}),
		says: 'The AWS response has no list of imports.',
		waitsMs: everyInterval,
	},
	'keys that have run out': {
		begin: error(403, 'ExpiredTokenException', 'The security token included in the request is expired'),
		says: 'The temporary credentials of profile default have expired. Renew them. No restart is needed.',
		waitsMs: everyInterval,
	},
	'wrong keys': {
		begin: error(403, 'UnrecognizedClientException', 'The security token included in the request is invalid.'),
		says: 'AWS rejected the credentials of profile default. Check the access keys, and that region us-east-1 is enabled for the account.',
		waitsMs: everyInterval,
	},
	'a permission that is wanting': {
		begin: error(403, 'AccessDeniedException', 'User: arn:aws:iam::123456789012:user/me is not authorized to perform: neptune-graph:ListImportTasks on resource: *'),
		says: 'The credentials of profile default do not allow neptune-graph:ListImportTasks. Ask your AWS administrator to allow this action.',
		waitsMs: everyMinute,
	},
	'a clock that is wrong': {
		begin: error(403, 'InvalidSignatureException', 'Signature expired: 20260301T120000Z is now earlier than 20260301T121500Z (20260301T122000Z - 5 min.)'),
		says: 'The system clock is out of sync with AWS. Synchronize it, for example with NTP.',
		waitsMs: everyInterval,
	},
	'tokens that are refused': {
		begin: fault({kind: 'refuseToken'}),
		says: 'AWS rejected its own pagination token.',
		waitsMs: everyInterval,
	},
	'one token for ever': {
		begin: fault({kind: 'repeatToken'}),
		says: 'AWS returned the same pagination token twice.',
		waitsMs: everyInterval,
	},
	'a setting that is spoilt': {
		async begin(scene) {
			const {url} = scene.simulator();
			await scene.nameEndpoint('neptune.example');
			await hangUp(scene);
			return async () => scene.nameEndpoint(url);
		},
		says: 'Invalid endpoint URL "neptune.example". It must start with https:// or http://, followed by a host.',
		waitsMs: everyMinute,
	},
	'an address that is not found': {
		async begin(scene) {
			const {url} = scene.simulator();
			await scene.nameEndpoint(`http://does-not-exist.invalid:${new URL(url).port}`);
			await hangUp(scene);
			return async () => scene.nameEndpoint(url);
		},

		// Which one it is depends on whether there is a name server to ask.
		says: /^(?:Host not found: does-not-exist\.invalid\. Check the network connection and the endpoint URL|The DNS lookup failed\. Check the network connection)\.$/v,
		waitsMs: everyInterval,
	},
};

const statusesOf = (model: Model): ReadonlyMap<string, string> => new Map(recordsOf(model).map(({task}) => [task.taskId, task.status]));

/*
The banner as a person reads it: what is wrong and what to do, and then the times.
*/
const readBanner = (model: Model): {readonly words: string; readonly times: string} => {
	const [words = '', times = ''] = bannerLines(model).join(' ').split(/ (?=Since )/v, 2);
	return {words, times};
};

const nextAtOf = (model: Model): number => {
	const {poll} = only(model);
	return poll.kind === 'waiting' ? poll.nextAt : NaN;
};

describe.each(Object.entries(troubles))('%s', (_, {begin, says, waitsMs, settings}) => {
	test('claims no change, says what is wrong and when the next try is, and is over with the first try that succeeds', async () => {
		const scene = await openScene(settings);
		const {watching: {store, clock, nextTry}} = scene;
		const listed = statusesOf(store.getModel());
		const lastSeenAt = clock.now();
		expect(listed.size).toBe(250);
		expect(bannerLines(store.getModel())).toEqual([]);

		const end = await begin(scene);

		for (const waitMs of waitsMs) {
			const model = await nextTry(); // eslint-disable-line no-await-in-loop -- One try after the other is the point.
			const {words, times} = readBanner(model);

			expect(model.changes).toEqual([]);
			expect(statusesOf(model)).toEqual(listed);
			expect(words).toEqual(typeof says === 'string' ? says : expect.stringMatching(says));
			expect(times).toBe(`Since 12:00:10; next try ${clockTime(clock.now() + waitMs)}.`);
			expect(nextAtOf(model)).toBe(clock.now() + waitMs);
		}

		await end();
		scene.simulator().update((current, at) => setStatus(current, onLastPage, 'SUCCEEDED', at));
		const recovered = await nextTry();
		const announced = [
			expect.objectContaining({
				change: expect.objectContaining({kind: 'changed', from: 'IMPORTING', to: 'SUCCEEDED'}) as unknown,
				at: clock.now(),
				notBefore: lastSeenAt,
			}),
		];

		expect(bannerLines(recovered)).toEqual(['Since 12:00: 1 succeeded']);
		expect(only(recovered).failure).toBeUndefined();
		expect(only(recovered).lastCompleteAt).toBe(clock.now());
		expect(recovered.changes).toEqual(announced);
		expect(recovered.changes[0]?.change.task.taskId).toBe(onLastPage);
		expect(statusesOf(recovered)).toEqual(new Map([...listed, [onLastPage, 'SUCCEEDED']]));

		const afterwards = await nextTry();
		expect(afterwards.changes).toEqual(announced);
		expect(nextAtOf(afterwards)).toBe(clock.now() + intervalMs);
	});
});

describe('a fault on the second of three pages', () => {
	test('hides nothing of the first page: a change there is announced at once, once, and as seen when it happened', async () => {
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

	test('never makes an import gone: two scans in a row that read the whole list do, however many broke off between', async () => {
		const {watching: {nextTry}, simulator} = await openScene();
		const breakOff = async (): Promise<Model['changes']> => {
			const end = simulator().injectFault({kind: 'cutOff', page: 2});
			await nextTry();
			const {changes} = await nextTry();
			end();
			return changes;
		};

		simulator().update(current => removeImport(removeImport(current, onFirstPage), onLastPage));
		expect(await breakOff()).toEqual([]);

		const first = await nextTry();
		expect(first.changes).toEqual([]);
		expect(recordsOf(first)).toHaveLength(250);
		expect(await breakOff()).toEqual([]);

		const second = await nextTry();
		expect(new Set(second.changes.map(({change}) => `${change.kind} ${change.task.taskId}`))).toEqual(new Set([`gone ${onFirstPage}`, `gone ${onLastPage}`]));
		expect(recordsOf(second)).toHaveLength(248);

		const third = await nextTry();
		expect(third.changes).toHaveLength(2);
	});
});

test('one failed try after another that differ are one trouble: the banner says the latest, since the first', async () => {
	const {watching: {nextTry}, simulator} = await openScene();
	simulator().injectFault({kind: 'reset', times: 1});
	await nextTry();
	simulator().injectFault({
		kind: 'error', status: 429, code: 'ThrottlingException', message: 'Rate exceeded', times: 1,
	});

	expect(readBanner(await nextTry())).toEqual({words: throttledWords, times: 'Since 12:00:10; next try 12:00:40.'});
	expect(bannerLines(await nextTry())).toEqual([]);
});

/*
The server's end of the connection that the next request comes on.
*/
const nextConnection = async (): Promise<Socket> => {
	const {promise, resolve} = Promise.withResolvers<Socket>();
	const channel = 'http.server.request.start';
	const onRequest = (message: unknown): void => {
		unsubscribe(channel, onRequest);
		resolve((message as {readonly socket: Socket}).socket); // As Node documents the channel.
	};

	subscribe(channel, onRequest);
	return promise;
};

describe('a scan that waits for an answer that does not come', () => {
	/*
	A silent service, a scan under way, and the server's end of its connection.
	*/
	const openSilence = async () => {
		const scene = await openScene();
		const end = scene.simulator().injectFault({kind: 'silence'});
		const {clock, store} = scene.watching;
		const connection = nextConnection();
		clock.pass(nextAtOf(store.getModel()) - clock.now());
		return {...scene, end, socket: await connection};
	};

	test('is given up at once on a pause, and the next one is not held by it', async () => {
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

	test('is given up at once on a refresh after a pause, while the service is still silent, and the watcher goes on', async () => {
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

	test('is given up at once on quitting, and nothing is left to wait for', async () => {
		const {watching: {clock, close, command, store}, socket, simulator} = await openSilence();
		const closed = once(socket, 'close');
		command('quit');
		await closed;
		expect(clock.waiting()).toBe(0);

		const asked = simulator().requests.length;
		clock.pass(3_600_000);
		await close();
		expect(store.getModel().changes).toEqual([]);
		expect(simulator().requests).toHaveLength(asked);
	});
});

describe('a sleep of eight hours', () => {
	const sleepMs = 8 * 3_600_000;

	/*
	A machine that wakes with the next try due, after things happened.
	*/
	const sleepWhile = async (happen: (scene: Scene) => void): Promise<Scene> => {
		const scene = await openScene();
		happen(scene);
		scene.watching.clock.jump(sleepMs);
		return scene;
	};

	/*
	The wait that the sleep interrupted is over when its timer says so.
	*/
	const scanOnWaking = async ({watching: {clock, scanEnd}}: Scene): Promise<Model> => {
		clock.pass(intervalMs);
		return scanEnd();
	};

	test('makes every change found after it one that happened somewhere in it', async () => {
		const scene = await sleepWhile(({simulator}) => {
			simulator().update((current, at) => putImport(setStatus(current, onFirstPage, 'FAILED', at), importTask({taskId: taskId(999)})));
		});
		const woken = await scanOnWaking(scene);
		expect(woken.changes).toMatchObject([
			{at: startAt + sleepMs + intervalMs, notBefore: startAt, change: {kind: 'changed', to: 'FAILED'}},
			{at: startAt + sleepMs + intervalMs, notBefore: startAt, change: {kind: 'appeared'}},
		]);
	});

	test('makes an import that left the list meanwhile one that left it somewhere in it, though two scans have to prove it', async () => {
		const scene = await sleepWhile(({simulator}) => {
			simulator().update(current => removeImport(current, onFirstPage));
		});
		const first = await scanOnWaking(scene);
		expect(first.changes).toEqual([]);

		const second = await scene.watching.nextTry();
		expect(second.changes).toMatchObject([{change: {kind: 'gone'}, notBefore: startAt}]);
	});

	test('is not forgotten for an import that the first scan after it missed between two pages', async () => {
		const scene = await sleepWhile(({simulator}) => {
			simulator().update(current => removeImport(current, onFirstPage));
		});
		await scanOnWaking(scene);
		scene.simulator().update(current => putImport(current, importTask({taskId: onFirstPage, status: 'FAILED'})));

		const second = await scene.watching.nextTry();
		expect(second.changes).toMatchObject([{change: {kind: 'changed', to: 'FAILED'}, notBefore: startAt}]);
	});

	test('counts in the middle of a scan, too, for what that scan found after it and for what it had read before', async () => {
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
	The wait that the clock was set in is over when its timer says so.
	*/
	const scanInTime = async ({clock, scanEnd, store}: Watching): Promise<Model> => {
		clock.pass(only(store.getModel()).pace.intervalMs);
		return scanEnd();
	};

	test('in the middle of a scan turns no duration upside down', async () => {
		const {watching, simulator, atPage} = await openScene();
		const {clock, nextTry} = watching;
		simulator().update((current, at) => setStatus(current, onFirstPage, 'ANALYZING_DATA', at));

		for (let tries = 0; tries < 7; tries++) {
			await nextTry(); // eslint-disable-line no-await-in-loop -- One try after the other is the point.
		}

		// Seen for a minute since it changed; then unseen for another, and the clock goes back to before.
		clock.jump(60_000);
		simulator().update((current, at) => setStatus(current, onFirstPage, 'FAILED', at));
		atPage(1, () => {
			clock.jump(-90_000);
		});
		const {changes} = await scanInTime(watching);
		const change = changes[0];
		expect(change).toMatchObject({at: startAt + 50_000, change: {to: 'FAILED'}});

		const {minMs, maxMs} = change?.elapsed ?? {minMs: 0, maxMs: 0};
		expect(maxMs).toBeGreaterThanOrEqual(minMs);
		expect(minMs).toBeGreaterThanOrEqual(0);
		expect(change?.notBefore ?? 0).toBeLessThan(startAt + 50_000);
	});

	test('does not keep a change recent: the pace is that of the work two minutes later', async () => {
		const {watching, simulator} = await openScene();
		watching.command('followWork');
		simulator().update((current, at) => setStatus(current, onFirstPage, 'FAILED', at));
		const changed = await watching.nextTry();
		expect(only(changed).pace).toEqual({intervalMs: 5000, reason: 'changed'});

		watching.clock.jump(-3 * 3_600_000);

		for (let waitedMs = 0; waitedMs < 120_000; waitedMs += only(watching.store.getModel()).pace.intervalMs) {
			await scanInTime(watching); // eslint-disable-line no-await-in-loop -- One try after the other is the point.
		}

		expect(only(watching.store.getModel()).pace).toEqual({intervalMs: 10_000, reason: 'active'});
	});
});
