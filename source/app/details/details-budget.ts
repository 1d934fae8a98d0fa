import {type Failure} from '../../imports/failures/failure.ts';
import {type TargetState} from '../targets/target-state.ts';

const throttledForMs = 300_000;

/*
A minute after AWS denied GetImportTask, one request checks whether the permission was granted.
*/
const deniedForMs = 60_000;

/**
Returns how many imports a round may request, at most `max`; 0 if that is 0, AWS denies GetImportTask, or the last scan failed, which disconnects.
*/
export const budgetAt = ({failure, details: {budget, halvings, throttledAt, deniedAt}}: TargetState, at: number, max = budget): number => {
	if (failure !== undefined) {
		return 0;
	}

	if (deniedAt !== undefined && max > 0) {
		return at - deniedAt < deniedForMs ? 0 : 1;
	}

	return throttledAt !== undefined && at - throttledAt < throttledForMs ? Math.min(max, Math.max(1, Math.floor(max / (2 ** halvings)))) : max;
};

/**
Other failures need no action: a later round requests the import again. If the list fails as well, the banner shows why.
*/
export const applyFailure = (target: TargetState, {kind}: Failure, at: number): TargetState => {
	if (kind === 'throttled') {
		const {throttledAt, halvings} = target.details;
		const isStillThrottled = throttledAt !== undefined && at - throttledAt < throttledForMs;
		return {...target, details: {...target.details, throttledAt: at, halvings: isStillThrottled ? halvings + 1 : 1}};
	}

	return kind === 'permission' ? {...target, details: {...target.details, deniedAt: at}} : target;
};

/**
Lets the next round check a denied permission.
*/
export const retryDenied = (target: TargetState): TargetState => target.details.deniedAt === undefined
	? target
	: {...target, details: {...target.details, deniedAt: -Infinity}};
