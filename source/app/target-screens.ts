import {offeredRegions, targetIdOf, type TargetSpec} from '../imports/target.ts';
import {firstScanDelayMs} from '../imports/schedule.ts';
import {clampIndex} from './paging.ts';
import {type Model, type Screen} from './model.ts';
import {type Next, withoutEffects} from './effect.ts';
import {paused, resumed, startScan} from './polling.ts';
import {newTargetState, type TargetState} from './target-state.ts';
import {
	profileName,
	regionName,
	removeTarget,
	setTarget,
	unknownRegion,
} from './targets.ts';

type PickerScreen = Extract<Screen, {kind: 'picker'}>;

/**
Opens the list of targets.
*/
export const openTargets = (model: Model): Model => ({...model, screen: {kind: 'targets', index: 0}});

/**
How many lines a screen has that a cursor moves over; undefined for the others.
*/
export const choiceCount = ({screen, targets}: Model): number | undefined => {
	if (screen.kind === 'targets') {
		return targets.size;
	}

	return screen.kind === 'picker' ? screen.choices.length : undefined;
};

/**
Moves the cursor of a screen that has one.
*/
export const moveChoice = (model: Model, move: (index: number, count: number) => number): Model => {
	const {screen} = model;
	const count = choiceCount(model);
	return count === undefined || !('index' in screen) ? model : {...model, screen: {...screen, index: clampIndex(move(clampIndex(screen.index, count), count), count)}};
};

/**
The target under the cursor of the list of targets.
*/
export const selectedTarget = ({screen, targets}: Model): TargetState | undefined =>
	screen.kind === 'targets' ? targets.values().toArray()[clampIndex(screen.index, targets.size)] : undefined;

const withSelected = (model: Model, change: (target: TargetState) => TargetState): Model => {
	const target = selectedTarget(model);
	return target === undefined ? model : setTarget(model, change(target));
};

/**
Asks the selected target now.
*/
export const askSelectedTarget = (model: Model, at: number): Model => withSelected(model, target => startScan(target, at));

/**
Pauses the selected target, or lets it go on.
*/
export const pauseSelectedTarget = (model: Model, at: number): Model => withSelected(model, target => target.isPaused ? resumed(model, target, at) : paused(target, at));

/**
Hides the imports of the selected target, or shows them again.
*/
export const hideSelectedTarget = (model: Model): Model => withSelected(model, target => ({...target, isHidden: !target.isHidden}));

const fixedNotice = 'a demo and a recording have the targets that they have';

const nameOf: Readonly<Record<PickerScreen['of'], (target: TargetState) => string>> = {profiles: profileName, regions: regionName};

const openPicker = (model: Model, of: PickerScreen['of'], choices: readonly string[]): Model => {
	const current = model.targets.values().map(target => nameOf[of](target)).toArray();

	// The current targets are listed even if the configuration lacks them.
	const all = [...new Set([...choices, ...current.filter(name => name !== unknownRegion)])];
	return {
		...model, screen: {
			kind: 'picker', of, choices: all, index: Math.max(0, all.findIndex(name => current.includes(name))),
		},
	};
};

/**
Asks for the profiles of the person's AWS configuration, to choose from.
*/
export const requestProfiles = (model: Model): Next => model.canEditTargets
	? [{...model, profilesRequestedOn: model.screen.kind}, [{type: 'listProfiles'}]]
	: withoutEffects({...model, notice: fixedNotice});

/**
Opens the list of profiles to choose from, unless the user has done something else meanwhile: opened another screen, begun a filter, or asked to cancel an import.
*/
export const openProfiles = (model: Model, profiles: readonly string[]): Model => {
	const {profilesRequestedOn, screen, isEditingFilter, confirming} = model;

	if (profilesRequestedOn === undefined) {
		return model;
	}

	const answered = {...model, profilesRequestedOn: undefined};
	return !isEditingFilter && confirming === undefined && screen.kind === profilesRequestedOn ? openPicker(answered, 'profiles', profiles) : answered;
};

/**
Opens the list of regions to choose from.
*/
export const openRegions = (model: Model): Model => model.canEditTargets ? openPicker(model, 'regions', offeredRegions) : {...model, notice: fixedNotice};

/**
Whether a target has this profile or region.
*/
export const isChosen = ({targets}: Pick<Model, 'targets'>, of: PickerScreen['of'], choice: string): boolean => targets.values().some(target => nameOf[of](target) === choice);

/*
The specs of all targets, with the chosen profile or region.
*/
const specsWith = ({targets}: Model, of: PickerScreen['of'], choice: string): readonly TargetSpec[] => {
	const specs = targets.values().map(({spec}): TargetSpec => of === 'profiles' ? {profile: choice, region: spec.region} : {profile: spec.profile, region: choice});
	return new Map(specs.map(spec => [targetIdOf(spec), spec])).values().toArray();
};

/**
Adds targets, except those that exist. Their first scans begin one after the other.
*/
export const addTargets = (model: Model, specs: readonly TargetSpec[], at: number): Model => {
	const present = new Set(model.targets.values().map(({spec}) => targetIdOf(spec)));
	const added = specs.filter(spec => !present.has(targetIdOf(spec)));
	const {fixedIntervalMs, detailsBudget} = model;
	const targets = added.map((spec, index): TargetState => newTargetState({
		id: targetIdOf(spec), spec, at: at + firstScanDelayMs(index, {count: added.length, intervalMs: fixedIntervalMs}), isDue: false, fixedIntervalMs, detailsBudget,
	}));
	return {...model, targets: new Map([...model.targets, ...targets.map(target => [target.id, target] as const)])};
};

/**
Removes targets; at least one stays.
*/
export const removeTargets = (model: Model, isRemoved: (target: TargetState) => boolean): Model => {
	const removed = model.targets.values().filter(target => isRemoved(target)).toArray();

	if (removed.length === model.targets.size) {
		return {...model, notice: 'the last target stays'};
	}

	let rest = model;

	for (const {id} of removed) {
		rest = removeTarget(rest, id);
	}

	return rest;
};

/**
Adds or removes the targets of the choice under the cursor.
*/
export const toggleChoice = (model: Model, at: number): Model => {
	const {screen} = model;
	const choice = screen.kind === 'picker' ? screen.choices[screen.index] : undefined;

	if (choice === undefined || screen.kind !== 'picker') {
		return model;
	}

	const {of} = screen;
	return isChosen(model, of, choice)
		? removeTargets(model, target => nameOf[of](target) === choice)
		: addTargets(model, specsWith(model, of, choice), at);
};
