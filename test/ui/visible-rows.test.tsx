import {cleanup, render} from 'ink-testing-library';
import {
	afterEach,
	describe,
	expect,
	test,
	vi,
} from 'vitest';
import {statusLook} from '../../source/domain/status-look.ts';
import {createTheme} from '../../source/domain/themes.ts';
import {bannerLines} from '../../source/model/banner.ts';
import {type Model} from '../../source/model/model.ts';
import {createStore} from '../../source/model/store.ts';
import {isChosen} from '../../source/model/target-screens.ts';
import {isRecordOf} from '../../source/model/targets.ts';
import {App} from '../../source/ui/app.tsx';
import {changeSpans} from '../../source/ui/change-spans.ts';
import {rowSpans} from '../../source/ui/columns.ts';
import {
	after,
	freshModel,
	obeyed,
	scanned,
	startAt,
} from '../support/model.ts';
import {importTask, taskId} from '../support/tasks.ts';

// The real functions, with their calls counted.
vi.mock('../../source/domain/status-look.ts', {spy: true});
vi.mock('../../source/model/banner.ts', {spy: true});
vi.mock('../../source/model/target-screens.ts', {spy: true});
vi.mock('../../source/model/targets.ts', {spy: true});
vi.mock('../../source/ui/change-spans.ts', {spy: true});
vi.mock('../../source/ui/columns.ts', {spy: true});

const counted = {
	bannerLines: vi.mocked(bannerLines),
	changeSpans: vi.mocked(changeSpans),
	isChosen: vi.mocked(isChosen),
	isRecordOf: vi.mocked(isRecordOf),
	rowSpans: vi.mocked(rowSpans),
	statusLook: vi.mocked(statusLook),
};

type Counts = Readonly<Record<keyof typeof counted, number>>;

const pause = async (): Promise<void> => {
	await new Promise(resolve => {
		setImmediate(resolve);
	});
};

/*
The calls made because of one key, and the frame drawn after it.
*/
const callsFor = async (model: Model, key: string): Promise<{readonly calls: Counts; readonly frame: string}> => {
	const app = <App store={createStore(model)} theme={createTheme({hasColor: false})} now={() => startAt} stop={async () => undefined}/>;
	const {stdin, lastFrame} = render(app);
	await pause();

	for (const spy of Object.values(counted)) {
		spy.mockClear();
	}

	stdin.write(key);
	await pause();
	const {
		bannerLines: banner, changeSpans: change, isChosen: chosen, isRecordOf: record, rowSpans: row, statusLook: look,
	} = counted;
	return {
		calls: {
			bannerLines: banner.mock.calls.length, changeSpans: change.mock.calls.length, isChosen: chosen.mock.calls.length, isRecordOf: record.mock.calls.length, rowSpans: row.mock.calls.length, statusLook: look.mock.calls.length,
		},
		frame: lastFrame() ?? '',
	};
};

const fleetOf = (count: number, status = 'SUCCEEDED') => Array.from({length: count}, (_, index) => importTask({taskId: taskId(index + 1), status}));

const listOf = (count: number): Model => scanned(freshModel({order: 'task'}), fleetOf(count));

afterEach(() => {
	cleanup();
});

describe('one key', () => {
	test('builds the visible changes of 1,000', async () => {
		const changed = scanned(listOf(1000), fleetOf(1000, 'DELETED'), 10_000);
		expect(changed.changes).toHaveLength(1000);
		const {calls, frame} = await callsFor(obeyed(changed, 'openChanges'), 'j');
		expect(frame).toContain('2–29 of 1000');
		expect(calls.changeSpans).toBeLessThanOrEqual(28);
	});

	test('builds the visible lines of details with 10,000 other imports of the graph', async () => {
		const {calls, frame} = await callsFor(obeyed(listOf(10_000), 'openDetails'), 'j');
		expect(frame).toMatch(/2–29 of 10\d{3}/v);
		expect(calls.statusLook).toBeLessThanOrEqual(2 * 30);
	});

	test('builds the visible choices of 1,000', async () => {
		const profiles = Array.from({length: 1000}, (_, index) => `profile-${index}`);
		const {calls, frame} = await callsFor(after(freshModel(), {type: 'profilesListed', profiles}), 'j');
		expect(frame).toContain('of 1001');
		expect(calls.isChosen).toBeLessThanOrEqual(28);
	});

	test('at the end of 10,000 imports builds two rows, wraps the banner once and does not search the list', async () => {
		const {calls, frame} = await callsFor(obeyed(listOf(10_000), 'cursorLast'), 'k');
		expect(frame).toMatch(/ ▸ t-0000009999/v);
		expect(calls.rowSpans).toBe(2);
		expect(calls.bannerLines).toBe(1);
		expect(calls.isRecordOf).toBeLessThanOrEqual(10);
	});
});
