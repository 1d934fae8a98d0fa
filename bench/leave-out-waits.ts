import {writeFileSync} from 'node:fs';
import process from 'node:process';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';

/*
Loaded before the program, to run hours of polls in minutes. It shortens the waits between polls (timers of 8 to 10 s) and advances the clock by the omitted time. It changes no other timers and no scans.

BENCH_WHOLE_WAITS lists the numbers of waits that are not shortened, as in `171-200,4971-5000`. V8 collects garbage depending on how long it is idle.

On SIGUSR2, collects all garbage and writes the memory in use.
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
	construct: (target, values: readonly unknown[], newTarget) => Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget) as Date, // The type of what `Date` constructs.
	get: (target, property, receiver) => property === 'now' ? now : Reflect.get(target, property, receiver) as unknown,
});

const isWait = (delayMs: number | undefined): delayMs is number => delayMs !== undefined && delayMs > 8000 && delayMs < 10_000;

const timer = new Proxy(realSetTimeout, {
	apply(target, thisValue, values: [callback: (...values: readonly unknown[]) => void, delayMs?: number, ...rest: readonly unknown[]]) {
		const [callback, delayMs, ...rest] = values;

		if (!isWait(delayMs) || isWhole(++waits)) {
			return Reflect.apply(target, thisValue, values) as NodeJS.Timeout; // The return type of `setTimeout`.
		}

		return realSetTimeout(() => {
			leftOutMs += delayMs - waitMs;
			callback(...rest);
		}, waitMs);
	},
});

Object.assign(globalThis, {
	Date: date, // eslint-disable-line @typescript-eslint/naming-convention -- A global of JavaScript.
	setTimeout: timer,
});

const file = process.env['BENCH_MEMORY_FILE'];

if (file !== undefined) {
	setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc') as () => void; // Defined by the flag.

	process.on('SIGUSR2', () => {
		collect();
		collect();
		writeFileSync(file, JSON.stringify(process.memoryUsage()));
	});
}
