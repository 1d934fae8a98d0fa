import {joinParts} from '../../text/join-parts.ts';
import {
	clockTime,
	countText,
	intervalText,
	pluralText,
} from '../../text/time-text.ts';
import {type ChangesObserved, type Effect} from '../../app/effect.ts';
import {printable} from '../../text/printable.ts';
import {groupName, isSameRef, statusGroups} from '../../imports/task.ts';
import {bannerLines, hasFailure} from '../../app/banner.ts';
import {countsOf, shownCount} from '../../app/list/list-view.ts';
import {type Model} from '../../app/model.ts';
import {isListKnown, isPaused} from '../../app/selectors.ts';
import {searchOf} from '../../app/screens.ts';
import {type Transition} from '../../app/store.ts';
import {isFailing} from '../../app/targets/target-state.ts';
import {
	differingParts,
	findRecord,
	findTarget,
	targetName,
	lastScanAt,
	targetNamer,
	targetPrefixer,
} from '../../app/targets/targets.ts';
import {
	defaultKeymap,
	keyFor,
	type Keymap,
	keyPhrase,
} from '../../app/keys/keymap.ts';
import {changeSpans} from '../list/change-spans.ts';
import {targetText} from '../list/header-spans.ts';
import {statusMessage} from '../list/list-spans.ts';
import {visibleLines} from '../lines/lines.ts';
import {scrolledScreenOf} from '../lines/screen-lines.ts';
import {timelineSentences, timelineTitle} from '../timeline/timeline-lines.ts';
import {withoutWrapping} from './current-line.ts';
import {spokenText} from './spoken-text.ts';

// If more changes arrive at once, only their number is announced.
const maxAnnounced = 20;

const countsText = (model: Model): string | undefined => {
	if (!isListKnown(model)) {
		return undefined;
	}

	const counts = countsOf(model);
	const deleted = counts.deleted > 0 ? ` (${countText(counts.deleted)} deleted)` : '';
	const groups = statusGroups.map(group => `${countText(counts[group])} ${groupName(group)}${group === 'cancelled' ? deleted : ''}`).join(', ');
	return `${pluralText(counts.all, 'import')}: ${groups}`;
};

/*
Leaves out the time of the next try, which changes with each try.
*/
const failureText = (model: Model): string | undefined => {
	const withName = targetPrefixer(model);
	const texts = model.targets.values().filter(target => isFailing(target)).map(target => {
		const {sentence, remedy} = target.failure.failure;
		return withName(joinParts([sentence, remedy], ' '), target);
	}).toArray();
	return texts.length === 0 ? undefined : printable(texts.join(' '));
};

const targetsText = (model: Model): string => {
	const [only, another] = model.targets.values();
	const parts = differingParts(model);
	return only === undefined || another !== undefined
		? model.targets.values().map(target => targetName(target, parts)).toArray().join(', ')
		: targetText(only, model);
};

/*
The banner without failures: when the sign-in expires, and missed changes.
*/
const warningText = (model: Model): string | undefined => {
	const lines = hasFailure(model) ? [] : bannerLines(withoutWrapping(model));
	return lines.length === 0 ? undefined : lines.join(' ');
};

/*
Leaves out the sort order, which the sort key announces.
*/
const listText = (model: Model): string => {
	const {group, query} = model;
	return joinParts([
		`${countText(shownCount(model))} of ${countText(countsOf(model).all)} shown`,
		group === 'all' ? undefined : `group ${groupName(group)}`,
		query.text === '' ? undefined : `filter ${printable(query.text)}`,
	], ', ');
};

const hasFilterChanged = (before: Model, after: Model): boolean => !after.isEditingFilter && (
	before.isEditingFilter
	|| before.group !== after.group
	|| before.query.text !== after.query.text
);

const pauseText = (model: Model): string => isPaused(model) ? 'paused' : 'resumed';

const paceText = ({fixedIntervalMs}: Model): string => fixedIntervalMs === undefined ? 'adaptive interval' : `every ${intervalText(fixedIntervalMs)}`;

const screenLines = (model: Model, keymap: Keymap): readonly string[] =>
	visibleLines(scrolledScreenOf(withoutWrapping(model), keymap)?.lines ?? []).map(line => spokenText(line)).filter(line => line !== '');

/*
The user kept or cleared the searched text.
*/
const hasSearched = (before: Model, after: Model): boolean => {
	const [searchBefore, search] = [searchOf(before), searchOf(after)];
	return search?.isEditing === false && (searchBefore?.isEditing === true || searchBefore?.line.text !== search.line.text);
};

