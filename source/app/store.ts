import {type Effect} from './effect.ts';
import {type Message} from './message.ts';
import {type Model} from './model.ts';
import {update} from './update.ts';

/**
A message, the models before and after it, and the effects that it requests.
*/
export type Transition = {
	readonly before: Model;
	readonly after: Model;
	readonly message: Message;
	readonly effects: readonly Effect[];
};

/**
Holds the model.
*/
export type Store = {
	readonly getModel: () => Model;

	/**
	Applies a message. A message that a listener dispatches is queued until all listeners have seen the current one.
	*/
	readonly dispatch: (message: Message) => void;

	/**
	Calls the listener after each message that changed the model or requests effects, in the order of the subscriptions. Returns a function that unsubscribes it.
	*/
	readonly subscribe: (listener: (step: Transition) => void) => () => void;
};

/**
A store that begins with this model.
*/
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
