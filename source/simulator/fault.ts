import {type Call, pageOf} from './service.ts';

/**
- `error`: responds with an exception
- `reset`: resets the connection
- `silence`: never responds
- `delay`: responds later; another fault may apply as well
- `cutOff`: closes the connection halfway through the response
- `body`: responds with status 200 and this body, such as a proxy's HTML page
- `repeatToken`: every page of the list has the same `nextToken`
- `refuseToken`: rejects every page of the list except the first
*/
export type FaultKind =
	| {
		readonly kind: 'error';
		readonly code: string;
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
A fault and the requests that it affects: by default all. `page` is a page of the list, from 1. `times` limits the number of requests. `repeatToken` and `refuseToken` affect only the list.
*/
export type Fault = FaultKind & {
	readonly on?: Call['operation'] | 'any';
	readonly page?: number;
	readonly times?: number;
};

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

/*
The active faults. `inject` returns a function that ends the fault.
*/
type FaultQueue = {
	readonly inject: (fault: Fault) => () => void;

	/**
	Uses up one turn of each fault that applies to the call. Returns all delays, then at most one other fault.
	*/
	readonly take: (call: Call) => readonly Fault[];
};

export const createFaultQueue = (): FaultQueue => {
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
