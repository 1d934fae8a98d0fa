import {detailsPlanOf} from '../../app/details/details-round.ts';
import {graphsPlanOf} from '../../app/details/graphs.ts';
import {type Model} from '../../app/model.ts';
import {pollPlanOf} from '../../app/selectors.ts';
import {type TargetState} from '../../app/targets/target-state.ts';
import {type Source} from '../../imports/polling/poll.ts';
import {type Target} from '../../imports/target.ts';
import {type Session} from '../session.ts';
import {createDetailsRunner} from './details-runner.ts';
import {createGraphsRunner} from './graphs-runner.ts';
import {createWatcher} from './watcher.ts';
import {type OpenSource} from './open-source.ts';

/**
Polls one target, independently of the others: it has its own client, timer, scans and details.
*/
export type TargetRunner = Pick<Source, 'cancel' | 'close'> & {
	readonly follow: (target: TargetState, model: Model) => void;
};

export const createTargetRunner = ({store, clock, log}: Pick<Session, 'store' | 'clock' | 'log'>, {id, spec}: TargetState, openSource: OpenSource): TargetRunner => {
	let unreported: Target | undefined;
	let isLate = false;

	// Waits for the first report of a scan, because drawing a frame earlier would delay the request.
	const reportConnected = (): void => {
		if (unreported === undefined) {
			return;
		}

		const target = unreported;
		unreported = undefined;
		store.dispatch({type: 'connected', targetId: id, target});
	};

	const source = openSource({
		id,
		spec,
		onConnected(target) {
			unreported = target;

			if (isLate) {
				reportConnected();
			}
		},
		known: () => store.getModel().targets.get(id)?.imports,
		onSavedState(savedState) {
			reportConnected();
			store.dispatch({type: 'stateRestored', targetId: id, savedState});
		},
		onEnd() {
			reportConnected();
			store.dispatch({type: 'sourceEnded', at: clock.now()});
		},
	});
	const watcher = createWatcher({
		scan: source.scan,
		clock,
		random: Math.random,
		report(report) {
			isLate = report.type === 'scanDelayed';
			reportConnected();

			if (report.type === 'scanEnded') {
				const {tasks, isComplete} = report.snapshot;
				log.write(`scan ${report.scanNumber} of ${id}: ${tasks.size} imports, ${isComplete ? 'complete' : 'incomplete'}`);
			}

			store.dispatch({...report, targetId: id});
		},
	});
	const detailsRunner = createDetailsRunner({
		ask: source.askDetails,
		clock,
		report(report) {
			store.dispatch({...report, targetId: id});
		},
	});

	const graphsRunner = createGraphsRunner({
		ask: source.askGraphs,
		clock,
		report(report) {
			store.dispatch({...report, targetId: id});
		},
	});

	return {
		follow(target, model) {
			watcher.follow(pollPlanOf(target, model));
			detailsRunner.follow(detailsPlanOf(target, model));
			graphsRunner.follow(graphsPlanOf(target, model));
		},
		cancel: source.cancel,
		async close() {
			watcher.follow({kind: 'rest'});
			detailsRunner.follow({round: 0, keys: [], callsPerSecond: 1});
			graphsRunner.follow({request: 0});
			await source.close();
		},
	};
};
