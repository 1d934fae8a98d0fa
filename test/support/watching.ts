import {openSource, type SourceSettings} from '../../source/neptune/source.ts';
import {type Command} from '../../source/app/message.ts';
import {initialModel, type InitialSettings, type Model} from '../../source/app/model.ts';
import {createStore, type Store} from '../../source/app/store.ts';
import {createWatcher, type ScanList} from '../../source/runtime/polling/watcher.ts';
import {createHandClock, type HandClock} from './hand-clock.ts';
import {
	defaultId,
	only,
	planOf,
	startAt,
} from './model.ts';

/**
The program without its screen.
*/
export type Watching = {
	readonly store: Store;
	readonly clock: HandClock;

	/**
	What the debug log would hold.
	*/
	readonly log: readonly string[];

	/**
	Gives a command, as a key would.
	*/
	readonly command: (command: Command) => void;

	/**
	Waits, without moving the clock, for a model of which this is so.
	*/
	readonly until: (isSo: (model: Model) => boolean) => Promise<Model>;

	/**
	Waits for the end of the scan that is under way, if one is.
	*/
	readonly scanEnd: () => Promise<Model>;

	/**
	Lets time pass until the next try is due, and waits for its end. Not for a clock that was set since the last.
	*/
	readonly nextTry: () => Promise<Model>;

	/**
	Stops watching, and hangs up.
	*/
	readonly close: () => Promise<void>;
};

/**
Watches the service at this address as the program does: the same source, watcher, store and model, with a clock that is moved by hand. The first scan is under way when this gives back.

A call is tried once, unless the settings say otherwise, so that a fault is a scan that fails. `observeScan` may put something around each scan.
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
	readonly observeScan?: (scan: ScanList) => ScanList;
} = {}): Watching => {
	const log: string[] = [];
	const store = createStore(initialModel({size: {columns: 100, rows: 30}, at: clock.now(), ...model}));
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

	const until = async (isSo: (current: Model) => boolean): Promise<Model> => {
		const {promise, resolve} = Promise.withResolvers<Model>();
		const look = () => {
			if (isSo(store.getModel())) {
				resolve(store.getModel());
			}
		};

		const stopLooking = store.subscribe(look);
		look();
		const found = await promise;
		stopLooking();
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
				throw new Error(`No try is waited for: the plan is ${plan.kind}.`);
			}

			clock.pass(Math.max(0, plan.until - clock.now()));

			if (only(store.getModel()).poll.kind === 'waiting') {
				throw new Error('The try that was due has not begun.');
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
