import {describe, expect, test} from 'vitest';
import {type Message} from '../../source/app/message.ts';
import {createStore, gatherReports} from '../../source/app/store.ts';
import {type Model} from '../../source/app/model.ts';
import {createHandClock} from '../support/hand-clock.ts';
import {
	defaultId,
	detailsAnswered,
	freshModel,
	scanEnded,
	scanned,
	startAt,
} from '../support/model.ts';
import {importTask, taskId} from '../support/tasks.ts';

test('delivers a message dispatched by a listener after the message that caused it', () => {
	const store = createStore(freshModel());
	const seen: string[] = [];
	store.subscribe(({message}) => {
		if (message.type === 'scanEnded') {
			store.dispatch({type: 'noted', sentence: 'The disk is full.'});
		}
	});
	store.subscribe(({message, after, before}) => {
		seen.push(`${message.type}: ${before.notice} → ${after.notice}`);
	});
	store.dispatch(scanEnded());
	expect(seen).toEqual(['scanEnded: undefined → undefined', 'noted: undefined → The disk is full.']);
	expect(store.getModel().notice).toBe('The disk is full.');
});

test('calls listeners for effects even if the model stays the same', () => {
	const store = createStore(freshModel());
	const seen: string[] = [];
	store.subscribe(({effects}) => {
		seen.push(...effects.map(({type}) => type));
	});
	store.dispatch({type: 'commandGiven', at: 0, command: 'openProfiles'});
	expect(seen).toEqual(['listProfiles']);
});

test('accepts messages after a listener threw', () => {
	const store = createStore(freshModel());
	const unsubscribe = store.subscribe(() => {
		throw new Error('A listener failed.');
	});
	expect(() => {
		store.dispatch({type: 'noted', sentence: 'one'});
	}).toThrow('A listener failed.');
	unsubscribe();
	store.dispatch({type: 'noted', sentence: 'two'});
	expect(store.getModel().notice).toBe('two');
});

describe('the store as the screen sees it', () => {
	const tasks = [1, 2, 3].map(number => importTask({taskId: taskId(number), status: 'IMPORTING'}));

	const answered = (number: number): Message => detailsAnswered(number, {status: 'IMPORTING', progress: {percentage: 40}});

	const command: Message = {type: 'commandGiven', at: startAt, command: 'cursorDown'};

	const openStore = (model = scanned(freshModel(), tasks)) => {
		const store = createStore(model);
		const clock = createHandClock(startAt);
		const shown = gatherReports(store, clock.after);
		const frames: Model[] = [];
		shown.subscribe(() => {
			frames.push(shown.getModel());
		});
		return {
			store, clock, shown, frames,
		};
	};

	test('shows a poll and its details together', () => {
		const {store, clock, shown, frames} = openStore();
		const before = store.getModel();
		store.dispatch({type: 'pollDue', targetId: defaultId, at: startAt});
		store.dispatch(scanEnded({scanNumber: 2, tasks}));
		store.dispatch(answered(1));
		store.dispatch(answered(2));
		expect(shown.getModel()).toBe(before);
		clock.pass(200);
		expect(shown.getModel()).toBe(store.getModel());
		expect(frames).toEqual([store.getModel()]);
	});

	test('shows the effect of a key at once, with all that came before', () => {
		const {store, clock, shown, frames} = openStore();
		store.dispatch(answered(1));
		shown.dispatch(command);
		expect(shown.getModel()).toBe(store.getModel());
		clock.pass(200);
		expect(frames).toEqual([store.getModel()]);
	});

	test('gathers again for 200 ms after a key', () => {
		const {store, clock, shown, frames} = openStore();
		store.dispatch(answered(1));
		clock.pass(100);
		shown.dispatch(command);
		store.dispatch(answered(2));
		clock.pass(199);
		expect(frames).toHaveLength(1);
		clock.pass(1);
		expect(frames).toHaveLength(2);
		expect(shown.getModel()).toBe(store.getModel());
	});

	test('shows the first list at once', () => {
		const {store, shown, frames} = openStore(freshModel());
		store.dispatch(scanEnded({tasks}));
		expect(shown.getModel()).toBe(store.getModel());
		expect(frames).toEqual([store.getModel()]);
	});
});
