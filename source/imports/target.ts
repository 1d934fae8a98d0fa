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
	readonly isShown: boolean;
};

/**
A target as the user named it. The environment and the AWS configuration fill in undefined parts.
*/
export type TargetSpec = Place;

/**
The ID of a target: `staging@eu-west-1`. Undefined parts are empty, so the default target is `@`.
*/
export const targetIdOf = ({profile, region}: TargetSpec): string => `${profile ?? ''}@${region ?? ''}`;

/**
Whether it is the same list, on whatever way it is read.
*/
export const isSameList = (one: Target, other: Target): boolean => one.profile === other.profile && one.region === other.region;

/**
The regions in which Neptune Analytics is offered: taken down on 2026-11-24 from the newest copy of its user guide at hand, of which the date is not known. Others may have come since: a region that is not here can be watched like these, and is only not part of `all`.
*/
export const offeredRegions: readonly string[] = [
	'us-east-1',
	'us-east-2',
	'us-west-1',
	'us-west-2',
	'ca-central-1',
	'ca-west-1',
	'sa-east-1',
	'eu-west-1',
	'eu-west-2',
	'eu-west-3',
	'eu-central-1',
	'eu-central-2',
	'eu-north-1',
	'ap-south-1',
	'ap-east-1',
	'ap-southeast-1',
	'ap-southeast-2',
	'ap-southeast-5',
	'ap-northeast-1',
	'ap-northeast-2',
	'ap-northeast-3',
	'me-south-1',
	'me-central-1',
	'il-central-1',
	'af-south-1',
];
