import {describe, expect, test} from 'vitest';
import {type TargetChange} from '../../source/imports/change.ts';
import {defaultNotifyOn, type NotifyOn, allNotifications} from '../../source/imports/notify-on.ts';
import {createNotifier} from '../../source/notify/notifier.ts';
import {terminalKind} from '../../source/notify/terminal-kind.ts';
import {createHandClock} from '../support/hand-clock.ts';
import {importTask, taskId} from '../support/tasks.ts';

const bell = '\u{7}';

const changed = (number: number, status: string): TargetChange => ({
	targetId: '@',
	at: 0,
	change: {
		kind: 'changed', task: importTask({taskId: taskId(number), status}), from: 'IMPORTING', to: status,
	},
});

const listen = ({channels = ['bell'], on = allNotifications, env = {TERM: 'xterm'}, hasPassthrough = async () => true}: {
	readonly channels?: ReadonlyArray<'bell' | 'desktop'>;
	readonly on?: NotifyOn;
	readonly env?: Readonly<Record<string, string>>;
	readonly hasPassthrough?: () => Promise<boolean>;
} = {}) => {
	const written: string[] = [];
	const clock = createHandClock(0);
	const notifier = createNotifier({
		channels: new Set(channels),
		notifyOn: on,
		kind: terminalKind(env),
		hasPassthrough,
		write(bytes) {
			written.push(bytes);
		},
		after: clock.after,
	});
	const announce = (changes: readonly TargetChange[], {isLastEnd = false} = {}): void => {
		notifier.announce({changes, isLastEnd});
	};

	return {
		written, clock, announce, notifier,
	};
};

describe('a notifier', () => {
	test('combines changes within two seconds of the first, and sends later ones separately', () => {
		const {written, clock, announce} = listen({channels: ['desktop'], env: {TERM: 'rxvt-unicode'}});
		announce([changed(1, 'SUCCEEDED'), changed(2, 'SUCCEEDED')]);
		clock.pass(1000);
		announce([changed(3, 'SUCCEEDED'), changed(4, 'FAILED')]);
		clock.pass(999);
		expect(written).toEqual([]);
		clock.pass(1);
		announce([changed(5, 'FAILED')]);
		clock.pass(10_000);
		expect(written).toEqual(['3 succeeded, 1 failed', `${taskId(5)} failed: s3://lake/2026/people.csv`].map(text => `\u{1B}]777;notify;Neptune imports;${text}${bell}`));
	});

	test('shows the reason of a single failure instead of its source, if it is known in time', () => {
		const {written, clock, announce, notifier} = listen({channels: ['desktop'], env: {TERM: 'rxvt-unicode'}});
		const reason = {code: 'OUT_OF_MEMORY', summary: 'OUT_OF_MEMORY: No room.'} as const;
		announce([changed(1, 'FAILED')]);
		clock.pass(1000);
		notifier.explain({targetId: '@', taskId: taskId(1)}, reason);
		clock.pass(1000);
		notifier.explain({targetId: '@', taskId: taskId(1)}, reason);
		clock.pass(10_000);
		expect(written).toEqual([`\u{1B}]777;notify;Neptune imports;${taskId(1)} failed: OUT_OF_MEMORY: No room.${bell}`]);
	});

	test('counts an import once, with its latest status', () => {
		const {written, clock, announce} = listen({channels: ['desktop'], env: {TERM: 'rxvt-unicode'}});
		announce([changed(1, 'ROLLING_BACK'), changed(2, 'SUCCEEDED')]);
		announce([changed(1, 'FAILED')]);
		clock.pass(2000);
		expect(written).toEqual([`\u{1B}]777;notify;Neptune imports;1 succeeded, 1 failed${bell}`]);
	});

	test('rings by default only for failures and when the last import finishes', () => {
		const {written, clock, announce} = listen({on: defaultNotifyOn});
		announce([changed(1, 'SUCCEEDED'), changed(2, 'ROLLING_BACK'), changed(3, 'CANCELLED')]);
		clock.pass(5000);
		expect(written).toEqual([]);
		announce([changed(4, 'FAILED')]);
		clock.pass(5000);
		expect(written).toEqual([bell]);
		announce([changed(5, 'SUCCEEDED')], {isLastEnd: true});
		clock.pass(5000);
		expect(written).toEqual([bell, bell]);
	});

	test('ignores imports that are new or no longer listed, unless they have failed', () => {
		const {written, clock, announce} = listen();
		announce([{targetId: '@', at: 0, change: {kind: 'gone', task: importTask({status: 'FAILED'})}}, {targetId: '@', at: 0, change: {kind: 'appeared', task: importTask()}}]);
		clock.pass(5000);
		expect(written).toEqual([]);
		announce([{targetId: '@', at: 0, change: {kind: 'appeared', task: importTask({status: 'FAILED'})}}]);
		clock.pass(5000);
		expect(written).toEqual([bell]);
	});

	test('rings once if both channels are chosen but the terminal has no notifications', () => {
		const {written, clock, announce} = listen({channels: ['bell', 'desktop']});
		announce([changed(1, 'FAILED')]);
		clock.pass(2000);
		expect(written).toEqual([bell]);
	});

	test('rings and notifies if both channels are chosen and available', () => {
		const {written, clock, announce} = listen({channels: ['bell', 'desktop'], env: {TERM: 'foot'}});
		announce([changed(1, 'FAILED')]);
		clock.pass(2000);
		expect(written).toHaveLength(2);
	});

	test('rings in tmux without passthrough, and notifies once passthrough is on', async () => {
		let isOn = false;
		const {written, clock, announce} = listen({
			channels: ['desktop'], env: {TERM: 'tmux-256color', TMUX: 'x', KITTY_WINDOW_ID: '1'}, hasPassthrough: async () => isOn,
		});
		announce([changed(1, 'FAILED')]);
		await Promise.resolve();
		clock.pass(2000);
		expect(written.splice(0)).toEqual([bell]);
		isOn = true;
		announce([changed(2, 'FAILED')]);
		await Promise.resolve();
		clock.pass(2000);
		expect(written).toEqual([expect.stringMatching(/^\u{1B}Ptmux;\u{1B}\u{1B}\]99;/v)]);
	});

	test('drops what is waiting when it ends', () => {
		const {written, clock, announce, notifier} = listen();
		announce([changed(1, 'FAILED')]);
		notifier.end();
		clock.pass(5000);
		expect(written).toEqual([]);
		expect(clock.waiting()).toBe(0);
	});

	test('sends what is waiting on flush, and nothing if nothing is waiting', () => {
		const {written, clock, announce, notifier} = listen();
		notifier.flush();
		expect(written).toEqual([]);
		announce([changed(1, 'FAILED')]);
		notifier.flush();
		notifier.flush();
		expect(written).toEqual([bell]);
		clock.pass(5000);
		expect(written).toEqual([bell]);
	});

	test('is silent if no channel is chosen', () => {
		const {written, clock, announce} = listen({channels: []});
		announce([changed(1, 'FAILED')], {isLastEnd: true});
		clock.pass(5000);
		expect(written).toEqual([]);
	});
});
