import {expect, test} from 'vitest';
import {createStore} from '../../source/app/store.ts';
import {freshModel, scanEnded} from '../support/model.ts';

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
