import {type Failure} from '../imports/failure.ts';

/**
Thrown where settings do not lead to a connection: it carries what to tell the person.
*/
export class ConnectError extends Error {
	override readonly name = 'ConnectError';
	readonly failure: Failure;

	constructor(failure: Failure, options?: ErrorOptions) {
		super(failure.sentence, options);
		this.failure = failure;
	}
}
