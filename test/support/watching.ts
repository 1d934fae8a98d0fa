import {type Source} from '../../source/imports/polling/poll.ts';
import {openSource, type SourceSettings} from '../../source/neptune/source.ts';
import {type Command} from '../../source/app/message.ts';
import {type InitialSettings, type Model} from '../../source/app/model.ts';
import {createStore, type Store} from '../../source/app/store.ts';
import {createWatcher} from '../../source/runtime/polling/watcher.ts';
import {createHandClock, type HandClock} from './hand-clock.ts';
import {
	defaultId,
	freshModel,
	only,
	planOf,
	startAt,
} from './model.ts';

/**
The program without a screen.
*/
export type Watching = {
	readonly store: Store;
	readonly clock: HandClock;
	readonly log: readonly string[];
	readonly command: (command: Command) => void;

	/**
	Waits for a matching model. Does not advance the clock.
	*/
	readonly until: (isMatch: (model: Model) => boolean) => Promise<Model>;

	/**
	Waits for the end of the running scan, if any.
	*/
	readonly scanEnd: () => Promise<Model>;

	/**
	Advances the clock to the next scan and waits for its end. Does not work after the clock jumped.
	*/
	readonly nextTry: () => Promise<Model>;
	readonly close: () => Promise<void>;
};

/**
Watches the service at this URL with the source, watcher, store and model of the program, and a hand clock. The first scan is already running on return.

By default, each request is sent only once, so that every fault fails a scan. `observeScan` can wrap the scans.
*/
export const watchSimulator = (url: string | undefined, {
	clock = createHandClock(startAt),
	random = () => 1,
	settings = {},
	model = {},
	observeScan = scan => scan,
}: {
	readonly clock?: HandClock;
	readonly random?: () => number;
	readonly settings?: Partial<SourceSettings>;
	readonly model?: Partial<InitialSettings>;
	readonly observeScan?: (scan: Source['scan']) => Source['scan'];
} = {}): Watching => {
	const log: string[] = [];
	const store = createStore(freshModel({at: clock.now(), ...model}));
	const source = openSource({
		region: 'us-east-1',
		endpointUrl: url,
		env: {},
		maxAttempts: 1,
		onConnected(target) {
			store.dispatch({type: 'connected', targetId: defaultId, target});
		},
		onLog(line) {
			log.push(line);
		},
		...settings,
	});
	const watcher = createWatcher({
		scan: observeScan(source.scan),
		clock,
		random,
		report(report) {
			store.dispatch({...report, targetId: defaultId});
		},
	});
	const follow = () => {
		watcher.follow(planOf(store.getModel()));
	};

	const stopFollowing = store.subscribe(follow);
	follow();

	const until = async (isMatch: (current: Model) => boolean): Promise<Model> => {
		const {promise, resolve} = Promise.withResolvers<Model>();
		const check = () => {
			if (isMatch(store.getModel())) {
				resolve(store.getModel());
			}
		};

		const unsubscribe = store.subscribe(check);
		check();
		const found = await promise;
		unsubscribe();
		return found;
	};

	const scanEnd = async (): Promise<Model> => until(current => only(current).poll.kind === 'waiting');

	return {
		store,
		clock,
		log,
		command(command) {
			store.dispatch({type: 'commandGiven', at: clock.now(), command});
		},
		until,
		scanEnd,
		async nextTry() {
			const plan = planOf(store.getModel());

			if (plan.kind !== 'wait') {
				throw new Error(`No scan is scheduled: the plan is ${plan.kind}.`);
			}

			clock.pass(Math.max(0, plan.until - clock.now()));

			if (only(store.getModel()).poll.kind === 'waiting') {
				throw new Error('The scheduled scan has not started.');
			}

			return scanEnd();
		},
		async close() {
			stopFollowing();
			watcher.follow({kind: 'rest'});
			await source.close();
		},
	};
};
