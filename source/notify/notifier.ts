import {refOfChange, type TargetChange} from '../imports/change.ts';
import {shouldNotify, notificationText, type NotifyOn} from '../imports/notify-on.ts';
import {type Reason} from '../imports/failures/reason.ts';
import {type ImportRef, isSameRef} from '../imports/task.ts';
import {desktopNotification} from './sequences.ts';
import {type TerminalKind} from './terminal-kind.ts';

/*
`isLastEnd` is true if no import is running any more.
*/
type Announcement = {
	readonly changes: readonly TargetChange[];
	readonly isLastEnd: boolean;
};

/**
`flush` sends what is waiting at once, for example before the program exits. `end` drops it.
*/
export type Notifier = {
	readonly announce: (announcement: Announcement) => void;

	/**
	Adds the reason of a failure to a notification that has not been sent yet.
	*/
	readonly explain: (ref: ImportRef, reason: Reason) => void;
	readonly flush: () => void;
	readonly end: () => void;
};

// Imports that started together finish within a poll or two, so one notification covers them.
const gatherMs = 2000;

const title = 'Neptune imports';
const bell = '\u{7}';

/**
Rings the bell, sends desktop notifications, or both. Rings instead if the terminal has no notifications or tmux does not pass them through.
*/
export const createNotifier = ({channels, notifyOn, kind: {notification, isTmux}, hasPassthrough, write, after}: {
	readonly channels: ReadonlySet<'bell' | 'desktop'>;
	readonly notifyOn: NotifyOn;
	readonly kind: TerminalKind;
	readonly hasPassthrough: () => Promise<boolean>;
	readonly write: (bytes: string) => void;
	readonly after: (delayMs: number, callback: () => void) => () => void;
}): Notifier => {
	const isNotified = notification !== undefined && channels.has('desktop');
	let canReach = !isTmux;
	let waiting: readonly TargetChange[] = [];
	let isLastEnd = false;
	let cancelTimer: (() => void) | undefined;

	const drop = (): void => {
		cancelTimer?.();
		cancelTimer = undefined;
		waiting = [];
		isLastEnd = false;
	};

	// The option `allow-passthrough` of tmux may change while the program runs.
	const checkTmux = async (): Promise<void> => {
		if (isTmux && isNotified) {
			canReach = await hasPassthrough();
		}
	};

	const send = (): void => {
		const text = notificationText(waiting, {isLastEnd});
		drop();

		if (isNotified && canReach) {
			write(desktopNotification(notification, {title, text, isTmux}));
		}

		if (channels.has('bell') || (channels.has('desktop') && !(isNotified && canReach))) {
			write(bell);
		}
	};

	void checkTmux();

	return {
		announce({changes, isLastEnd: isEnd}) {
			waiting = [...waiting, ...changes.filter(change => shouldNotify(change, notifyOn))];
			isLastEnd ||= notifyOn.isLastEnd && isEnd;

			if (cancelTimer !== undefined || (!isLastEnd && waiting.length === 0)) {
				return;
			}

			cancelTimer = after(gatherMs, send);
			void checkTmux();
		},
		explain(ref, reason) {
			waiting = waiting.map(change => isSameRef(refOfChange(change), ref) ? {...change, reason} : change);
		},
		flush() {
			if (cancelTimer !== undefined) {
				send();
			}
		},
		end: drop,
	};
};
