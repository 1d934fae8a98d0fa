import {type RecordableEffect} from '../app/effect.ts';
import {type HistoryEvent, isChangeEvent, type WatchEvent} from '../imports/event.ts';
import {type SavedState} from '../imports/polling/saved-state.ts';
import {type Target} from '../imports/target.ts';
import {type SucceededImport} from '../imports/progress/usual.ts';
import {type History, type ListHistory} from '../history/open-history.ts';
import {type Options} from './options.ts';

/**
Records the history of the targets of a session.
*/
export type HistoryKeeper = {
	/**
	Returns the saved state, or undefined if the history of the target is already open.
	*/
	readonly openTarget: (targetId: string, target: Target) => SavedState | undefined;
	readonly closeTarget: (targetId: string) => void;

	/**
	Returns the imports of an open target that succeeded.
	*/
	readonly readEarlierImports: (targetId: string) => readonly SucceededImport[];

	/**
	Records a scan, the reason of a failure, or the statements of an import. Writes changes, reasons and statements before it returns.
	*/
	readonly record: (effect: RecordableEffect) => void;
	readonly keepFilter: History['keepFilter'];
	readonly listFilters: History['listFilters'];
	readonly close: () => void;
};

// The first list can have thousands of imports. Each write takes a few milliseconds, and keys are handled between two writes.
const eventsPerWrite = 250;

const isRecorded = (event: WatchEvent): event is HistoryEvent => event.event === 'baseline' || isChangeEvent(event);

const onlyTasks = (savedState: SavedState, taskIds: readonly string[]): SavedState => taskIds.length === 0
	? savedState
	: {
		...savedState,
		imports: savedState.imports.filter(({task}) => taskIds.includes(task.taskId)),
		changes: savedState.changes.filter(({change}) => taskIds.includes(change.task.taskId)),
	};

const isSameTarget = (one: Target, other: Target): boolean => one.profile === other.profile && one.region === other.region && one.endpointUrl === other.endpointUrl;

/**
`afterFrame` calls back when the frame that shows a scan has been drawn.
*/
export const createHistoryKeeper = ({graph, taskIds}: Pick<Options, 'graph' | 'taskIds'>, history: History, afterFrame: (callback: () => void) => void = setImmediate): HistoryKeeper => {
	const lists = new Map<string, {readonly target: Target; readonly history: ListHistory}>();
	let pendingWrites: ReadonlyArray<() => void> = [];

	const flush = (): void => {
		const writes = pendingWrites;
		pendingWrites = [];

		for (const write of writes) {
			write();
		}
	};

	const writeNext = (): void => {
		const [write, ...others] = pendingWrites;
		pendingWrites = others;
		write?.();

		if (others.length > 0) {
			afterFrame(writeNext);
		}
	};

	const closeTarget = (targetId: string): void => {
		flush();
		lists.get(targetId)?.history.close();
		lists.delete(targetId);
	};

	return {
		openTarget(targetId, target) {
			const before = lists.get(targetId);

			if (before !== undefined && isSameTarget(before.target, target)) {
				return undefined;
			}

			closeTarget(targetId);
			const list = history.openList({
				target, graphId: graph, isWhole: taskIds.length === 0,
			});
			lists.set(targetId, {target, history: list});
			return onlyTasks(list.savedState, taskIds);
		},
		closeTarget,
		readEarlierImports: targetId => lists.get(targetId)?.history.readEarlierImports() ?? [],
		keepFilter: history.keepFilter,
		listFilters: history.listFilters,
		record(effect) {
			const {targetId, at} = effect;
			const listHistory = lists.get(targetId)?.history;

			if (effect.type !== 'changesObserved') {
				flush();
				listHistory?.append({
					startedAt: at, at, events: effect.type === 'reasonLearned' ? effect.events : [effect.fact], list: undefined,
				});
				return;
			}

			const {startedAt, list} = effect;
			const recorded = effect.events.filter(event => isRecorded(event));
			const write = (part: readonly HistoryEvent[], isLast: boolean): void => {
				listHistory?.append({
					startedAt, at, events: part, list: isLast ? list : undefined,
				});
			};

			if (recorded.some(event => isChangeEvent(event))) {
				flush();
				write(recorded, true);
				return;
			}

			const parts = Array.from({length: Math.max(1, Math.ceil(recorded.length / eventsPerWrite))}, (_, index) => recorded.slice(index * eventsPerWrite, (index + 1) * eventsPerWrite));
			pendingWrites = [...pendingWrites, ...parts.map((part, index) => () => {
				write(part, index === parts.length - 1);
			})];
			afterFrame(writeNext);
		},
		close() {
			flush();
			lists.clear();
			history.close();
		},
	};
};
