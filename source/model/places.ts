import {firstTargetId, type ListedPlace} from '../domain/target.ts';
import {type ImportTask} from '../domain/task.ts';
import {type Model} from './model.ts';

const unknown: ListedPlace = {profile: undefined, region: undefined, isTold: false};

/**
Gives where an import is, as far as that is known: what was asked for, until the connection is made. The list tells it where there are several targets.
*/
export const placesOf = ({targets}: Pick<Model, 'targets'>): ((task: ImportTask) => ListedPlace) => {
	const places = new Map(targets.entries().map(([id, {target, asked}]): [string, ListedPlace] => {
		const {profile, region} = target ?? asked;
		return [id, {profile, region, isTold: targets.size > 1}];
	}));
	return ({targetId = firstTargetId}) => places.get(targetId) ?? unknown;
};
