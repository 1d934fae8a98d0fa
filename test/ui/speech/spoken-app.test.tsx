import process from 'node:process';
import {cleanup, render} from 'ink-testing-library';
import {
	afterAll,
	afterEach,
	beforeAll,
	expect,
	test,
} from 'vitest';
import {createStore} from '../../../source/app/store.ts';
import {SpokenApp} from '../../../source/ui/speech/spoken-app.tsx';
import {
	defaultId,
	freshModel,
	scanEnded,
	scanned,
	startAt,
} from '../../support/model.ts';
import {importTask, taskId} from '../../support/tasks.ts';
import {defaultKeymap} from '../../../source/app/keys/keymap.ts';

// The testing library passes no options to Ink.
beforeAll(() => {
	process.env['INK_SCREEN_READER'] = 'true';
});

afterAll(() => {
	delete process.env['INK_SCREEN_READER'];
});

afterEach(() => {
	cleanup();
});

const rendered = async (): Promise<void> => new Promise(resolve => {
	setImmediate(resolve);
});

test('prints each announcement once, above the line with the current position', async () => {
	const fleet = [importTask({taskId: taskId(1)}), importTask({taskId: taskId(2), status: 'SUCCEEDED'})];
	const store = createStore(freshModel({isDemo: true}));
	const {lastFrame, stdin} = render(<SpokenApp store={store} keymap={defaultKeymap} now={() => startAt} suspend={async () => undefined}/>);
	await rendered();
	expect(lastFrame()).toBe('Neptune imports, demo, no AWS account. Press ? for help, q to quit.\nLoading imports…');

	store.dispatch(scanEnded({tasks: fleet}));
	await rendered();
	expect(lastFrame()).toBe('2 imports: 1 running, 0 failed, 1 succeeded, 0 cancelled\n1 of 2: t-0000000001, importing, graph g-0000000001, csv, s3://lake/2026/people.csv');

	stdin.write('j');
	await rendered();
	expect(lastFrame()).toMatch(/2 of 2: t-0000000002, succeeded, .*$/v);

	stdin.write('/');
	stdin.write('is:');
	await rendered();
	expect(lastFrame()).toMatch(/\ntextbox: filter: is:, Tab completes to active$/v);
});

test('draws nothing for polls without changes, not even a spinner', async () => {
	const fleet = [importTask()];
	const store = createStore(scanned(freshModel(), fleet));
	const {frames} = render(<SpokenApp store={store} keymap={defaultKeymap} now={() => startAt} suspend={async () => undefined}/>);
	await rendered();
	const before = frames.at(-1);
	store.dispatch({type: 'pollDue', targetId: defaultId, at: startAt + 10_000});
	store.dispatch({type: 'scanDelayed', targetId: defaultId, scanNumber: 2});
	await rendered();
	store.dispatch(scanEnded({scanNumber: 2, afterMs: 10_000, tasks: fleet}));
	await rendered();
	expect(new Set(frames.slice(frames.indexOf(before ?? '')))).toEqual(new Set([before]));
});
