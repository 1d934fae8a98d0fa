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
A target as the user named it. The environment and the AWS configuration fill in undefined parts.
*/
export type TargetSpec = Place;

/**
The old name of `TargetSpec`.
*/
export type AskedTarget = TargetSpec;

/**
The ID of a target: `staging@eu-west-1`. Undefined parts are empty, so the default target is `@`.
*/
export const targetIdOf = ({profile, region}: TargetSpec): string => `${profile ?? ''}@${region ?? ''}`;

/**
Whether it is the same list, on whatever way it is read.
*/
export const isSameList = (one: Target, other: Target): boolean => one.profile === other.profile && one.region === other.region;
