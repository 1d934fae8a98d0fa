import {onTestFinished} from 'vitest';
import {type Store} from '../../../source/app/store.ts';
import {type TargetState} from '../../../source/app/targets/target-state.ts';
import {openSource} from '../../../source/neptune/source.ts';
import {createTargetRunner, type TargetRunner} from '../../../source/runtime/polling/target-runner.ts';
import {type HandClock} from '../../support/hand-clock.ts';

/**
Polls a target at this address until the test ends.
*/
export const runTarget = (store: Store, clock: HandClock, target: TargetState, endpointUrl: string): TargetRunner => {
	const runner = createTargetRunner({
		store,
		clock,
		log: {write() {}, onFailure() {}}, // eslint-disable-line @typescript-eslint/no-empty-function -- The log is not tested.
	}, target, ({spec, onConnected, known}) => openSource({
		...spec,
		region: 'us-east-1',
		endpointUrl,
		credentials: {accessKeyId: 'AKIADEMO', secretAccessKey: 'example'},
		env: {},
		maxAttempts: 1,
		onLog() {}, // eslint-disable-line @typescript-eslint/no-empty-function -- As above.
		onConnected,
		known,
	}));
	onTestFinished(async () => runner.close());
	return runner;
};
