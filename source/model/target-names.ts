import {type ImportTask} from '../domain/task.ts';
import {type Model} from './model.ts';
import {watchedOf} from './targets.ts';
import {type Watched} from './watched.ts';

/**
Which parts of the name of a target tell it from the others: what they all share need not be said.
*/
export type NameParts = {readonly hasProfile: boolean; readonly hasRegion: boolean};

/**
Stands for a region that is not known yet.
*/
export const unknownRegion = '–';

/**
The profile of a target, as far as it is known: `default` where none is named.
*/
export const profileName = ({target, asked}: Watched): string => target?.profile ?? asked.profile ?? 'default';

/**
The region of a target; a dash where it is not known yet.
*/
export const regionName = ({target, asked}: Watched): string => target?.region ?? asked.region ?? unknownRegion;

/**
What tells the targets apart. Nothing does where there is one alone.
*/
export const differingParts = ({targets}: Pick<Model, 'targets'>): NameParts => {
	const all = targets.values().toArray();
	const isSeveral = (names: readonly string[]): boolean => new Set(names).size > 1;
	return {hasProfile: isSeveral(all.map(one => profileName(one))), hasRegion: isSeveral(all.map(one => regionName(one)))};
};

/**
The name of a target among others: `staging`, `eu-west-1`, or `staging@eu-west-1` as `--target` takes it.
*/
export const targetName = (watched: Watched, {hasProfile, hasRegion}: NameParts): string => {
	if (hasProfile !== hasRegion) {
		return hasProfile ? profileName(watched) : regionName(watched);
	}

	return `${profileName(watched)}@${regionName(watched)}`;
};

/**
Gives the name of the target of an import where there are several, and undefined where there is one.
*/
export const targetNamer = (model: Pick<Model, 'targets'>): ((task: ImportTask) => string | undefined) => {
	if (model.targets.size === 1) {
		return () => undefined;
	}

	const parts = differingParts(model);
	return task => {
		const watched = watchedOf(model, task);
		return watched === undefined ? undefined : targetName(watched, parts);
	};
};

/**
What is wrong with the targets that can't be asked, a sentence each, with their names where there are several.
*/
export const troublesOf = (model: Pick<Model, 'targets'>): readonly string[] => {
	const parts = differingParts(model);
	return model.targets.values().flatMap(watched => {
		const sentence = watched.failure?.failure.sentence;

		return sentence === undefined ? [] : [model.targets.size === 1 ? sentence : `${targetName(watched, parts)}: ${sentence}`];
	}).toArray();
};
