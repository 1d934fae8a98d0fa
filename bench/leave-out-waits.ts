import {writeFileSync} from 'node:fs';
import process from 'node:process';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';

/*
Loaded before the program, so that hours of polls fit into minutes: the wait between two polls ten seconds apart, a timer of nearly as much, is over after a fraction of it, and the clock goes on as if it had been waited for. Other timers are as they were, and so is how long a scan takes.

The waits that BENCH_WHOLE_WAITS names by their numbers, as in `171-200,4971-5000`, are waited for in full: how much garbage the engine keeps depends on how long it has nothing to do.

On SIGUSR2, writes how much memory is in use when all garbage is gone.
*/
const waitMs = 40;
const realSetTimeout = setTimeout;
const realDate = Date;
let leftOutMs = 0;
let waits = 0;

const wholeWaits = (process.env['BENCH_WHOLE_WAITS'] ?? '').split(',').map(range => range.split('-').map(Number));

const isWhole = (wait: number): boolean => wholeWaits.some(([first = Infinity, last = first]) => wait >= first && wait <= last);

const now = () => realDate.now() + leftOutMs;

const date = new Proxy(realDate, {
	construct: (target, values: readonly unknown[], newTarget) => Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget) as Date, // What `Date` constructs.
	get: (target, property, receiver) => property === 'now' ? now : Reflect.get(target, property, receiver) as unknown,
});

const isWait = (delayMs: number | undefined): delayMs is number => delayMs !== undefined && delayMs > 8000 && delayMs < 10_000;

const timer = new Proxy(realSetTimeout, {
	apply(target, thisValue, values: [callback: (...values: readonly unknown[]) => void, delayMs?: number, ...rest: readonly unknown[]]) {
		const [callback, delayMs, ...rest] = values;

		if (!isWait(delayMs) || isWhole(++waits)) {
			return Reflect.apply(target, thisValue, values) as NodeJS.Timeout; // What `setTimeout` gives.
		}

		return realSetTimeout(() => {
			leftOutMs += delayMs - waitMs;
			callback(...rest);
		}, waitMs);
	},
});

Object.assign(globalThis, {
	Date: date, // eslint-disable-line @typescript-eslint/naming-convention -- A name of the language.
	setTimeout: timer,
});

const file = process.env['BENCH_MEMORY_FILE'];

if (file !== undefined) {
	setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc') as () => void; // What the flag gives.

	process.on('SIGUSR2', () => {
		collect();
		collect();
		writeFileSync(file, JSON.stringify(process.memoryUsage()));
	});
}
