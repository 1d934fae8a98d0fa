import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readdirSync, readlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {text} from 'node:stream/consumers';
import {expect, onTestFinished, test} from 'vitest';
import {cpuMs, isUsageAvailable, residentMegabytes} from '../../bench/usage.ts';
import {isChangeEvent, type WatchEvent} from '../../source/imports/event.ts';
import {groupLabels, groupOf, statusGroups} from '../../source/imports/task.ts';
import {stillFleet} from '../../source/simulator/fleet.ts';
import {createRandom} from '../../source/simulator/random.ts';
import {type SimulatorRequest} from '../../source/simulator/server.ts';
import {countText} from '../../source/text/time-text.ts';
import {eventsIn} from '../support/events.ts';
import {createMovingList} from '../support/moving-list.ts';
import {offsetOf, pageSize} from '../support/pages.ts';
import {root} from '../support/root.ts';
import {stressCount} from '../support/stress.ts';
import {temporaryFolder} from '../support/temporary-files.ts';
import {
	fakeCredentials,
	quit,
	runProgram,
	serve,
	watch,
} from './program.ts';

/*
`LONG_RUN_POLLS=1800 LONG_RUN_REPORT=report.txt npx vitest run --project program test/terminal/long-run.test.ts` runs for 30 minutes and writes its figures to a file.
*/
const pollCount = Number(process.env['LONG_RUN_POLLS'] ?? stressCount({usual: 6, full: 300}));
const importCount = 2000;

/*
The changes of each import, in their order, that a watcher must report for the pages that it got.
*/
type Oracle = {
	/**
	Call it with the list just before it is returned.
	*/
	readonly observePage: (request: SimulatorRequest, tasks: ReadonlyArray<{readonly taskId: string; readonly status: string}>) => void;
	readonly polls: () => number;
	readonly expected: () => ReadonlyMap<string, readonly string[]>;
};

const createOracle = (): Oracle => {
	const expected = new Map<string, string[]>();
	const known = new Map<string, string>();
	const missing = new Set<string>();
	let sightings = new Map<string, string>();
	let polls = 0;

	const report = (taskId: string, change: string): void => {
		expected.set(taskId, [...expected.get(taskId) ?? [], change]);
	};

	const endScan = (): void => {
		polls++;

		for (const [taskId, status] of sightings) {
			const before = known.get(taskId);

			if (before !== status && polls > 1) {
				report(taskId, before === undefined ? `appeared ${status}` : `${before} → ${status}`);
			}

			known.set(taskId, status);
			missing.delete(taskId);
		}

		for (const [taskId, status] of known) {
			if (sightings.has(taskId)) {
				continue;
			}

			if (missing.has(taskId)) {
				report(taskId, `gone ${status}`);
				known.delete(taskId);
				missing.delete(taskId);
			} else {
				missing.add(taskId);
			}
		}
	};

	return {
		observePage(request, tasks) {
			const offset = offsetOf(request);

			if (offset === 0) {
				sightings = new Map();
			}

			for (const {taskId, status} of tasks.slice(offset, offset + pageSize)) {
				sightings.set(taskId, status);
			}

			if (offset + pageSize >= tasks.length) {
				endScan();
			}
		},
		polls: () => polls,
		expected: () => expected,
	};
};

const reportedIn = (events: readonly WatchEvent[]): ReadonlyMap<string, readonly string[]> => {
	const reported = new Map<string, string[]>();

	for (const event of events) {
		if (!isChangeEvent(event)) {
			continue;
		}

		const {taskId} = event.task;
		const change = event.event === 'changed' ? `${event.from} → ${event.to}` : `${event.event} ${event.task.status}`;
		reported.set(taskId, [...reported.get(taskId) ?? [], change]);
	}

	return reported;
};

const differences = (expected: ReadonlyMap<string, readonly string[]>, reported: ReadonlyMap<string, readonly string[]>): readonly string[] =>
	[...new Set([...expected.keys(), ...reported.keys()])]
		.filter(taskId => expected.get(taskId)?.join(',') !== reported.get(taskId)?.join(','))
		.map(taskId => `${taskId}: expected ${expected.get(taskId)?.join(',')}, reported ${reported.get(taskId)?.join(',')}`);

type Usage = {readonly megabytes: number; readonly openFiles: number; readonly sockets: number; readonly cpuMs: number};

/*
Undefined if it was closed meanwhile.
*/
const openedAs = (descriptor: string): string | undefined => {
	try {
		return readlinkSync(descriptor);
	} catch {
		return undefined;
	}
};

const usageOf = (pid: number): Usage => {
	const opened = readdirSync(`/proc/${pid}/fd`).map(name => openedAs(`/proc/${pid}/fd/${name}`)).filter(target => target !== undefined);
	const sockets = opened.filter(target => target.startsWith('socket:')).length;
	return {
		megabytes: residentMegabytes(pid), openFiles: opened.length - sockets, sockets, cpuMs: cpuMs(pid),
	};
};

// One for ListImportTasks, four for GetImportTask, one for ListGraphs, and the standard output of --json.
const maxSockets = 7;

