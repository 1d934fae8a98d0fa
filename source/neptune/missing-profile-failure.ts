import {closestMatch} from 'leven';
import {type Failure} from '../imports/failure.ts';

/*
More letters than this apart is another name, not a slip of the fingers.
*/
const maxDistance = 3;

/**
The failure to tell where a profile is named that does not exist; `existing` are the names of those that do.
*/
export const missingProfileFailure = (profile: string, existing: readonly string[]): Failure => {
	const nearest = closestMatch(profile, existing, {maxDistance});
	return {
		kind: 'configuration',
		sentence: `There is no profile "${profile}" in the AWS configuration.`,
		remedy: nearest === undefined
			? 'Run aws configure list-profiles to see which there are.'
			: `Did you mean "${nearest}"? Run aws configure list-profiles to see which there are.`,
		isTransient: false,
	};
};
