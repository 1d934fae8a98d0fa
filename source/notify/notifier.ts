import {type TargetChange} from '../imports/change.ts';
import {shouldNotify, notificationText, type NotifyOn} from '../imports/notify-on.ts';
import {desktopNotification} from './sequences.ts';
import {type TerminalKind} from './terminal-kind.ts';

/**
What there is to notify of.
*/
export type Announcement = {
	/**
	In the order in which they came.
	*/
	readonly changes: readonly TargetChange[];

	/**
	Whether with them the last import that was under way has ended.
	*/
	readonly isLastEnd: boolean;

	/**
	Whether the person wants to hear of nothing for now: what is waiting is dropped as well.
	*/
	readonly isMuted: boolean;
};

/**
Notifies of changes.
*/
export type Notifier = {
	readonly announce: (announcement: Announcement) => void;

	/**
	Tells what is waiting at once, as where the program is about to end by itself.
	*/
	readonly flush: () => void;

	/**
	Drops what is waiting.
	*/
	readonly end: () => void;
};

/*
Imports that were started together end together, a poll or two apart: what comes within this time of the first is told with it.
*/
const gatheredForMs = 2000;

const title = 'Neptune imports';
const bell = '\u{7}';

/**
A notifier that rings the bell, or sends a notification to the desktop, or both. A terminal that is not known to take notifications is rung, and so is one behind a tmux that keeps them to itself, as `isHandedOn` says. `write` gets the bytes for the terminal, and `after` calls back once, and gives back how to call that off.
*/
export const createNotifier = ({channels, notifyOn, kind: {notification, isTmux}, isHandedOn, write, after}: {
	readonly channels: ReadonlySet<'bell' | 'desktop'>;
	readonly notifyOn: NotifyOn;
	readonly kind: TerminalKind;
	readonly isHandedOn: () => Promise<boolean>;
	readonly write: (bytes: string) => void;
	readonly after: (delayMs: number, callback: () => void) => () => void;
}): Notifier => {
	const isNotified = notification !== undefined && channels.has('desktop');
	let canReach = !isTmux;
	let waiting: readonly TargetChange[] = [];
	let isLastEnd = false;
	let callOff: (() => void) | undefined;

	const drop = (): void => {
		callOff?.();
		callOff = undefined;
		waiting = [];
		isLastEnd = false;
	};

	/*
	At the start, and while changes are gathered: the person may have set the option meanwhile.
	*/
	const askTmux = async (): Promise<void> => {
		if (isTmux && isNotified) {
			canReach = await isHandedOn();
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

	void askTmux();

	return {
		announce({changes, isLastEnd: isEnd, isMuted}) {
			if (isMuted) {
				drop();
				return;
			}

			waiting = [...waiting, ...changes.filter(change => shouldNotify(change, notifyOn))];
			isLastEnd ||= notifyOn.isLastEnd && isEnd;

			if (callOff !== undefined || (!isLastEnd && waiting.length === 0)) {
				return;
			}

			callOff = after(gatheredForMs, send);
			void askTmux();
		},
		flush() {
			if (callOff !== undefined) {
				send();
			}
		},
		end: drop,
	};
};
