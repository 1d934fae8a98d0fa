import {type Missed} from './model.ts';
import {withoutKeys} from './without-keys.ts';

/**
What was missed, without what happened to imports of these keys; undefined where nothing is left.
*/
export const missedWithout = (missed: Missed | undefined, keys: Iterable<string>): Missed | undefined => {
	if (missed === undefined) {
		return undefined;
	}

	const changes = withoutKeys(missed.changes, keys);
	return changes.size === 0 ? undefined : {...missed, changes};
};
