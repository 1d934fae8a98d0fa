import {detailsPlanOf} from '../model/details-round.ts';
import {pollPlanOf} from '../model/selectors.ts';
import {createErrandRunner} from '../notify/errand-runner.ts';
import {type Options} from '../options/options.ts';
import {createDetailsRunner} from '../watch/details-runner.ts';
import {createWatcher} from '../watch/watcher.ts';
import {openSource} from './open-source.ts';
import {type Session} from './session.ts';
import {keepHeapSmall} from './small-heap.ts';

/*
The time after which waiting is given up is counted from the start of the program, and only where there is something to wait for. Gives back how to call that off.
*/
const boundTime = ({store, clock}: Session, {timeoutMs, untilDone}: Options): (() => void) | undefined => timeoutMs === undefined || untilDone === undefined
	? undefined
	: clock.after(timeoutMs, () => {
		store.dispatch({type: 'timedOut', at: clock.now()});
	});

/**
Begins to watch as the model of the session says, and gives back how to stop.
*/
export const startWatching = async (session: Session, options: Options): Promise<() => Promise<void>> => {
	const {store, clock, log} = session;
	keepHeapSmall();
	const callOff = boundTime(session, options);
	await session.keepHistory();
	const source = await openSource(options, {
		...session,
		onConnected(target) {
			store.dispatch({type: 'connected', target});
			session.onConnected(target);
		},
		onRemembered(remembered) {
			store.dispatch({type: 'remembered', remembered});
		},
		onEnd() {
			store.dispatch({type: 'sourceEnded', at: clock.now()});
		},
	});
	const watcher = createWatcher({
		scan: source.scan,
		clock,
		random: Math.random,
		report(report) {
			if (report.type === 'scanEnded') {
				const {tasks, isComplete} = report.snapshot;
				log.write(`scan ${report.scanNumber}: ${tasks.size} imports, ${isComplete ? 'complete' : 'broken off'}`);
			}

			store.dispatch(report);
		},
	});
	const detailsRunner = createDetailsRunner({ask: source.askDetails, clock, report: store.dispatch});
	const errandRunner = createErrandRunner({cancel: options.canCancel ? source.cancel : undefined, report: store.dispatch});
	const follow = () => {
		const model = store.getModel();
		watcher.follow(pollPlanOf(model));
		detailsRunner.follow(detailsPlanOf(model));
		errandRunner.follow(model.errand);
	};

	store.subscribe(follow);
	follow();
	return async () => {
		callOff?.();
		await source.close();
	};
};
