import {buffer} from 'node:stream/consumers';
import {HttpResponse} from '@smithy/core/protocols';
import {type MiddlewareStack} from '@smithy/types';

/**
Lets the text of an answer be read beside what the SDK makes of it: the SDK drops members that its model does not have, and gives up on an answer of which one member is of another type. Gives a function for the text, which is empty until the answer is there.
*/
// eslint-disable-next-line @typescript-eslint/no-restricted-types -- The constraint is that of the SDK's own type.
export const keepBody = <Input extends object, Output extends object>(stack: MiddlewareStack<Input, Output>): () => string => {
	let body = '';

	// Low priority puts this before the SDK's own reading.
	stack.add(next => async request => {
		const result = await next(request);

		if (HttpResponse.isInstance(result.response)) {
			const bytes = await buffer(result.response.body as NodeJS.ReadableStream); // What the handler for Node gives.
			body = bytes.toString();
			result.response.body = new Uint8Array(bytes);
		}

		return result;
	}, {name: 'keepBody', step: 'deserialize', priority: 'low'});

	return () => body;
};
