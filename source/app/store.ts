import {type Effect} from './effect.ts';
import {type Message} from './message.ts';
import {type Model} from './model.ts';
import {hasRead} from './selectors.ts';
import {update} from './update.ts';

export type Transition = {
	readonly before: Model;
	readonly after: Model;
	readonly message: Message;
	readonly effects: readonly Effect[];
};

export type Store = {
	readonly getModel: () => Model;

	/**
	Applies a message. Messages dispatched by a listener wait until all listeners have received the current one.
	*/
	readonly dispatch: (message: Message) => void;

	/**
	Calls the listener after each message that changed the model or requested effects, in subscription order. Returns a function that unsubscribes.
	*/
	readonly subscribe: (listener: (step: Transition) => void) => () => void;
};

/**
A store that the screen can read and subscribe to. Listeners get no transition: they read the model.
*/
export type ScreenStore = Pick<Store, 'getModel' | 'dispatch'> & {
	readonly subscribe: (listener: () => void) => () => void;
};

export const createStore = (initial: Model): Store => {
	let model = initial;
	let isDispatching = false;
	const queue: Message[] = [];
	const listeners = new Set<(step: Transition) => void>();

	const apply = (message: Message): void => {
		const before = model;
		const [after, effects] = update(before, message);
		model = after;

		if (after === before && effects.length === 0) {
			return;
		}

		for (const listener of listeners) {
			listener({
				before, after, message, effects,
			});
		}
	};

	return {
		getModel: () => model,
		dispatch(message) {
			queue.push(message);

			if (isDispatching) {
				return;
			}

			isDispatching = true;

			try {
				for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
					apply(next);
				}
			} finally {
				isDispatching = false;
			}
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
	};
};

const frameMs = 200;

const reportTypes: ReadonlySet<Message['type']> = new Set(['pollDue', 'scanEnded', 'detailsAnswered', 'graphsAnswered']);

/**
Returns the store as the screen sees it: polls and responses within 200 ms appear in one frame. With 20 targets, that saves 1 % of a core. The first list, and anything else, appears at once. `after` calls back once after a delay in milliseconds, and returns a function that cancels it.
*/
export const gatherReports = (store: Store, after: (delayMs: number, callback: () => void) => () => void): ScreenStore => {
	let shown = store.getModel();
	let cancelFrame: (() => void) | undefined;
	const listeners = new Set<() => void>();

	const show = (): void => {
		cancelFrame?.();
		cancelFrame = undefined;
		shown = store.getModel();

		for (const listener of listeners) {
			listener();
		}
	};

	store.subscribe(({before, message}) => {
		if (reportTypes.has(message.type) && hasRead(before)) {
			cancelFrame ??= after(frameMs, show);
		} else {
			show();
		}
	});

	return {
		getModel: () => shown,
		dispatch: store.dispatch,
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
	};
};
