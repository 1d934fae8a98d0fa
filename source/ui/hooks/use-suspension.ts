import {useApp} from 'ink';
import {useEffect} from 'react';
import {type Store} from '../../model/store.ts';

/**
Gives the terminal back while the program is suspended, and draws a fresh screen when it goes on. `stop` suspends the process, and resolves when it is continued.
*/
export const useSuspension = (store: Store, isSuspended: boolean, stop: () => Promise<void>): void => {
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
