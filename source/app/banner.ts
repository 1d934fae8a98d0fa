import wrapAnsi from 'wrap-ansi';
import {fitText, printable, textWidth} from '../text/printable.ts';
import {clockTime, timeSince} from '../text/time-text.ts';
import {changeCountsText} from '../imports/change.ts';
import {defaultKeymap, keyFor, type Keymap} from './keys/keymap.ts';
import {summaryOf} from './list-view.ts';
import {memoize} from './memoize.ts';
import {type Model} from './model.ts';
import {isSignInDue, signInCommandOf} from './sign-in.ts';
import {differingParts, targetName} from './targets.ts';
import {type FailureState, type TargetState} from './target-state.ts';

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

const signInWarning = (target: TargetState): string | undefined => {
	const {signIn} = target;
	return signIn === undefined || !isSignInDue(target) ? undefined : `Sign-in expires at ${clockTime(signIn.endsAt)}. To renew: ${signIn.renewal}`;
};

const withTargetName = (text: string, target: TargetState, model: Model): string => model.targets.size === 1 ? text : `${targetName(target, differingParts(model))}: ${text}`;

const missedText = ({targets, changes}: Model): string | undefined => {
	const missed = targets.values().flatMap(({imports}) => summaryOf(imports).missed).toArray();
	const [since] = missed.map(({since: at}) => at).toSorted((one, other) => one - other);
	return since === undefined ? undefined : `Since ${timeSince(since, changes[0]?.at ?? since)}: ${changeCountsText(missed.map(({change}) => change))}`;
};

const textWidthIn = ({size: {columns}}: Model): number => Math.max(1, columns - 4);

const wrapText = (text: string, model: Model): readonly string[] => wrapAnsi(printable(text), textWidthIn(model), {hard: true}).split('\n');

const wrapLines = (text: string, model: Model): readonly string[] => wrapText(text, model).slice(0, maxLines(model.size.rows));

type Failing = TargetState & {readonly failure: FailureState};

const isFailing = (target: TargetState): target is Failing => target.failure !== undefined;

/*
From the longest to the shortest. In a narrow pane, the time goes first, then the sentence. The remedy is never cut.
*/
const failureTexts = (target: Failing): readonly string[] => {
	const {failure: {sentence, remedy}, since} = target.failure;
	const when = whenText(target, since);
	return remedy === undefined ? [`${sentence} ${when}`] : [`${sentence} ${remedy} ${when}`, `${sentence} ${remedy}`, remedy];
};

/*
`count` is the text about failing targets without a line of their own. `bannerLines` adds the key that shows them.
*/
type Banner = {readonly lines: readonly string[]; readonly count?: string};

const failureBanner = (failing: readonly Failing[], model: Model): Banner => {
	const textsOf = (target: Failing): readonly string[] => failureTexts(target).map(text => withTargetName(text, target, model));
	const [first, another] = failing;

	if (first !== undefined && another === undefined) {
		const wrapped = textsOf(first).map(text => wrapText(text, model));
		return {lines: wrapped.find(({length}) => length <= maxLines(model.size.rows)) ?? wrapped.at(-1)?.slice(0, maxLines(model.size.rows) + 1) ?? []};
	}

	const room = maxLines(model.size.rows);

	if (room === 1) {
		return {lines: [], count: `${failing.length} of ${model.targets.size} targets failing.`};
	}

	const shown = failing.length <= room ? failing : failing.slice(0, room - 1);
	const more = failing.length - shown.length;
	const lines = shown.map(target => fitText(textsOf(target)[0] ?? '', textWidthIn(model)));
	return more === 0 ? {lines} : {lines, count: `${more} more failing.`};
};

export const hasFailure = ({targets}: Model): boolean => targets.values().some(target => isFailing(target));

const bannerOf = memoize((model: Model): Banner => {
	const all = model.targets.values().toArray();
	const failing = all.filter(target => isFailing(target));

	if (failing.length > 0) {
		return failureBanner(failing, model);
	}

	const warnings = all.map(target => {
		const warning = signInWarning(target);
		return warning === undefined ? undefined : withTargetName(warning, target, model);
	});
	const lines = [...warnings, missedText(model)]
		.filter(text => text !== undefined)
		.flatMap(text => wrapLines(text, model))
		.slice(0, maxLines(model.size.rows));
	return {lines};
});

/*
Names the key at the end of the last line, if there is room. The line of key hints names it too.
*/
const withSignInKey = (lines: readonly string[], model: Model, keymap: Keymap): readonly string[] => {
	const key = signInCommandOf(model) === undefined ? undefined : keyFor('signIn', keymap);
	const last = `${lines.at(-1) ?? ''} Press ${key ?? ''} to sign in.`;
	return key === undefined || lines.length === 0 || textWidth(last) > textWidthIn(model) ? lines : [...lines.slice(0, -1), last];
};

/**
Returns the lines of the banner, cut to the terminal width less its margins. Shows failures with their remedy and next try; without failures, expiring sign-ins and missed changes.

The number of lines must not depend on the keymap: the layout does not know it.
*/
export const bannerLines = (model: Model, keymap: Keymap = defaultKeymap): readonly string[] => {
	const {lines, count} = bannerOf(model);

	if (count === undefined) {
		return withSignInKey(lines, model, keymap);
	}

	const key = keyFor('openTargets', keymap);
	return [...lines, fitText(key === undefined ? count : `${count} Press ${key} for details.`, textWidthIn(model))];
};
