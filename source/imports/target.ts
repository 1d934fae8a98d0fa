import {type Graphs} from './graph.ts';

/**
A watched account and region. `profile` is `default` if the user named none. The endpoint is undefined for the default endpoint.
*/
export type Target = {
	readonly profile: string;
	readonly region: string;
	readonly endpoint?: string | undefined;
	readonly endpointUrl?: string | undefined;
};

/**
A target as the user named it. The environment and the AWS configuration provide undefined parts.
*/
export type TargetSpec = {
	readonly profile: string | undefined;
	readonly region: string | undefined;
};

/**
The profile and region of an import, and the graphs there. `isShown` means that the list has columns for profile and region, so filter words match them.
*/
export type ListedPlace = TargetSpec & {readonly isShown: boolean; readonly graphs?: Graphs | undefined};

/**
Returns, for example, `staging@eu-west-1`. Undefined parts are empty, so the default target is `@`.
*/
export const targetIdOf = ({profile, region}: TargetSpec): string => `${profile ?? ''}@${region ?? ''}`;

/**
Ignores the endpoint: it is only another route to the same list.
*/
export const isSameList = (one: Target, other: Target): boolean => one.profile === other.profile && one.region === other.region;

/**
The regions of Neptune Analytics, from an undated copy of its user guide (read on 2026-11-24). Only `all` uses this list; other regions can still be watched.
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
