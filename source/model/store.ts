import {type Step} from './events.ts';
import {type Message} from './message.ts';
import {type Model} from './model.ts';
import {update} from './update.ts';

/**
Holds the one model, and tells whoever follows it when a message made another one of it.
*/
export type Store = {
	readonly getModel: () => Model;
	readonly dispatch: (message: Message) => void;

	/**
	Calls the listener after each message that changed the model, in the order of the subscriptions; gives back how to stop.
	*/
	readonly subscribe: (listener: (step: Step) => void) => () => void;
};

/**
A store that begins with the given model.
*/
export const createStore = (initial: Model): Store => {
	let model = initial;
	const listeners = new Set<(step: Step) => void>();

	return {
		getModel: () => model,
		dispatch(message) {
			const before = model;
			model = update(before, message);

			if (model === before) {
				return;
			}

			const step = {before, after: model, message};

			for (const listener of listeners) {
				listener(step);
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
