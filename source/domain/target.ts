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
