import {useApp} from 'ink';
import {useEffect} from 'react';
import {type Model} from '../../app/model.ts';
import {type Store} from '../../app/store.ts';
import {useSelected} from './use-selected.ts';

const isSuspendedIn = ({isSuspended}: Model): boolean => isSuspended;

/**
Gives the terminal back while the program is suspended, and draws a fresh screen when it goes on. `stop` suspends the process, and resolves when it is continued.
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
