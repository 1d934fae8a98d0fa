import {offeredRegions, targetIdOf, type TargetSpec} from '../../imports/target.ts';
import {firstScanDelayMs} from '../../imports/polling/schedule.ts';
import {shownChanges} from '../list/list-view.ts';
import {clampIndex} from '../list/paging.ts';
import {type Model, noSearch, type Screen} from '../model.ts';
import {type Next, withoutEffects} from '../effect.ts';
import {pauseTarget, resumeTarget, startScan} from '../polling/polling.ts';
import {openScreen} from '../screens.ts';
import {retryDenied} from '../details/details-budget.ts';
import {newTargetState, type TargetState} from './target-state.ts';
import {
	profileName,
	regionName,
	removeTarget,
	setTarget,
	unknownRegion,
} from './targets.ts';

type PickerScreen = Extract<Screen, {kind: 'picker'}>;

export const openTargets = (model: Model): Model => openScreen(model, {kind: 'targets', index: 0});

/**
Returns the row of the cursor in the list of changes. It follows its change; the oldest changes drop out of the list.
*/
export const changeIndex = ({screen, ...model}: Pick<Model, 'screen' | 'changes' | 'targets'>): number => {
	const selected = screen.kind === 'changes' ? screen.selected : undefined;
	const changes = shownChanges(model);
	const index = selected === undefined ? 0 : changes.indexOf(selected);
	return index === -1 ? Math.max(0, changes.length - 1) : index;
};

export const shownChoices = ({choices, search: {line}}: PickerScreen): readonly string[] => {
	const text = line.text.trim().toLowerCase();
	return text === '' ? choices : choices.filter(choice => choice.toLowerCase().includes(text));
};

/**
Moves the cursor of the targets, picker or changes screen; undefined on other screens.
*/
export const moveChoice = (model: Model, move: (index: number, count: number) => number): Model | undefined => {
	const {screen, targets} = model;
	const moved = (index: number, count: number): number => clampIndex(move(clampIndex(index, count), count), count);

	switch (screen.kind) {
		case 'targets': {
			return {...model, screen: {...screen, index: moved(screen.index, targets.size)}};
		}

		case 'picker': {
			return {...model, screen: {...screen, index: moved(screen.index, shownChoices(screen).length)}};
		}

		case 'commands': {
			return {...model, screen: {...screen, index: moved(screen.index, screen.choices.length)}};
		}

		case 'changes': {
			const changes = shownChanges(model);
			const index = moved(changeIndex(model), changes.length);
			return {...model, screen: {...screen, selected: index === 0 ? undefined : changes[index]}};
		}

		case 'list':
		case 'details':
		case 'timeline':
		case 'help': {
			return undefined;
		}
	}
};

export const selectedTarget = ({screen, targets}: Model): TargetState | undefined =>
	screen.kind === 'targets' ? targets.values().toArray()[clampIndex(screen.index, targets.size)] : undefined;

const withSelected = (model: Model, change: (target: TargetState) => TargetState): Model => {
	const target = selectedTarget(model);
	return target === undefined ? model : setTarget(model, change(target));
};

export const refreshSelectedTarget = (model: Model, at: number): Model => withSelected(model, target => startScan(retryDenied(target), at));

export const pauseSelectedTarget = (model: Model, at: number): Model => withSelected(model, target => target.isPaused ? resumeTarget(model, target, at) : pauseTarget(target));

export const hideSelectedTarget = (model: Model): Model => withSelected(model, target => ({...target, isHidden: !target.isHidden}));

const notEditableNotice = 'The demo and replays have fixed profiles and regions';

const nameOf: Readonly<Record<PickerScreen['of'], (target: TargetState) => string>> = {profiles: profileName, regions: regionName};