const usageLine = (name: string, usages: readonly Usage[], seconds: number): string => {
	const megabytes = usages.map(usage => Math.round(usage.megabytes));
	const openFiles = usages.map(usage => usage.openFiles);
	const cpuPercent = (usages.at(-1)?.cpuMs ?? 0) / seconds / 10;
	return [
		`${name}: resident MB ${megabytes.join(' ')} (max ${Math.max(...megabytes)})`,
		`open files ${Math.min(...openFiles)} to ${Math.max(...openFiles)}`,
		`at most ${Math.max(...usages.map(({sockets}) => sockets))} sockets`,
		`CPU ${cpuPercent.toFixed(1)} %`,
	].join(', ');
};

const total = (lists: ReadonlyMap<string, readonly string[]>): number => lists.values().reduce((sum, list) => sum + list.length, 0);

test.runIf(isUsageAvailable)(`${importCount} imports that change all the time: in ${pollCount} polls, the screen and --json report each change once, open files do not grow, and sockets stay few`, async () => {
	const random = createRandom(1, 1);
	const list = createMovingList(createRandom(1, 2), importCount);
	const oracles = {screen: createOracle(), json: createOracle()};
	list.resize(importCount, Date.now());
	const simulator = await serve(list.tasks(), request => {
		if (request.operation !== 'list') {
			return;
		}

		const isScreen = request.headers.authorization?.includes('Credential=screen/') === true;
		oracles[isScreen ? 'screen' : 'json'].observePage(request, list.tasks());
	});

	// Changes between requests and between the pages of a scan.
	const churn = setInterval(() => {
		for (let moves = random.whole(0, 3); moves > 0; moves--) {
			list.move(Date.now());
		}

		simulator.update(() => stillFleet(list.tasks()));
	}, 80);
	onTestFinished(() => {
		clearInterval(churn);
	});

	const home = temporaryFolder();
	const env = {
		...fakeCredentials, AWS_ACCESS_KEY_ID: 'screen', NEPTUNE_IMPORT_WATCH: '--interval 1', HOME: home,
	};
	const terminal = watch(simulator, [], {
		env, home, columns: 140, rows: 40,
	});
	const json = spawn(process.execPath, ['dist/bin.js', '--json', '--interval', '1', '--endpoint-url', simulator.url], {
		cwd: root, stdio: ['ignore', 'pipe', 'inherit'], env: {
			...fakeCredentials, AWS_ACCESS_KEY_ID: 'json', PATH: process.env['PATH'] ?? '', HOME: temporaryFolder(),
		},
	});
	onTestFinished(() => {
		json.kill('SIGKILL');
	});
	const output = text(json.stdout);
	const ended = once(json, 'close');
	const jsonPid = json.pid ?? 0;
	const startedAt = performance.now();
	const usages: Record<keyof typeof oracles, Usage[]> = {screen: [], json: []};
	const checkpoints = Array.from({length: 20}, (_, index) => Math.ceil(pollCount * (index + 1) / 20));

	const waitForPolls = async (counts: Readonly<Record<keyof typeof oracles, number>>): Promise<void> => {
		await expect.poll(() => oracles.screen.polls() >= counts.screen && oracles.json.polls() >= counts.json, {timeout: 600_000, interval: 100}).toBe(true);
	};

	for (const count of checkpoints) {
		await waitForPolls({screen: count, json: count}); // eslint-disable-line no-await-in-loop -- In sequence.
		usages.screen.push(usageOf(terminal.pid));
		usages.json.push(usageOf(jsonPid));
	}

	const seconds = (performance.now() - startedAt) / 1000;
	clearInterval(churn);

	// An import must be missing twice before it is gone.
	await waitForPolls({screen: oracles.screen.polls() + 4, json: oracles.json.polls() + 4});
	const counts = Map.groupBy(list.tasks(), ({status}) => groupOf(status));

	for (const group of statusGroups) {
		await terminal.waitForText(`${groupLabels[group].label} ${countText(counts.get(group)?.length ?? 0)}`); // eslint-disable-line no-await-in-loop -- In sequence.
	}

	await quit(terminal);
	json.kill('SIGTERM');
	await ended;

	const reported = {
		screen: reportedIn(eventsIn(runProgram(['history', '--json'], {env: {HOME: home}}).stdout)),
		json: reportedIn(eventsIn(await output)),
	};
	const names = ['screen', 'json'] as const;
	const report = names.flatMap(name => [
		usageLine(name, usages[name], seconds),
		[
			`${name}: ${oracles[name].polls()} polls in ${Math.round(seconds)} s`,
			`${total(oracles[name].expected())} changes expected`,
			`${total(reported[name])} reported`,
			`${differences(oracles[name].expected(), reported[name]).length} imports differ`,
		].join(', '),
	]).join('\n');

	if (process.env['LONG_RUN_REPORT'] !== undefined) {
		writeFileSync(path.resolve(process.env['LONG_RUN_REPORT']), `${report}\n`);
	}

	for (const name of names) {
		expect(total(oracles[name].expected())).toBeGreaterThan(pollCount);
		expect(differences(oracles[name].expected(), reported[name]).slice(0, 10)).toEqual([]);

		// The first polls open the history.
		const openFiles = usages[name].map(usage => usage.openFiles);
		expect(Math.max(...usages[name].map(({sockets}) => sockets))).toBeLessThanOrEqual(maxSockets);
		expect(Math.max(...openFiles.slice(10))).toBeLessThanOrEqual(Math.max(...openFiles.slice(0, 10)) + 2);
	}
}, 7_200_000);