const fieldName = (line: string): string => line.split(', ', 1)[0] ?? line;

/*
The imports in the window, when the timeline opens, the window changes, or the history was read.
*/
const timelineAnnouncements = (before: Model, after: Model): readonly string[] => before.screen === after.screen && before.history === after.history
	? []
	: [timelineTitle(after), ...timelineSentences(after, maxAnnounced)];

/*
All lines of a screen that opens. If the details stay open, only fields that are new: changes of other fields are announced elsewhere or are too frequent.
*/
const screenAnnouncements = (before: Model, after: Model, keymap: Keymap): readonly string[] => {
	const {screen} = after;

	if (screen.kind === 'timeline') {
		return timelineAnnouncements(before, after);
	}

	if (screen.kind === 'list') {
		return [];
	}

	const isSame = before.screen.kind === screen.kind && (screen.kind !== 'details' || (before.screen.kind === 'details' && isSameRef(before.screen.ref, screen.ref)));

	if (!isSame) {
		return [scrolledScreenOf(after, keymap)?.title ?? '', ...screenLines(after, keymap)];
	}

	if (screen.kind === 'help') {
		return hasSearched(before, after) ? screenLines(after, keymap) : [];
	}

	if (screen.kind !== 'details' || findRecord(before, screen.ref)?.known === findRecord(after, screen.ref)?.known) {
		return [];
	}

	const namesBefore = new Set(screenLines(before, keymap).map(line => fieldName(line)));

	// Lines that begin with a date are changes.
	return screenLines(after, keymap).filter(line => !namesBefore.has(fieldName(line)) && !/^\d/v.test(line));
};

const changeAnnouncements = ({changes, isFirst, isHidden}: ChangesObserved, model: Model, keymap: Keymap): readonly string[] => {
	if (isFirst || isHidden) {
		return [];
	}

	const {size: {columns}} = withoutWrapping(model);
	const shown = {timeText: (at: number) => clockTime(at, lastScanAt(model)), name: targetNamer(model)};
	const announced = changes.slice(0, maxAnnounced).map(change => spokenText(changeSpans(change, columns, shown)));

	if (changes.length <= maxAnnounced) {
		return announced;
	}

	const key = keyFor('openChanges', keymap);
	return [...announced, `and ${countText(changes.length - maxAnnounced)} more changes${key === undefined ? '' : `; press ${key} to list them`}`];
};

/*
Changes in the order of the list, and failure reasons, which AWS may report later. The first scan and hidden targets announce nothing.
*/
const effectAnnouncements = (effects: readonly Effect[], model: Model, keymap: Keymap): readonly string[] => effects.flatMap(effect => {
	if (effect.type === 'changesObserved') {
		return changeAnnouncements(effect, model, keymap);
	}

	return effect.type === 'reasonLearned' && findTarget(model, effect.targetId)?.isHidden === false ? [printable(`${effect.taskId}: ${effect.reason.summary}`)] : [];
});

const statusText = (model: Model): string | undefined => {
	const message = statusMessage(model);
	return message && spokenText([message]);
};

/**
The announcements at the start of the program.
*/
export const openingAnnouncements = (model: Model, keymap: Keymap = defaultKeymap): readonly string[] => {
	const keys = [keyPhrase('openHelp', 'for help', keymap), keyPhrase('quit', 'to quit', keymap)].filter(part => part !== undefined);
	return [`Neptune imports, ${spokenText([{text: targetsText(model)}])}.${keys.length === 0 ? '' : ` Press ${keys.join(', ')}.`}`];
};

/**
The announcements for a step. Repeats nothing that was announced before.
*/
export const announcementsOf = ({before, after, effects}: Pick<Transition, 'before' | 'after' | 'effects'>, keymap: Keymap = defaultKeymap): readonly string[] => {
	const ifChanged = (textOf: (model: Model) => string | undefined): string | undefined => {
		const text = textOf(after);
		return text === textOf(before) ? undefined : text;
	};

	return [
		before.targets === after.targets ? undefined : ifChanged(model => spokenText([{text: targetsText(model)}])),
		ifChanged(failureText),
		hasFailure(before) && !hasFailure(after) ? 'Polling works again.' : undefined,
		ifChanged(warningText),
		...effectAnnouncements(effects, after, keymap),
		before.targets === after.targets ? undefined : ifChanged(countsText),
		hasFilterChanged(before, after) ? listText(after) : undefined,
		ifChanged(pauseText),
		ifChanged(paceText),
		...screenAnnouncements(before, after, keymap),
		ifChanged(statusText),
	].filter(text => text !== undefined).filter(text => text !== '');
};
