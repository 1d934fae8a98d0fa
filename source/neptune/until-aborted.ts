/**
Gives what `promise` gives, but no later than `signal` is aborted: then rejects with its reason, and whatever becomes of the promise is ignored. For work that can't be interrupted, such as looking for credentials.
*/
export const untilAborted = async <Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> => {
	const aborted = Promise.withResolvers<never>();
	const onAbort = () => {
		aborted.reject(signal.reason);
	};

	if (signal.aborted) {
		onAbort();
	}

	signal.addEventListener('abort', onAbort, {once: true});

	try {
		return await Promise.race([promise, aborted.promise]);
	} finally {
		signal.removeEventListener('abort', onAbort);
	}
};
