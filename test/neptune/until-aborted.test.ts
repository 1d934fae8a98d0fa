import {expect, test} from 'vitest';
import {untilAborted} from '../../source/neptune/until-aborted.ts';

const reason = new Error('No longer wanted');
const never = Promise.withResolvers<never>().promise;

test('what a promise gives is given', async () => {
	expect(await untilAborted(Promise.resolve(5), new AbortController().signal)).toBe(5);
});

test('what a promise rejects with is rejected with', async () => {
	await expect(untilAborted(Promise.reject(reason), new AbortController().signal)).rejects.toBe(reason);
});

test('an abort ends the waiting, with its reason', async () => {
	const abort = new AbortController();
	const waiting = untilAborted(never, abort.signal);
	abort.abort(reason);

	await expect(waiting).rejects.toBe(reason);
});

test('an abort that came before ends it at once', async () => {
	await expect(untilAborted(never, AbortSignal.abort(reason))).rejects.toBe(reason);
});
