import {type Clock} from '../../imports/polling/clock.ts';
import {type GraphsPlan, type GraphsReport} from '../../imports/graph.ts';
import {type Source} from '../../imports/polling/poll.ts';

type GraphsRunner = {
	readonly follow: (plan: GraphsPlan) => void;
};

/**
Lists the graphs once for each new request number. A new request aborts the previous one.
*/
export const createGraphsRunner = ({ask, clock, report}: {
	readonly ask: Source['askGraphs'];
	readonly clock: Clock;
	readonly report: (report: GraphsReport) => void;
}): GraphsRunner => {
	let request = 0;
	let abort = new AbortController();

	const run = async (signal: AbortSignal): Promise<void> => {
		try {
			const answer = await ask(signal);

			if (!signal.aborted) {
				report({type: 'graphsAnswered', at: clock.now(), answer});
			}
		} catch (error: unknown) {
			if (!signal.aborted) {
				throw error;
			}
		}
	};

	return {
		follow(plan) {
			if (plan.request === request) {
				return;
			}

			abort.abort();
			abort = new AbortController();
			({request} = plan);

			if (request > 0) {
				void run(abort.signal);
			}
		},
	};
};
