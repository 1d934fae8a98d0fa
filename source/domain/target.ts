/**
What is watched: one account in one region.
*/
export type Target = {
	/**
	The name of the profile whose credentials are used; `default` where none is named.
	*/
	readonly profile: string;
	readonly region: string;

	/**
	The host that is asked, where it is not the service's own.
	*/
	readonly endpoint?: string | undefined;

	/**
	Its address; undefined likewise.
	*/
	readonly endpointUrl?: string | undefined;
};

/**
A profile and a region, as far as they are known.
*/
export type Place = {
	readonly profile: string | undefined;
	readonly region: string | undefined;
};

/**
Where an import is, for those who look for it.
*/
export type ListedPlace = Place & {
	/**
	Whether the list tells it: then it is found by words, like all that the list tells.
	*/
	readonly isTold: boolean;
};

/**
A target as the person asked for it. What is left open, the environment and the configuration say.
*/
export type AskedTarget = Place;

/**
The id of the target that the program begins with: its imports are known by their task ids alone, and a message that names no target is about it.
*/
export const firstTargetId = '';

/**
The id of a target that was asked for: `staging@eu-west-1`, in which what was left open is empty.
*/
export const targetIdOf = ({profile, region}: AskedTarget): string => `${profile ?? ''}@${region ?? ''}`;

/**
How a message says that it is about a target: it names none where that is the first one.
*/
export const ofTarget = (id: string): {readonly targetId?: string} => id === firstTargetId ? {} : {targetId: id};

/**
Whether it is the same list, on whatever way it is read.
*/
export const isSameList = (one: Target, other: Target): boolean => one.profile === other.profile && one.region === other.region;
