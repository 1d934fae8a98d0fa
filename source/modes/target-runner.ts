import {detailsPlanOf} from '../model/details-round.ts';
import {type Model} from '../model/model.ts';
import {pollPlanOf} from '../model/selectors.ts';
import {type Watched} from '../model/watched.ts';
import {type CancelAnswer} from '../domain/cancelling.ts';
import {firstTargetId, ofTarget, type Target} from '../domain/target.ts';
import {createDetailsRunner} from '../watch/details-runner.ts';
import {createWatcher} from '../watch/watcher.ts';
import {type OpenSource} from './open-source.ts';
import {type Session} from './session.ts';

/**
What asks for one target: its client, its timer, its scans and its details, apart from those of all others.
*/
export type TargetRunner = {
	readonly follow: (watched: Watched, model: Model) => void;
	readonly cancel: (taskId: string) => Promise<CancelAnswer>;
	readonly close: () => Promise<void>;
};

/**
A runner for a target that has just come to be watched.
*/
export const createTargetRunner = ({store, clock, log, onConnected}: Pick<Session, 'store' | 'clock' | 'log' | 'onConnected'>, {id, asked}: Watched, openSource: OpenSource): TargetRunner => {
	let unsaid: Target | undefined;

	// What is asked is mostly what was named, and said with the first thing that there is to say: to draw it by itself would put off the request.
	const sayConnected = (): void => {
		if (unsaid === undefined) {
			return;
		}

		const target = unsaid;
		unsaid = undefined;
		store.dispatch({type: 'connected', target, ...ofTarget(id)});
		onConnected(id, target);
	};

	const source = openSource({
		id,
		asked,
		onConnected(target) {
			unsaid = target;
		},
		// Imports of the other targets say of which they are, as the service does not.
		known: id === firstTargetId ? () => store.getModel().targets.get(id)?.ledger.tasks ?? new Map() : undefined,
		onRemembered(remembered) {
			sayConnected();
			store.dispatch({type: 'remembered', remembered, ...ofTarget(id)});
		},
		onEnd() {
			sayConnected();
			store.dispatch({type: 'sourceEnded', at: clock.now()});
		},
	});
	const watcher = createWatcher({
		scan: source.scan,
		clock,
		random: Math.random,
		report(report) {
			sayConnected();

			if (report.type === 'scanEnded') {
				const {tasks, isComplete} = report.snapshot;
				log.write(`scan ${report.scanNumber}${id === firstTargetId ? '' : ` of ${id}`}: ${tasks.size} imports, ${isComplete ? 'complete' : 'broken off'}`);
			}

			store.dispatch({...report, ...ofTarget(id)});
		},
	});
	const detailsRunner = createDetailsRunner({
		ask: source.askDetails,
		clock,
		report(report) {
			store.dispatch({...report, ...ofTarget(id)});
		},
	});

	return {
		follow(watched, model) {
			watcher.follow(pollPlanOf(watched, model));
			detailsRunner.follow(detailsPlanOf(watched, model));
		},
		cancel: source.cancel,
		async close() {
			watcher.follow({kind: 'rest'});
			detailsRunner.follow({round: 0, keys: [], callsPerSecond: 1});
			await source.close();
		},
	};
};
