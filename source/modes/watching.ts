import process from 'node:process';
import {firstTargetId} from '../domain/target.ts';
import {type Model} from '../model/model.ts';
import {createErrandRunner} from '../notify/errand-runner.ts';
import {type OpenSource, sourceOpener} from './open-source.ts';
import {type Options} from './options.ts';
import {type Session} from './session.ts';
import {createTargetRunner, type TargetRunner} from './target-runner.ts';

/*
The time after which waiting is given up is counted from the start of the program, and only where there is something to wait for. Gives back how to call that off.
*/
const boundTime = ({store, clock}: Session, {timeoutMs, untilDone}: Options): (() => void) | undefined => timeoutMs === undefined || untilDone === undefined
	? undefined
	: clock.after(timeoutMs, () => {
		store.dispatch({type: 'timedOut', at: clock.now()});
	});

type Runners = {
	readonly follow: (model: Model) => void;
	readonly find: (targetId: string) => TargetRunner | undefined;
	readonly close: () => Promise<void>;
};

/*
A runner for each target that the model has, as long as it has it.
*/
const createRunners = (session: Session, openSource: OpenSource): Runners => {
	const runners = new Map<string, TargetRunner>();

	const end = async (id: string, runner: TargetRunner): Promise<void> => {
		runners.delete(id);
		session.onLeft(id);
		await runner.close();
	};

	return {
		follow(model) {
			for (const [id, runner] of runners) {
				if (!model.targets.has(id)) {
					void end(id, runner);
				}
			}

			for (const [id, watched] of model.targets) {
				const runner = runners.get(id) ?? createTargetRunner(session, watched, openSource);
				runners.set(id, runner);
				runner.follow(watched, model);
			}
		},
		find: id => runners.get(id),
		async close() {
			await Promise.all(runners.values().map(async runner => runner.close()));
		},
	};
};

/*
Long enough for the first list to be drawn.
*/
const heapSettledAfterMs = 1000;

/*
What keeps the heap small takes time, and what is made at the start stays anyway: the heap is kept small when the first list has been drawn.
*/
const keepHeapSmallLater = ({store, clock}: Session): void => {
	const keepSmall = async (): Promise<void> => {
		const {keepHeapSmall} = await import('./small-heap.ts');
		keepHeapSmall();
	};

	const unsubscribe = store.subscribe(({message}) => {
		if (message.type !== 'scanEnded') {
			return;
		}

		unsubscribe();
		clock.after(heapSettledAfterMs, () => {
			void keepSmall();
		});
	});
};

const listProfiles = async (): Promise<readonly string[]> => {
	const {profileNames} = await import('../neptune/profile-names.ts');
	return profileNames(process.env);
};

/**
Begins to watch as the model of the session says, and gives back how to stop.
*/
export const startWatching = async (session: Session, options: Options): Promise<() => Promise<void>> => {
	const {store} = session;
	keepHeapSmallLater(session);
	const callOff = boundTime(session, options);
	await session.keepHistory();
	const runners = createRunners(session, await sourceOpener(options, session));
	const errandRunner = createErrandRunner({
		cancel: options.canCancel
			? async (taskId, {targetId = firstTargetId}) => runners.find(targetId)?.cancel(taskId) ?? {kind: 'refused', sentence: 'Its target is no longer watched.'}
			: undefined,
		listProfiles,
		report: store.dispatch,
	});
	const follow = () => {
		const model = store.getModel();
		runners.follow(model);
		errandRunner.follow(model.errand);
	};

	store.subscribe(follow);
	follow();
	return async () => {
		callOff?.();
		await runners.close();
	};
};
