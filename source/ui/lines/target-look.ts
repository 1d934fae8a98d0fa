import {type StyleName} from '../../text/themes.ts';
import {type TargetState} from '../../app/target-state.ts';

/**
How a target stands, as its cell in the header says it.

- `fresh`: its last scan read the whole list.
- `waiting`: nothing was read yet, or an answer is long in coming.
- `failing`: it can't be asked.
- `paused`: the person stopped asking.
*/
export type TargetHealth = 'fresh' | 'waiting' | 'failing' | 'paused';

/**
The state of a target. What fails is told before all else.
*/
export const targetHealth = ({failure, isPaused, lastCompleteAt, poll}: TargetState): TargetHealth => {
	if (isPaused) {
		return 'paused';
	}

	if (failure !== undefined) {
		return 'failing';
	}

	return lastCompleteAt === undefined || (poll.kind === 'scanning' && poll.isSlow) ? 'waiting' : 'fresh';
};

/**
The sign of each state, one column wide, and its style.
*/
export const targetLooks: Readonly<Record<TargetHealth, {readonly sign: string; readonly style: StyleName}>> = {
	fresh: {sign: '●', style: 'succeeded'},
	waiting: {sign: '○', style: 'muted'},
	failing: {sign: '✖', style: 'failed'},
	paused: {sign: '‖', style: 'warning'},
};
