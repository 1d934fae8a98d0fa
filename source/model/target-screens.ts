import {clampIndex} from '../domain/paging.ts';
import {offeredRegions} from '../domain/regions.ts';
import {firstScanDelayMs} from '../domain/schedule.ts';
import {type AskedTarget, targetIdOf} from '../domain/target.ts';
import {send} from './errands.ts';
import {type Model, type Screen} from './model.ts';
import {paused, resumed, startScan} from './polling.ts';
import {profileName, regionName, unknownRegion} from './target-names.ts';
import {forgetImports, withTargets, withWatched} from './targets.ts';
import {newWatched, type Watched} from './watched.ts';

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
	return count === undefined || !('index' in screen) ? model : {...model, screen: {...screen, index: clampIndex(move(screen.index, count), count)}};
};

/**
The target under the cursor of the list of targets.
*/
export const selectedTarget = ({screen, targets}: Model): Watched | undefined =>
	screen.kind === 'targets' ? targets.values().toArray()[clampIndex(screen.index, targets.size)] : undefined;

const withSelected = (model: Model, change: (watched: Watched) => Watched): Model => {
	const watched = selectedTarget(model);
	return watched === undefined ? model : withWatched(model, change(watched));
};

/**
Asks the selected target now.
*/
export const askSelectedTarget = (model: Model, at: number): Model => withSelected(model, watched => startScan(watched, at));

/**
Pauses the selected target, or lets it go on.
*/
export const pauseSelectedTarget = (model: Model, at: number): Model => withSelected(model, watched => watched.isPaused ? resumed(model, watched, at) : paused(watched, at));

/**
Hides the imports of the selected target, or shows them again.
*/
export const hideSelectedTarget = (model: Model): Model => withSelected(model, watched => ({...watched, isHidden: !watched.isHidden}));

/*
What is watched in a demo or a recording is what there is.
*/
const fixedNotice = 'a demo and a recording have the targets that they have';

const nameOf: Readonly<Record<PickerScreen['of'], (watched: Watched) => string>> = {profiles: profileName, regions: regionName};

const openPicker = (model: Model, of: PickerScreen['of'], choices: readonly string[]): Model => {
	const watched = model.targets.values().map(target => nameOf[of](target)).toArray();

	// What is watched is there, whatever the configuration says.
	const all = [...new Set([...choices, ...watched.filter(name => name !== unknownRegion)])];
	return {
		...model, screen: {
			kind: 'picker', of, choices: all, index: Math.max(0, all.findIndex(name => watched.includes(name))),
		},
	};
};

/**
Asks for the profiles of the person's AWS configuration, to choose from.
*/
export const askForProfiles = (model: Model): Model => model.hasFixedTargets ? {...model, notice: fixedNotice} : send(model, {kind: 'listProfiles'});

/**
Opens the list of profiles to choose from.
*/
export const openProfiles = (model: Model, profiles: readonly string[]): Model => openPicker(model, 'profiles', profiles);

/**
Opens the list of regions to choose from.
*/
export const openRegions = (model: Model): Model => model.hasFixedTargets ? {...model, notice: fixedNotice} : openPicker(model, 'regions', offeredRegions);

/**
Whether something of the choice is watched.
*/
export const isChosen = ({targets}: Pick<Model, 'targets'>, of: PickerScreen['of'], choice: string): boolean => targets.values().some(watched => nameOf[of](watched) === choice);

/*
The choice in place of what each of the targets was asked with, and the same besides.
*/
const askedWith = ({targets}: Model, of: PickerScreen['of'], choice: string): readonly AskedTarget[] => {
	const asked = targets.values().map(({asked: one}): AskedTarget => of === 'profiles' ? {profile: choice, region: one.region} : {profile: one.profile, region: choice});
	return new Map(asked.map(one => [targetIdOf(one), one])).values().toArray();
};

/**
The model with these targets besides those that it has. Their first scans begin one after the other.
*/
export const addTargets = (model: Model, asked: readonly AskedTarget[], at: number): Model => {
	const present = new Set(model.targets.values().map(watched => targetIdOf(watched.asked)));
	const added = asked.filter(one => !present.has(targetIdOf(one)));
	const {fixedIntervalMs, detailsBudget} = model;
	return withTargets(model, new Map([...model.targets, ...added.map((one, index) => {
		const id = targetIdOf(one);
		return [id, newWatched({
			id, asked: one, at: at + firstScanDelayMs(index, added.length), isDue: false, fixedIntervalMs, detailsBudget,
		})] as const;
	})]));
};

/**
The model without the targets of which this is so: at least one stays.
*/
export const removeTargets = (model: Model, isRemoved: (watched: Watched) => boolean): Model => {
	const removed = model.targets.values().filter(watched => isRemoved(watched)).toArray();

	if (removed.length === model.targets.size) {
		return {...model, notice: 'the last target stays'};
	}

	let rest = model;

	for (const watched of removed) {
		rest = forgetImports(rest, watched);
	}

	return withTargets(rest, new Map(model.targets.entries().filter(([, watched]) => !removed.includes(watched))));
};

/**
Begins to watch what is under the cursor of the picker, or stops it.
*/
export const toggleChoice = (model: Model, at: number): Model => {
	const {screen} = model;
	const choice = screen.kind === 'picker' ? screen.choices[screen.index] : undefined;

	if (choice === undefined || screen.kind !== 'picker') {
		return model;
	}

	const {of} = screen;
	return isChosen(model, of, choice)
		? removeTargets(model, watched => nameOf[of](watched) === choice)
		: addTargets(model, askedWith(model, of, choice), at);
};
