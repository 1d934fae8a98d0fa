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
import {type ImportTask} from '../source/domain/task.ts';
import {clockTime} from '../source/domain/time-text.ts';
import {bannerLines} from '../source/model/banner.ts';
import {type Model} from '../source/model/model.ts';
import {type SourceSettings} from '../source/neptune/source.ts';
import {type Fault} from '../source/simulator/fault.ts';
import {removeImport, setStatus, stillFleet} from '../source/simulator/fleet.ts';
import {startSimulator, type Simulator} from '../source/simulator/server.ts';
import {useAwsSettings} from './neptune/aws-settings.ts';
import {startAt} from './support/model.ts';
import {importTask, taskId} from './support/tasks.ts';
import {createMachineClock, watchSimulator, type Watching} from './support/watching.ts';

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
	const clock = createMachineClock(startAt);
	let simulator = await startSimulator({fleet: stillFleet(fleet), clock: clock.now});
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
		async closeService() {
			await simulator.close();
			return async () => {
				simulator = await startSimulator({port: Number(new URL(url).port), fleet: simulator.fleet, clock: clock.now});
			};
		},
		async nameEndpoint(endpointUrl) {
			await writeFile(path.join(person.home, 'config'), profileWith(endpointUrl));
		},
	};
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
const throttledWords = 'AWS asks this account to call less often. The next try comes later than usual.';
const brokenOffWords = 'The connection to the service broke off. Check the network connection if this goes on.';
const webPageWords = 'A web page came in place of an answer from AWS. Check for a proxy, or for a sign-in page on this network.';

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
		says: 'The service has a fault of its own (HTTP 500).',
		waitsMs: backingOff,
	},
	'a service that is unavailable': {
		begin: error(503, 'ServiceUnavailableException', 'Service Unavailable'),
		says: 'The service has a fault of its own (HTTP 503).',
		waitsMs: backingOff,
	},
	'a fault that befalls the second page alone': {
		begin: error(500, 'InternalServerException', 'An internal error occurred.', {page: 2}),
		says: 'The service has a fault of its own (HTTP 500).',
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
		begin: async ({closeService}) => closeService(),
		says: /^The connection to http:\/\/127\.0\.0\.1:\d+ was refused\. Check the endpoint URL, and that something listens there\.$/v,
		waitsMs: everyInterval,
	},
	silence: {
		begin: fault({kind: 'silence'}),
		says: 'The service did not answer in time. Check the network connection if this goes on.',
		waitsMs: everyInterval,
		settings: {requestTimeoutMs: 1000},
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
		async begin({closeService, simulator}) {
			const {url} = simulator();
			const reopenService = await closeService();
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
		says: 'The service has a fault of its own (HTTP 502).',
		waitsMs: backingOff,
	},
	'an answer without a list': {
		begin: fault({kind: 'body', body: '{}'}),
		says: 'The answer of the service has no list of imports in it.',
		waitsMs: everyInterval,
	},
	'null for a list': {
		begin: fault({kind: 'body', body: '{"tasks": null}'}),
		says: 'The answer of the service has no list of imports in it.',
		waitsMs: everyInterval,
	},
	'keys that have run out': {
		begin: error(403, 'ExpiredTokenException', 'The security token included in the request is expired'),
		says: 'The temporary credentials of profile default have expired. Renew them; that is noticed without a restart.',
		waitsMs: everyInterval,
	},
	'wrong keys': {
		begin: error(403, 'UnrecognizedClientException', 'The security token included in the request is invalid.'),
		says: 'AWS does not accept the keys of profile default. Check the keys, and that the region us-east-1 is enabled for the account.',
		waitsMs: everyInterval,
	},
	'a permission that is wanting': {
		begin: error(403, 'AccessDeniedException', 'User: arn:aws:iam::123456789012:user/me is not authorized to perform: neptune-graph:ListImportTasks on resource: *'),
		says: 'The credentials of profile default do not allow neptune-graph:ListImportTasks. Ask whoever looks after the account to allow this action.',
		waitsMs: everyMinute,
	},
	'a clock that is wrong': {
		begin: error(403, 'InvalidSignatureException', 'Signature expired: 20260301T120000Z is now earlier than 20260301T121500Z (20260301T122000Z - 5 min.)'),
		says: 'The clock of this machine differs too much from that of AWS. Set it right; most systems can do so by network time.',
		waitsMs: everyInterval,
	},
	'tokens that are refused': {
		begin: fault({kind: 'refuseToken'}),
		says: 'The service does not take the tokens that it gives for the next page.',
		waitsMs: everyInterval,
	},
	'one token for ever': {
		begin: fault({kind: 'repeatToken'}),
		says: 'The service gave the same token for two pages, so the list has no end.',
		waitsMs: everyInterval,
	},
	'a region that the configuration no longer names rightly': {
		async begin(scene) {
			const {url} = scene.simulator();
			await scene.nameEndpoint('neptune.example');

			// A connection that still works is not made anew.
			await hangUp(scene);
			return async () => scene.nameEndpoint(url);
		},
		says: '"neptune.example" can\'t be an endpoint URL. An endpoint URL begins with https:// or http:// and a host.',
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
		says: /^The address (?:does-not-exist\.invalid was not found\. Check the network connection, and the endpoint URL|of the service could not be looked up\. Check the network connection)\.$/v,
		waitsMs: everyInterval,
	},
};
