import {type Call, pageOf} from './service.ts';

/**
What goes wrong with an answer.

- `error`: an exception in its place.
- `reset`: the connection is reset instead.
- `silence`: the request is accepted and never answered.
- `delay`: the answer comes so much later; a further fault may then befall it.
- `cutOff`: the connection ends halfway through the answer.
- `body`: a 200 with this body in its place, such as a proxy's page.
- `repeatToken`: every page of a list offers one and the same next page, without end.
- `refuseToken`: every page of a list but the first is refused.
*/
export type FaultKind =
	| {
		readonly kind: 'error';

		/**
		The name of the exception.
		*/
		readonly code: string;

		/**
		HTTP code.
		*/
		readonly status: number;
		readonly message: string;
		readonly retryAfterSeconds?: number;
	}
	| {readonly kind: 'reset'}
	| {readonly kind: 'silence'}
	| {readonly kind: 'delay'; readonly delayMs: number}
	| {readonly kind: 'cutOff'}
	| {readonly kind: 'body'; readonly body: string; readonly contentType?: string}
	| {readonly kind: 'repeatToken'}
	| {readonly kind: 'refuseToken'};

/**
Something that goes wrong, and with which requests.
*/
export type Fault = FaultKind & {
	/**
	`any` where it is absent. `repeatToken` and `refuseToken` befall lists alone.
	*/
	readonly on?: 'list' | 'get' | 'cancel' | 'any';

	/**
	Only this page of a list, from 1.
	*/
	readonly page?: number;

	/**
	How many requests it befalls; without end where it is absent.
	*/
	readonly times?: number;
};

/*
Whether a fault befalls a call.
*/
const hasEffectOn = (fault: Fault, call: Call): boolean => {
	if (((fault.on ?? 'any') !== 'any' && fault.on !== call.operation) || (fault.page !== undefined && fault.page !== pageOf(call))) {
		return false;
	}

	switch (fault.kind) {
		case 'repeatToken': {
			return call.operation === 'list';
		}

		case 'refuseToken': {
			return call.operation === 'list' && call.query.has('nextToken');
		}

		case 'error':
		case 'reset':
		case 'silence':
		case 'delay':
		case 'cutOff':
		case 'body': {
			return true;
		}
	}
};

/**
The faults that are there at present, in the order in which they came.
*/
export type FaultBox = {
	/**
	Gives back how to end the fault.
	*/
	readonly inject: (fault: Fault) => () => void;

	/**
	The faults that befall this call: delays, and at most one other, which comes last. Counts them down.
	*/
	readonly take: (call: Call) => readonly Fault[];
};

/**
A box without any.
*/
export const createFaultBox = (): FaultBox => {
	const remaining = new Map<symbol, {readonly fault: Fault; readonly times: number}>();

	return {
		inject(fault) {
			const key = Symbol(fault.kind);
			remaining.set(key, {fault, times: fault.times ?? Infinity});
			return () => {
				remaining.delete(key);
			};
		},
		take(call) {
			const taken: Fault[] = [];

			for (const [key, {fault, times}] of remaining) {
				if (times < 1 || !hasEffectOn(fault, call)) {
					continue;
				}

				remaining.set(key, {fault, times: times - 1});
				taken.push(fault);

				if (fault.kind !== 'delay') {
					break;
				}
			}

			return taken;
		},
	};
};