const openPicker = (model: Model, of: PickerScreen['of'], choices: readonly string[]): Model => {
	const current = model.targets.values().map(target => nameOf[of](target)).toArray();

	// The environment can name profiles and regions that the configuration lacks.
	const all = [...new Set([...choices, ...current.filter(name => name !== unknownRegion)])];
	return openScreen(model, {
		kind: 'picker', of, choices: all, index: Math.max(0, all.findIndex(name => current.includes(name))), search: noSearch,
	});
};

export const requestProfiles = (model: Model): Next => model.canEditTargets
	? [{...model, profilesRequestedOn: model.screen.kind}, [{type: 'listProfiles'}]]
	: withoutEffects({...model, notice: notEditableNotice});

/**
Opens the profile picker, unless the user has opened another screen, the filter prompt or the cancel prompt since the request.
*/
export const openProfiles = (model: Model, profiles: readonly string[]): Model => {
	const {profilesRequestedOn, screen, isEditingFilter, confirming} = model;

	if (profilesRequestedOn === undefined) {
		return model;
	}

	const answered = {...model, profilesRequestedOn: undefined};
	return !isEditingFilter && confirming === undefined && screen.kind === profilesRequestedOn ? openPicker(answered, 'profiles', profiles) : answered;
};

export const openRegions = (model: Model): Model => model.canEditTargets ? openPicker(model, 'regions', offeredRegions) : {...model, notice: notEditableNotice};

export const isChosen = ({targets}: Pick<Model, 'targets'>, of: PickerScreen['of'], choice: string): boolean => targets.values().some(target => nameOf[of](target) === choice);

/*
Returns the specs of all targets with the profile or region replaced, without duplicates.
*/
const specsWith = ({targets}: Model, of: PickerScreen['of'], choice: string): readonly TargetSpec[] => {
	const specs = targets.values().map(({spec}): TargetSpec => of === 'profiles' ? {profile: choice, region: spec.region} : {profile: spec.profile, region: choice});
	return new Map(specs.map(spec => [targetIdOf(spec), spec])).values().toArray();
};

/*
Skips targets that exist. Staggers the first scans.
*/
const addTargets = (model: Model, specs: readonly TargetSpec[], at: number): Model => {
	const present = new Set(model.targets.values().map(({spec}) => targetIdOf(spec)));
	const added = specs.filter(spec => !present.has(targetIdOf(spec)));
	const {fixedIntervalMs, detailsBudget} = model;
	const targets = added.map((spec, index): TargetState => newTargetState({
		id: targetIdOf(spec), spec, at: at + firstScanDelayMs(index, {count: added.length, intervalMs: fixedIntervalMs}), isDue: false, fixedIntervalMs, detailsBudget,
	}));
	return {...model, targets: new Map([...model.targets, ...targets.map(target => [target.id, target] as const)])};
};

const removeTargets = (model: Model, isRemoved: (target: TargetState) => boolean): Model => {
	const removed = model.targets.values().filter(target => isRemoved(target)).toArray();

	if (removed.length === model.targets.size) {
		return {...model, notice: 'Can\'t remove the last target'};
	}

	let rest = model;

	for (const {id} of removed) {
		rest = removeTarget(rest, id);
	}

	return rest;
};

/*
A target that can't be polled because nothing names its region.
*/
const isWithoutRegion = (target: TargetState): boolean => target.failure !== undefined && regionName(target) === unknownRegion;

/**
Adds or removes the targets with the selected profile or region. A region replaces the targets that have none.
*/
export const toggleChoice = (model: Model, at: number): Model => {
	const {screen} = model;
	const choice = screen.kind === 'picker' ? shownChoices(screen)[screen.index] : undefined;

	if (choice === undefined || screen.kind !== 'picker') {
		return model;
	}

	const {of} = screen;

	if (isChosen(model, of, choice)) {
		return removeTargets(model, target => nameOf[of](target) === choice);
	}

	const added = addTargets(model, specsWith(model, of, choice), at);
	return of === 'regions' ? removeTargets(added, target => isWithoutRegion(target)) : added;
};
