/**
A call that `end` ends with this result. Rejects if the signal aborts first.
*/
export const pendingCall = <Result>(signal: AbortSignal, result: Result): {readonly promise: Promise<Result>; readonly end: () => void} => {
	const {promise, resolve, reject} = Promise.withResolvers<Result>();
	signal.addEventListener('abort', () => {
		reject(signal.reason);
	});
	return {
		promise,
		end() {
			resolve(result);
		},
	};
};
