import {findImport, type ImportRecord} from '../imports/import-list.ts';
import {type ListedPlace, type Target} from '../imports/target.ts';
import {type ImportRef} from '../imports/task.ts';
import {type Model} from './model.ts';
import {type TargetState} from './target-state.ts';

type Targets = Pick<Model, 'targets'>;

/**
The target with this ID; undefined if it was removed.
*/
export const findTarget = ({targets}: Targets, targetId: string): TargetState | undefined => targets.get(targetId);

/**
Replaces the target with the same ID.
*/
export const setTarget = (model: Model, target: TargetState): Model => ({...model, targets: new Map(model.targets).set(target.id, target)});

/**
Changes each target.
*/
export const mapTargets = (model: Model, change: (target: TargetState) => TargetState): Model =>
	({...model, targets: new Map(model.targets.entries().map(([id, target]) => [id, change(target)]))});

/**
The record of an import, even if its target is hidden.
*/
export const findRecord = (model: Targets, {targetId, taskId}: ImportRef): ImportRecord | undefined => {
	const target = findTarget(model, targetId);
	return target && findImport(target.imports, taskId);
};

/**
Identifies the import of a record.
*/
export const refOf = ({targetId, task: {taskId}}: Pick<ImportRecord, 'targetId' | 'task'>): ImportRef => ({targetId, taskId});

export const isSameRef = (one: ImportRef, other: ImportRef): boolean => one.taskId === other.taskId && one.targetId === other.targetId;

/**
Whether a record is that of this import.
*/
export const isRecordOf = ({targetId, task}: ImportRecord, ref: ImportRef | undefined): boolean => task.taskId === ref?.taskId && targetId === ref.targetId;

/**
Removes what was observed of the imports of a target, apart from its own state.
*/
export const forgetChanges = (model: Model, id: string): Model => ({
	...model,
	changes: model.changes.filter(({targetId}) => targetId !== id),
});

/**
Removes a target and everything that was observed of it.
*/
export const removeTarget = (model: Model, id: string): Model => {
	const targets = new Map(model.targets);
	targets.delete(id);
	return forgetChanges({...model, targets}, id);
};

/**
Which parts of the names of targets differ: the parts that all share are left out.
*/
export type NameParts = {readonly hasProfile: boolean; readonly hasRegion: boolean};

/**
Stands for a region that is not known yet.
*/
export const unknownRegion = '–';

/**
The profile of a target; `default` if none is named.
*/
export const profileName = ({resolved, spec}: TargetState): string => resolved?.profile ?? spec.profile ?? 'default';

/**
The region of a target; a dash if it is not known yet.
*/
export const regionName = ({resolved, spec}: TargetState): string => resolved?.region ?? spec.region ?? unknownRegion;

/**
The parts in which the targets differ; none for a single target.
*/
export const differingParts = ({targets}: Targets): NameParts => {
	const all = targets.values().toArray();
	const isSeveral = (names: readonly string[]): boolean => new Set(names).size > 1;
	return {hasProfile: isSeveral(all.map(one => profileName(one))), hasRegion: isSeveral(all.map(one => regionName(one)))};
};

/**
The name of a target among others: `staging`, `eu-west-1`, or `staging@eu-west-1` as `--target` takes it.
*/
export const targetName = (target: TargetState, {hasProfile, hasRegion}: NameParts): string => {
	if (hasProfile !== hasRegion) {
		return hasProfile ? profileName(target) : regionName(target);
	}

	return `${profileName(target)}@${regionName(target)}`;
};

/**
Gives the name of a target by its ID; undefined for a single target.
*/
export const targetNamer = (model: Targets): ((targetId: string) => string | undefined) => {
	if (model.targets.size === 1) {
		return () => undefined;
	}

	const parts = differingParts(model);
	return targetId => {
		const target = findTarget(model, targetId);
		return target && targetName(target, parts);
	};
};

/**
Why targets can't be read: a sentence each, with the name of the target if there are several.
*/
export const failureMessages = (model: Targets): readonly string[] => {
	const parts = differingParts(model);
	return model.targets.values().flatMap(target => {
		const sentence = target.failure?.failure.sentence;

		return sentence === undefined ? [] : [model.targets.size === 1 ? sentence : `${targetName(target, parts)}: ${sentence}`];
	}).toArray();
};

const unknownPlace: ListedPlace = {profile: undefined, region: undefined, isShown: false};

/**
Gives the profile and region of a target by its ID. The list shows them if there are several targets.
*/
export const placesOf = ({targets}: Targets): ((targetId: string) => ListedPlace) => {
	const places = new Map(targets.entries().map(([id, {resolved, spec}]): [string, ListedPlace] => {
		const {profile, region}: Pick<Target, 'profile' | 'region'> | TargetState['spec'] = resolved ?? spec;
		return [id, {profile, region, isShown: targets.size > 1}];
	}));
	return targetId => places.get(targetId) ?? unknownPlace;
};
