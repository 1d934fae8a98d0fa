import {
	afterEach,
	beforeEach,
	describe,
	expect,
	test,
	vi,
} from 'vitest';
import {createScaledClock, systemClock} from '../../../source/runtime/polling/clock.ts';
import {createHandClock} from '../../support/hand-clock.ts';

const dayMs = 86_400_000;

const startAt = 1_000_000;

describe('the system clock', () => {
	beforeEach(() => {
		vi.useFakeTimers();
	});

	afterEach(() => {
		vi.useRealTimers();
	});

	test.each([1, 1000, dayMs, 30 * dayMs, 60 * dayMs, 366 * dayMs])('calls back once, after exactly %d ms', delayMs => {
		const callback = vi.fn<() => void>();
		systemClock.after(delayMs, callback);
		vi.advanceTimersByTime(delayMs - 1);
		expect(callback).not.toHaveBeenCalled();
		vi.advanceTimersByTime(1);
		expect(callback).toHaveBeenCalledOnce();
		vi.advanceTimersByTime(delayMs);
		expect(callback).toHaveBeenCalledOnce();
	});

	test('does not call back after a long timer is cancelled', () => {
		const callback = vi.fn<() => void>();
		const cancelTimer = systemClock.after(60 * dayMs, callback);
		vi.advanceTimersByTime(59 * dayMs);
		cancelTimer();
		vi.advanceTimersByTime(60 * dayMs);
		expect(callback).not.toHaveBeenCalled();
	});
});

describe.each([1, 10, 0.5, 7])('a clock that runs %d times as fast', speed => {
	test('starts at the given time with its first timer, and multiplies the elapsed time', () => {
		const hand = createHandClock(5);
		const clock = createScaledClock(hand, {startAt, speed});
		hand.pass(1000);
		expect(clock.now()).toBe(startAt);
		clock.after(dayMs, () => {}); // eslint-disable-line @typescript-eslint/no-empty-function -- Starts the clock.
		hand.pass(1000);
		expect(clock.now()).toBe(startAt + (1000 * speed));
	});

	test('never calls back early', () => {
		const hand = createHandClock(5);
		const clock = createScaledClock(hand, {startAt, speed});
		const calls: number[] = [];
		clock.after(10_000, () => {
			calls.push(clock.now());
		});
		const neededMs = Math.ceil(10_000 / speed);
		hand.pass(neededMs - 1);
		expect(calls).toEqual([]);
		hand.pass(1);
		expect(calls).toEqual([startAt + 10_000]);
		hand.pass(1);
		expect(clock.now()).toBe(startAt + Math.floor((neededMs + 1) * speed));
	});

	test('does not call back after the timer is cancelled', () => {
		const hand = createHandClock(5);
		const cancelTimer = createScaledClock(hand, {startAt, speed}).after(1000, () => {
			throw new Error('The timer was cancelled.');
		});
		cancelTimer();
		hand.pass(100_000);
		expect(hand.waiting()).toBe(0);
	});
});

test('a scaled clock goes back when its base clock is set back', () => {
	const hand = createHandClock(5);
	const clock = createScaledClock(hand, {startAt, speed: 10});
	clock.after(dayMs, () => {}); // eslint-disable-line @typescript-eslint/no-empty-function -- As above.
	hand.pass(0);
	hand.jump(-100);
	expect(clock.now()).toBe(startAt - 1000);
});

test.each([1, 100, 10_000])('everything happens at its exact time and in order at %d times the speed', async speed => {
	const clock = createScaledClock(systemClock, {startAt, speed});
	const times: number[] = [];

	const repeat = async (delayMs: number, count: number): Promise<void> => {
		const {promise, resolve} = Promise.withResolvers<undefined>();
		clock.after(delayMs, () => {
			resolve(undefined);
		});
		await promise;
		times.push(clock.now() - startAt);
		await (count === 1 ? undefined : repeat(delayMs, count - 1));
	};

	await Promise.all([repeat(30, 6), repeat(50, 3)]);
	expect(times).toEqual([30, 50, 60, 90, 100, 120, 150, 150, 180]);
});
