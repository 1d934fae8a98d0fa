import {type DetailsAnswer, type DetailsPlan, type DetailsReport} from '../../imports/details.ts';
import {type Clock} from './clock.ts';

/**
Asks about one import. Rejects only where `signal` is aborted.
*/
export type AskDetails = (key: string, signal: AbortSignal) => Promise<DetailsAnswer>;

/**
Carries out the rounds that it is given.
*/
export type DetailsRunner = {
	readonly follow: (plan: DetailsPlan) => void;
};

/*
At the same time; polite to a service that others ask as well.
*/
const maxConcurrent = 4;

const secondMs = 1000;

/**
Asks about the imports of a round, a few at a time, and no more in any second than the plan allows. A new round takes the place of what has not begun; one without keys ends what is under way.
*/
export const createDetailsRunner = ({ask, clock, report}: {
	readonly ask: AskDetails;
	readonly clock: Clock;
	readonly report: (report: DetailsReport) => void;
}): DetailsRunner => {
	let round = 0;
	let queue: readonly string[] = [];
	let callsPerSecond = 1;
	let abort = new AbortController();
	let callOff: (() => void) | undefined;
	const underWay = new Set<string>();
	let begunAt: readonly number[] = [];

	const askAbout = async (key: string): Promise<void> => {
		const {signal} = abort;
		underWay.add(key);

		try {
			const answer = await ask(key, signal);

			if (!signal.aborted) {
				report({
					type: 'detailsAnswered', key, at: clock.now(), answer,
				});
			}
		} catch (error: unknown) {
			if (!signal.aborted) {
				throw error;
			}
		} finally {
			underWay.delete(key);
			goOn();
		}
	};

	/*
	Waits for the next second where this one has had its calls.
	*/
	const isHeldBack = (): boolean => {
		const now = clock.now();
		begunAt = begunAt.filter(at => Math.abs(now - at) < secondMs);

		if (begunAt.length < callsPerSecond) {
			return false;
		}

		callOff ??= clock.after(secondMs, () => {
			callOff = undefined;
			goOn();
		});
		return true;
	};

	const goOn = (): void => {
		while (queue.length > 0 && underWay.size < maxConcurrent && !isHeldBack()) {
			const [key, ...rest] = queue;
			queue = rest;

			if (key === undefined || underWay.has(key)) {
				continue;
			}

			begunAt = [...begunAt, clock.now()];
			void askAbout(key);
		}
	};

	return {
		follow(plan) {
			if (plan.keys.length === 0) {
				queue = [];
				callOff?.();
				callOff = undefined;

				if (underWay.size > 0) {
					abort.abort();
					abort = new AbortController();
				}
			}

			if (plan.round === round) {
				return;
			}

			({round, callsPerSecond} = plan);
			queue = plan.keys.filter(key => !underWay.has(key));
			goOn();
		},
	};
};
