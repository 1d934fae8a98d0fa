import {firstTargetId} from '../domain/target.ts';
import {type ImportTask} from '../domain/task.ts';
import {missedWithout} from './missed-without.ts';
import {type Model} from './model.ts';
import {type Watched} from './watched.ts';
import {withoutKeys} from './without-keys.ts';

type Targets = Model['targets'];

const shownLists = (targets: Targets): ReadonlyArray<Model['tasks']> =>
	targets.values().filter(({isHidden}) => !isHidden).map(({ledger}) => ledger.tasks).toArray();

const together = (lists: ReadonlyArray<Model['tasks']>): Model['tasks'] => {
	const [list, another] = lists;
	return list !== undefined && another === undefined ? list : new Map(lists.flatMap(one => [...one]));
};

/**
The model with other targets in place of its own: the only way in which they change, so that `tasks` is what they list.
*/
export const withTargets = (model: Model, targets: Targets): Model => {
	const before = shownLists(model.targets);
	const after = shownLists(targets);
	const isSame = before.length === after.length && before.every((list, index) => list === after[index]);
	return {...model, targets, tasks: isSame ? model.tasks : together(after)};
};

/**
The model with this target in place of the one with its id.
*/
export const withWatched = (model: Model, watched: Watched): Model => withTargets(model, new Map(model.targets).set(watched.id, watched));

/**
The model with each target as it is after this.
*/
export const withEachTarget = (model: Model, change: (watched: Watched) => Watched): Model =>
	withTargets(model, new Map(model.targets.entries().map(([id, watched]) => [id, change(watched)])));

/**
The target that a message is about: the one that the program began with where it names none. Undefined where it is no longer watched.
*/
export const watchedOf = ({targets}: Pick<Model, 'targets'>, {targetId = firstTargetId}: {readonly targetId?: string | undefined}): Watched | undefined => targets.get(targetId);

/**
The import with this key, be its target hidden or not.
*/
export const findTask = ({targets}: Pick<Model, 'targets'>, key: string): ImportTask | undefined =>
	targets.values().map(({ledger}) => ledger.tasks.get(key)).find(task => task !== undefined);

/**
The imports of all targets, hidden ones too, by task key.
*/
export const allTasks = (model: Model): Model['tasks'] => model.targets.values().some(({isHidden}) => isHidden)
	? together(model.targets.values().map(({ledger}) => ledger.tasks).toArray())
	: model.tasks;

const isOf = ({targetId}: Pick<ImportTask, 'targetId'>, {id}: Watched): boolean => (targetId ?? firstTargetId) === id;

/**
The model without what was observed of the imports of a target: it is no longer watched, or is another list than before.
*/
export const forgetImports = (model: Model, watched: Watched): Model => {
	const {missed, changes, news} = model;
	const keys = watched.ledger.tasks;

	return {
		...model,
		firstSeen: withoutKeys(model.firstSeen, keys.keys()),
		changedAt: withoutKeys(model.changedAt, keys.keys()),
		changedAfter: withoutKeys(model.changedAfter, keys.keys()),
		marks: withoutKeys(model.marks, keys.keys()),
		missed: missedWithout(missed, keys.keys()),
		unseenFailures: new Set(model.unseenFailures.values().filter(key => !keys.has(key))),
		cancelAsked: new Set(model.cancelAsked.values().filter(key => !keys.has(key))),
		changes: changes.filter(({change}) => !isOf(change.task, watched)),
		news: news.some(({change}) => isOf(change.task, watched)) ? [] : news,
		followed: new Map(model.followed.entries().filter(([, {task}]) => !isOf(task, watched))),
	};
};
