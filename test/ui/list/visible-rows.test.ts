import {cleanup} from 'ink-testing-library';
import {
	afterEach,
	describe,
	expect,
	it,
} from 'vitest';
import {type ColumnName} from '../../../source/imports/column-names.ts';
import {type Failure} from '../../../source/imports/failures/failure.ts';
import {type ImportTask} from '../../../source/imports/task.ts';
import {type Model} from '../../../source/app/model.ts';
import {
	after,
	defaultId,
	freshModel,
	afterCommands,
	scanEnded,
	scanned,
	startAt,
} from '../../support/model.ts';
import {openScreen} from '../../support/screen.tsx';
import {importTask, taskId} from '../../support/tasks.ts';

const visibleRows = 28;
const reads = new Map<string, number>();

/*
Counts reads by property. Some properties are read only when a line is drawn.
*/
const counted = <Counted extends Failure | ImportTask | readonly unknown[]>(object: Counted): Counted => new Proxy(object, {
	get(target, property) {
		const name = /^\d+$/v.test(String(property)) ? 'item' : String(property);
		reads.set(name, (reads.get(name) ?? 0) + 1);
		return Reflect.get(target, property) as unknown;
	},
});

/*
The reads that one key causes, by property, and the frame after it.
*/
const readsFor = async (model: Model, key: string): Promise<{readonly readsOf: (name: string) => number; readonly frame: string}> => {
	const {press, text} = openScreen(model);
	await press();
	reads.clear();
	await press(key);
	return {readsOf: name => reads.get(name) ?? 0, frame: text()};
};

const fleetOf = (count: number, status = 'SUCCEEDED'): readonly ImportTask[] =>
	Array.from({length: count}, (_, index) => counted(importTask({taskId: taskId(index + 1), status})));

const listOf = (count: number, columns?: readonly ColumnName[]): Model => scanned(freshModel({order: 'task', columns}), fleetOf(count));

afterEach(() => {
	cleanup();
});

describe('a key press', () => {
	it('builds only the visible lines of 1,000 changes', async () => {
		const model = afterCommands(scanned(listOf(1000), fleetOf(1000, 'DELETED'), 10_000), 'openChanges');
		const {readsOf, frame} = await readsFor({...model, changes: counted(model.changes)}, 'j');
		expect(frame).toContain(' ▸ 2026-03-01 12:00:10  t-0000000999');

		// Moving reads the selected change, and finding it reads those above it.
		expect(readsOf('item')).toBe(visibleRows + 3);
	});

	it('builds only the visible lines of the details if the graph has 10,000 other imports', async () => {
		const {readsOf, frame} = await readsFor(afterCommands(listOf(10_000), 'openDetails'), 'j');
		expect(frame).toMatch(/2–29 of 10,\d{3}/v);
		expect(readsOf('status')).toBeLessThanOrEqual(3 * visibleRows);
	});

	it('builds only the visible lines of 1,000 profiles', async () => {
		const model = after(afterCommands(freshModel(), 'openProfiles'), {type: 'profilesListed', profiles: Array.from({length: 1000}, (_, index) => `profile-${index}`)});
		const {screen} = model;
		const {readsOf, frame} = await readsFor({...model, screen: screen.kind === 'picker' ? {...screen, choices: counted(screen.choices)} : screen}, 'k');
		expect(frame).toContain('974–1,001 of 1,001');
		expect(frame).toContain(' ▸ [ ] profile-999');
		expect(readsOf('item')).toBeLessThanOrEqual(visibleRows);
	});

	it('builds two rows, wraps the banner once and does not search the list at the end of 10,000 imports', async () => {
		const failure = counted({kind: 'credentials', sentence: 'The sign-in has expired.', isTransient: false} as const);
		const failing = after(listOf(10_000, ['task', 'graph']), {type: 'pollDue', targetId: defaultId, at: startAt + 10_000}, scanEnded({scanNumber: 2, afterMs: 10_000, failure}));
		const {readsOf, frame} = await readsFor(afterCommands(failing, 'cursorLast'), 'k');
		expect(frame).toContain(' ▸ t-0000009999');
		expect(frame).toContain('The sign-in has expired.');
		// Twice in the preview.
		expect(readsOf('graphId')).toBe(2 + 2);
		expect(readsOf('sentence')).toBe(1);
		expect(readsOf('taskId')).toBeLessThanOrEqual(4 * visibleRows);
	});
});
