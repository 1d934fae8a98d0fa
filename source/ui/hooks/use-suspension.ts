import {useApp} from 'ink';
import {useEffect} from 'react';
import {type Model, type Suspension} from '../../app/model.ts';
import {type ScreenStore} from '../../app/store.ts';
import {useSelected} from './use-selected.ts';

/**
Called while the terminal is restored. Resolves when the program may use it again, with a sentence if something failed.
*/
export type Suspend = (suspension: Suspension) => Promise<string | undefined>;

const suspensionIn = ({suspension}: Model): Suspension | undefined => suspension;

/**
Restores the terminal while the program is suspended, and redraws the screen when it continues. `now` returns epoch milliseconds.
*/
export const useSuspension = (store: ScreenStore, suspend: Suspend, now: () => number): void => {
	const suspension = useSelected(store, suspensionIn);
	const {suspendTerminal} = useApp();

	useEffect(() => {
		if (suspension === undefined) {
			return;
		}

		const run = async () => {
			let failure: string | undefined;
			await suspendTerminal(async () => {
				failure = await suspend(suspension);
			});
			store.dispatch({type: 'continued', at: now(), failure});
		};

		void run();
	}, [suspension, suspend, now, store, suspendTerminal]);
};
