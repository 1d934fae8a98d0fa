import {Buffer} from 'node:buffer';
import {HttpResponse} from '@smithy/core/protocols';
import {type MiddlewareStack} from '@smithy/types';

/**
Takes the body of an answer that is no error before the SDK reads it: the SDK would drop members that its model does not have, and give up on an answer of which one member is of another type. Its own answer is therefore empty; errors are read by the SDK as ever.

Gives a function for what the body says, as it was sent: undefined where there is nothing in it, or no answer yet. It throws a `SyntaxError` where the body is not JSON.
*/
// eslint-disable-next-line @typescript-eslint/no-restricted-types -- The constraint is that of the SDK's own type.
export const takeBody = <Input extends object, Output extends object>(stack: MiddlewareStack<Input, Output>): () => unknown => {
	let body = '';

	// Low priority puts this before the SDK's own reading.
	stack.add(next => async request => {
		const result = await next(request);
		const {response} = result;

		if (HttpResponse.isInstance(response) && response.statusCode < 300) {
			const chunks: Uint8Array[] = [];

			// What the handler for Node gives.
			for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
				chunks.push(chunk);
			}

			body = Buffer.concat(chunks).toString();
			response.body = new Uint8Array();
		}

		return result;
	}, {name: 'takeBody', step: 'deserialize', priority: 'low'});

	return () => body === '' ? undefined : JSON.parse(body) as unknown;
};
