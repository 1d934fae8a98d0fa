import {type PollPlan, type PollReport, type ScanOutcome} from '../../imports/poll.ts';
import {type Clock} from './clock.ts';

/**
Reads the whole list once, or as much as can be read. Does not throw, except when it is aborted.
*/
export type ScanList = (signal: AbortSignal) => Promise<ScanOutcome>;

/**
Carries out the plan that it follows: at most one scan, or one timer, at a time.
*/
export type Watcher = {
	/**
	Makes the plan the one that is carried out. A scan that is under way and no longer planned is aborted, and never reported.
	*/
	readonly follow: (plan: PollPlan) => void;
};

/*
An answer that takes longer than this is worth a sign that something is going on.
*/
const delayedAfterMs = 300;

/*
A timer stands still while the machine sleeps, so a long wait looks at the clock as often as this.
*/
const longestStepMs = 30_000;

const isSamePlan = (one: PollPlan, other: PollPlan): boolean => {
	if (one.kind === 'scan') {
		return other.kind === 'scan' && one.scanNumber === other.scanNumber;
	}

	return one.kind === 'wait' ? other.kind === 'wait' && one.until === other.until : other.kind === 'rest';
};

/**
A watcher that does nothing until it is given a plan. It decides nothing by itself: what to do next is the model's to say.
*/
export const createWatcher = ({scan, clock, random, report}: {
	readonly scan: ScanList;
	readonly clock: Clock;

	/**
	Gives numbers from 0 to 1.
	*/
	readonly random: () => number;
	readonly report: (report: PollReport) => void;
}): Watcher => {
	let current: PollPlan = {kind: 'rest'};
	let end = () => {}; // eslint-disable-line @typescript-eslint/no-empty-function -- A rest has nothing to end.

	const beginScan = (scanNumber: number): () => void => {
		const abort = new AbortController();
		const callOff = clock.after(delayedAfterMs, () => {
			report({type: 'scanDelayed', scanNumber});
		});

		const run = async () => {
			const result = await scan(abort.signal);
			callOff();

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

		run().catch((error: unknown) => {
			callOff();

			if (!abort.signal.aborted) {
				throw error;
			}
		});

		return () => {
			callOff();
			abort.abort();
		};
	};

	const beginWait = (until: number): () => void => {
		let callOff: () => void;

		// Never longer than it was to be, though the clock be set back; and over at once where the clock says so, though the timer stood still.
		const wait = (remainingMs: number): void => {
			const stepMs = Math.min(Math.max(0, remainingMs), longestStepMs);
			callOff = clock.after(stepMs, () => {
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
			callOff();
		};
	};

	const begin = (plan: PollPlan): () => void => {
		switch (plan.kind) {
			case 'scan': {
				return beginScan(plan.scanNumber);
			}

			case 'wait': {
				return beginWait(plan.until);
			}

			case 'rest': {
				return () => {}; // eslint-disable-line @typescript-eslint/no-empty-function -- A rest has nothing to end.
			}
		}
	};

	return {
		follow(plan) {
			if (isSamePlan(current, plan)) {
				return;
			}

			end();
			current = plan;
			end = begin(plan);
		},
	};
};
