import {type Clock} from '../../imports/polling/clock.ts';
import {
	type PollPlan,
	type PollReport,
	type ScanOutcome,
	type Source,
} from '../../imports/polling/poll.ts';

/**
Executes a poll plan: at most one scan or one timer at a time.
*/
export type Watcher = {
	/**
	Replaces the plan. Aborts a running scan that is not part of it, and does not report that scan.
	*/
	readonly follow: (plan: PollPlan) => void;
};

// After this time, the screen shows that a scan is running.
const delayedAfterMs = 300;

// Timers stop while the machine sleeps, so a long wait checks the clock this often.
const longestStepMs = 30_000;

const isSamePlan = (one: PollPlan, other: PollPlan): boolean => {
	if (one.kind === 'scan') {
		return other.kind === 'scan' && one.scanNumber === other.scanNumber;
	}

	return one.kind === 'wait' ? other.kind === 'wait' && one.until === other.until : other.kind === 'rest';
};

/**
The watcher decides nothing itself: the model plans each poll. `random` returns numbers from 0 to 1.
*/
export const createWatcher = ({scan, clock, random, report}: {
	readonly scan: Source['scan'];
	readonly clock: Clock;
	readonly random: () => number;
	readonly report: (report: PollReport) => void;
}): Watcher => {
	let current: PollPlan = {kind: 'rest'};
	let stop = () => {}; // eslint-disable-line @typescript-eslint/no-empty-function -- There is nothing to stop.

	const startScan = (scanNumber: number): () => void => {
		const abort = new AbortController();
		const cancelTimer = clock.after(delayedAfterMs, () => {
			report({type: 'scanDelayed', scanNumber});
		});

		const run = async () => {
			let result: ScanOutcome;

			try {
				result = await scan(abort.signal);
			} catch (error: unknown) {
				if (abort.signal.aborted) {
					return;
				}

				throw error;
			} finally {
				cancelTimer();
			}

			if (!abort.signal.aborted) {
				report({
					type: 'scanEnded',
					at: clock.now(),
					scanNumber,
					chance: random(),
					...result,
				});
			}
		};

		void run();

		return () => {
			cancelTimer();
			abort.abort();
		};
	};

	const startWait = (until: number): () => void => {
		let cancelTimer: () => void;

		// Setting the clock back does not prolong the wait. Time that the machine slept counts as waited.
		const wait = (remainingMs: number): void => {
			const stepMs = Math.min(Math.max(0, remainingMs), longestStepMs);
			cancelTimer = clock.after(stepMs, () => {
				const leftMs = Math.min(remainingMs - stepMs, until - clock.now());

				if (leftMs > 0) {
					wait(leftMs);
				} else {
					report({type: 'pollDue', at: clock.now()});
				}
			});
		};

		wait(until - clock.now());
		return () => {
			cancelTimer();
		};
	};

	const start = (plan: PollPlan): () => void => {
		switch (plan.kind) {
			case 'scan': {
				return startScan(plan.scanNumber);
			}

			case 'wait': {
				return startWait(plan.until);
			}

			case 'rest': {
				return () => {}; // eslint-disable-line @typescript-eslint/no-empty-function -- There is nothing to stop.
			}
		}
	};

	return {
		follow(plan) {
			if (isSamePlan(current, plan)) {
				return;
			}

			stop();
			current = plan;
			stop = start(plan);
		},
	};
};
