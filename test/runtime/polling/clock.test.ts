import {
	afterEach,
	beforeEach,
	expect,
	test,
	vi,
} from 'vitest';
import {systemClock} from '../../../source/runtime/polling/clock.ts';

const dayMs = 86_400_000;

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

test('does not call back after a long timer is canceled', () => {
	const callback = vi.fn<() => void>();
	const cancelTimer = systemClock.after(60 * dayMs, callback);
	vi.advanceTimersByTime(59 * dayMs);
	cancelTimer();
	vi.advanceTimersByTime(60 * dayMs);
	expect(callback).not.toHaveBeenCalled();
});
