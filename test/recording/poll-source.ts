import {detailsPlanOf} from '../../source/app/details/details-round.ts';
import {type Store} from '../../source/app/store.ts';
import {type Source} from '../../source/imports/polling/poll.ts';
import {type Clock} from '../../source/imports/polling/clock.ts';
import {createDetailsRunner} from '../../source/runtime/polling/details-runner.ts';
import {createWatcher} from '../../source/runtime/polling/watcher.ts';
import {defaultId, only, planOf} from '../support/model.ts';

/**
The program without a screen: polls a source as the model requires. Returns a function that stops it.
*/
export const pollSource = ({store, source, clock}: {
	readonly store: Store;
	readonly source: Pick<Source, 'scan' | 'askDetails' | 'close'>;
	readonly clock: Clock;
}): (() => Promise<void>) => {
	const watcher = createWatcher({
		scan: source.scan, clock, random: () => 1, report(report) {
			store.dispatch({...report, targetId: defaultId});
		},
	});
	const runner = createDetailsRunner({
		ask: source.askDetails, clock, report(report) {
			store.dispatch({...report, targetId: defaultId});
		},
	});
	const follow = (): void => {
		const model = store.getModel();
		watcher.follow(planOf(model));
		runner.follow(detailsPlanOf(only(model), model));
	};

	const stopFollowing = store.subscribe(follow);
	follow();

	return async () => {
		stopFollowing();
		watcher.follow({kind: 'rest'});
		runner.follow({round: 0, keys: [], callsPerSecond: 1});
		await source.close();
	};
};

/**
Lets pending promises settle.
*/
export const nextTurn = async (): Promise<void> => {
	const {promise, resolve} = Promise.withResolvers<undefined>();
	setImmediate(() => {
		resolve(undefined);
	});
	await promise;
};
