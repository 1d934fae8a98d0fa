import wrapAnsi from 'wrap-ansi';
import {fitText, printable} from '../text/printable.ts';
import {clockTime, timeSince} from '../text/time-text.ts';
import {changeCountsText} from '../imports/change.ts';
import {defaultKeymap, keyPhrase, type Keymap} from './keys/keymap.ts';
import {summaryOf} from './list-view.ts';
import {memoize} from './memoize.ts';
import {type Model} from './model.ts';
import {differingParts, targetName} from './targets.ts';
import {type FailureState, type TargetState} from './target-state.ts';

/*
As many lines as a terminal so high can spare.
*/
const maxLines = (rows: number): number => {
	if (rows < 12) {
		return 1;
	}

	return rows < 20 ? 2 : 4;
};

const whenText = ({poll, isPaused}: TargetState, since: number): string => {
	if (isPaused) {
		return `Since ${clockTime(since)}; paused.`;
	}

	return poll.kind === 'scanning'
		? `Since ${clockTime(since)}; trying now.`
		: `Since ${clockTime(since)}; next try ${clockTime(poll.nextAt)}.`;
};

/*
Warns this long before a sign-in expires.
*/
const warnedForMs = 900_000;

const signInWarning = ({signIn, lastCompleteAt}: TargetState): string | undefined =>
	signIn === undefined || lastCompleteAt === undefined || signIn.endsAt - lastCompleteAt > warnedForMs
		? undefined
		: `The sign-in ends at ${clockTime(signIn.endsAt)}. To renew it: ${signIn.renewal}`;

/*
The text for a target, with its name if there are several.
*/
const named = (text: string, target: TargetState, model: Model): string => model.targets.size === 1 ? text : `${targetName(target, differingParts(model))}: ${text}`;

/*
Changes that happened while nobody was watching.
*/
const missedText = ({targets, changes}: Model): string | undefined => {
	const missed = targets.values().flatMap(({imports}) => summaryOf(imports).missed).toArray();
	const [since] = missed.map(({since: at}) => at).toSorted((one, other) => one - other);
	return since === undefined ? undefined : `Since ${timeSince(since, changes[0]?.at ?? since)}: ${changeCountsText(missed.map(({change}) => change))}`;
};

const textWidthIn = ({size: {columns}}: Model): number => Math.max(1, columns - 4);

const wrapped = (text: string, model: Model): readonly string[] =>
	wrapAnsi(printable(text), textWidthIn(model), {hard: true}).split('\n').slice(0, maxLines(model.size.rows));

type Failing = TargetState & {readonly failure: FailureState};

const isFailing = (target: TargetState): target is Failing => target.failure !== undefined;

const failureText = (target: Failing, {size: {rows}}: Model): string => {
	const {failure: {sentence, remedy}, since} = target.failure;
	const isHigh = maxLines(rows) > 2;
	const when = whenText(target, since);

	// In a narrow pane, the start time comes before the remedy, and the rest is cut.
	return (isHigh ? [sentence, remedy, when] : [sentence, when, remedy]).filter(part => part !== undefined).join(' ');
};

/*
The lines of the banner. `count` says how many targets fail that have no line; the key that lists them still has to be added to it.
*/
type Banner = {readonly lines: readonly string[]; readonly count?: string};

/*
A line for each failing target, as far as there is room.
*/
const failureBanner = (failing: readonly Failing[], model: Model): Banner => {
	const lineOf = (target: Failing): string => named(failureText(target, model), target, model);
	const [first, another] = failing;

	if (first !== undefined && another === undefined) {
		return {lines: wrapped(lineOf(first), model)};
	}

	const room = maxLines(model.size.rows);

	if (room === 1) {
		return {lines: [], count: `${failing.length} of ${model.targets.size} targets can't be asked`};
	}

	const shown = failing.length <= room ? failing : failing.slice(0, room - 1);
	const more = failing.length - shown.length;
	const lines = shown.map(target => fitText(lineOf(target), textWidthIn(model)));
	return more === 0 ? {lines} : {lines, count: `${more} more can't be asked`};
};

/**
Whether the banner says that something can't be asked, and not what was missed.
*/
export const hasFailure = ({targets}: Model): boolean => targets.values().some(target => isFailing(target));

const bannerOf = memoize((model: Model): Banner => {
	const all = model.targets.values().toArray();
	const failing = all.filter(target => isFailing(target));

	if (failing.length > 0) {
		return failureBanner(failing, model);
	}

	const warnings = all.map(target => {
		const warning = signInWarning(target);
		return warning === undefined ? undefined : named(warning, target, model);
	});
	const lines = [...warnings, missedText(model)]
		.filter(text => text !== undefined)
		.flatMap(text => wrapped(text, model))
		.slice(0, maxLines(model.size.rows));
	return {lines};
});

/**
The lines of the banner, no wider than the terminal less its margins. While a target can't be polled: what failed, what to do, since when, and when the next try is. Otherwise: when the sign-in ends and how to renew it, and what changed while the program did not poll. The number of lines does not depend on the keymap.
*/
export const bannerLines = (model: Model, keymap: Keymap = defaultKeymap): readonly string[] => {
	const {lines, count} = bannerOf(model);

	if (count === undefined) {
		return lines;
	}

	const sentence = [count, keyPhrase('openTargets', 'lists them', keymap)].filter(part => part !== undefined).join('; ');
	return [...lines, fitText(`${sentence}.`, textWidthIn(model))];
};
