import {describe, expect, test} from 'vitest';
import {createScaledClock} from '../../../source/runtime/polling/clock.ts';
import {createHandClock} from '../../support/hand-clock.ts';

const startAt = 1_000_000;

describe.each([1, 10, 0.5, 7])('a clock that runs %d times as fast', speed => {
	test('starts at the given time and multiplies the elapsed time', () => {
		const hand = createHandClock(5);
		const clock = createScaledClock(hand, {startAt, speed});
		expect(clock.now()).toBe(startAt);
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
		expect(calls).toEqual([startAt + Math.floor(neededMs * speed)]);
		expect(calls[0]).toBeGreaterThanOrEqual(startAt + 10_000);
	});

	test('does not call back after the timer is canceled', () => {
		const hand = createHandClock(5);
		const cancelTimer = createScaledClock(hand, {startAt, speed}).after(1000, () => {
			throw new Error('The timer was canceled.');
		});
		cancelTimer();
		hand.pass(100_000);
		expect(hand.waiting()).toBe(0);
	});
});

test('a scaled clock goes back when its base clock is set back', () => {
	const hand = createHandClock(5);
	const clock = createScaledClock(hand, {startAt, speed: 10});
	hand.jump(-100);
	expect(clock.now()).toBe(startAt - 1000);
});
