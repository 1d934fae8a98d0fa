import {findImport, type ImportRecord} from '../../imports/import-list.ts';
import {type ListedPlace, type Target} from '../../imports/target.ts';
import {type ImportRef} from '../../imports/task.ts';
import {type Usual, usualOf} from '../../imports/progress/usual.ts';
import {joinParts} from '../../text/join-parts.ts';
import {type Model} from '../model.ts';
import {isFailing, type TargetState} from './target-state.ts';

type Targets = Pick<Model, 'targets'>;

/**
The time of the last scan, in epoch milliseconds. Texts name the day of a time that is not on the same day.
*/
export const lastScanAt = ({targets}: Targets): number =>
	Math.max(...targets.values().map(({poll, lastStartedAt}) => poll.kind === 'scanning' ? poll.startedAt : lastStartedAt ?? poll.nextAt));

export const findTarget = ({targets}: Targets, targetId: string): TargetState | undefined => targets.get(targetId);

export const setTarget = (model: Model, target: TargetState): Model => ({...model, targets: new Map(model.targets).set(target.id, target)});

export const mapTargets = (model: Model, change: (target: TargetState) => TargetState): Model =>
	({...model, targets: new Map(model.targets.entries().map(([id, target]) => [id, change(target)]))});

export const findRecord = (model: Targets, {targetId, taskId}: ImportRef): ImportRecord | undefined => {
	const target = findTarget(model, targetId);
	return target && findImport(target.imports, taskId);
};

/**
Undefined if no import of the same kind has succeeded.
*/
export const usualFor = (model: Targets, {targetId, task}: Pick<ImportRecord, 'targetId' | 'task'>): Usual | undefined => {
	const target = findTarget(model, targetId);
	return target && usualOf(target.earlier, task);
};

export const refOf = ({targetId, task: {taskId}}: Pick<ImportRecord, 'targetId' | 'task'>): ImportRef => ({targetId, taskId});

export const removeChanges = (model: Model, id: string): Model => ({
	...model,
	changes: model.changes.filter(({targetId}) => targetId !== id),
});

export const removeTarget = (model: Model, id: string): Model => {
	const targets = new Map(model.targets);
	targets.delete(id);
	return removeChanges({...model, targets}, id);
};

export type NameParts = {readonly hasProfile: boolean; readonly hasRegion: boolean};

export const unknownRegion = '–';

export const profileName = ({resolved, spec}: TargetState): string => resolved?.profile ?? spec.profile ?? 'default';

export const regionName = ({resolved, spec}: TargetState): string => resolved?.region ?? spec.region ?? unknownRegion;

export const differingParts = ({targets}: Targets): NameParts => {
	const all = targets.values().toArray();
	const isSeveral = (names: readonly string[]): boolean => new Set(names).size > 1;
	return {hasProfile: isSeveral(all.map(one => profileName(one))), hasRegion: isSeveral(all.map(one => regionName(one)))};
};

/**
Returns a short name: `staging`, `eu-west-1`, or `staging@eu-west-1` as in `--target`.
*/
export const targetName = (target: TargetState, {hasProfile, hasRegion}: NameParts): string => {
	if (hasProfile !== hasRegion) {
		return hasProfile ? profileName(target) : regionName(target);
	}

	return `${profileName(target)}@${regionName(target)}`;
};

/**
Returns a function from target ID to name. The name is undefined if there is only one target.
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
Returns a function that puts the name of a target before a text if there are several targets.
*/
export const targetPrefixer = (model: Targets): ((text: string, target: TargetState) => string) => {
	const nameOf = targetNamer(model);
	return (text, {id}) => joinParts([nameOf(id), text], ': ');
};

export const failureMessages = (model: Targets): readonly string[] => {
	const withName = targetPrefixer(model);
	return model.targets.values().filter(target => isFailing(target)).map(target => withName(target.failure.failure.sentence, target)).toArray();
};

/**
Why ListGraphs failed, each reason once.
*/
export const graphFailures = ({targets}: Targets): readonly string[] => {
	const failures = targets.values().map(({graphs}) => graphs.failure).filter(failure => failure !== undefined);
	return [...new Set(failures.map(({sentence}) => sentence))];
};

const unknownPlace: ListedPlace = {profile: undefined, region: undefined, isShown: false};

/**
Returns a function from target ID to profile and region. The list shows them if there are several targets.
*/
export const placesOf = ({targets}: Targets): ((targetId: string) => ListedPlace) => {
	const places = new Map(targets.entries().map(([id, {resolved, spec, graphs}]): [string, ListedPlace] => {
		const {profile, region}: Pick<Target, 'profile' | 'region'> | TargetState['spec'] = resolved ?? spec;
		return [id, {
			profile, region, isShown: targets.size > 1, graphs: graphs.byId,
		}];
	}));
	return targetId => places.get(targetId) ?? unknownPlace;
};
