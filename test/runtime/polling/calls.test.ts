import {expect, onTestFinished, test} from 'vitest';
import {type InitialSettings, type Model} from '../../../source/app/model.ts';
import {createStore} from '../../../source/app/store.ts';
import {findImport} from '../../../source/imports/import-list.ts';
import {stillFleet} from '../../../source/simulator/fleet.ts';
import {startSimulator} from '../../../source/simulator/server.ts';
import {createHandClock} from '../../support/hand-clock.ts';
import {freshModel, only, startAt} from '../../support/model.ts';
import {importTask, taskId} from '../../support/tasks.ts';
import {runTarget} from './run-target.ts';

const isAtRest = (model: Model): boolean => {
	const {poll, details: {round}, graphs, imports} = only(model);
	const isAnswered = round.taskIds.every(id => {
		const {answeredAt = 0, askedAt = 0} = findImport(imports, id)?.known ?? {};
		return answeredAt >= askedAt;
	});
	return poll.kind === 'waiting' && isAnswered && !graphs.isAsking;
};

/*
The requests in each of ten minutes, by operation, for a list of 150 imports (two pages). The clock is simulated.
*/
const callsPerMinute = async (statuses: readonly string[], settings: Partial<InitialSettings> = {}): Promise<ReadonlyArray<Readonly<Record<string, number>>>> => {
	let calls: string[] = [];
	const simulator = await startSimulator({
		fleet: stillFleet(Array.from({length: 150}, (_, index) => importTask({taskId: taskId(index), status: statuses[index] ?? 'SUCCEEDED'}))),
		onRequest({operation}) {
			calls.push(operation);
		},
	});
	onTestFinished(async () => simulator.close());
	const clock = createHandClock(startAt);
	const store = createStore(freshModel({size: {columns: 140, rows: 40}, ...settings}));
	const runner = runTarget(store, clock, only(store.getModel()), simulator.url);

	const atRest = async (): Promise<void> => {
		const {promise, resolve} = Promise.withResolvers<undefined>();
		const unsubscribe = store.subscribe(() => {
			if (isAtRest(store.getModel())) {
				resolve(undefined);
			}
		});

		if (isAtRest(store.getModel())) {
			resolve(undefined);
		}

		await promise;
		unsubscribe();
	};

	store.subscribe(({after}) => {
		runner.follow(only(after), after);
	});
	runner.follow(only(store.getModel()), store.getModel());
	await atRest();
	const minutes: Array<Readonly<Record<string, number>>> = [];

	for (let minute = 0; minute < 10; minute++) {
		for (let second = 0; second < 60; second++) {
			clock.pass(1000);
			// eslint-disable-next-line no-await-in-loop -- The next second begins when every request has been answered.
			await atRest();
		}

		minutes.push(Object.fromEntries(Map.groupBy(calls, operation => operation).entries().map(([operation, all]) => [operation, all.length])));
		calls = [];
	}

	return minutes;
};

const script: Partial<InitialSettings> = {detailsBudget: 0, asksReasons: true};
const busy = Array.from({length: 5}, () => 'IMPORTING');

test.each([
	['the screen', {}],
	['a script', script],
])('a quiet poll makes one request per page, and no other, in %s', async (_, settings) => {
	const [first, ...later] = await callsPerMinute([], settings);
	expect(first).toEqual({list: 6, listGraphs: 1});

	// A poll every 30 s.
	expect(later).toEqual(later.map(() => ({list: 4})));
});

test.each([
	['the screen also requests their details with each poll', {}, {list: 12, get: 30, listGraphs: 1}],
	['a script makes no other request', script, {list: 12, listGraphs: 1}],
])('while five imports run, the graphs are listed once a minute, and %s', async (_, settings, calls) => {
	const [, ...later] = await callsPerMinute(busy, settings);

	// A poll every 10 s.
	expect(later).toEqual(later.map(() => calls));
});
