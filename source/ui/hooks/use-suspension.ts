import {useApp} from 'ink';
import {useEffect} from 'react';
import {type Model} from '../../app/model.ts';
import {type Store} from '../../app/store.ts';
import {useSelected} from './use-selected.ts';

const isSuspendedIn = ({isSuspended}: Model): boolean => isSuspended;

/**
Restores the terminal while the program is suspended, and redraws the screen when it continues. `stop` suspends the process and resolves when it continues.
*/
export const useSuspension = (store: Store, stop: () => Promise<void>): void => {
	const isSuspended = useSelected(store, isSuspendedIn);
	const {suspendTerminal} = useApp();

	useEffect(() => {
		if (!isSuspended) {
			return;
		}

		const suspend = async () => {
			await suspendTerminal(stop);
			store.dispatch({type: 'continued'});
		};

		void suspend();
	}, [isSuspended, stop, store, suspendTerminal]);
};
