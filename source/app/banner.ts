import {textWidth} from '../text/printable.ts';
import {clockTime, countText, momentText} from '../text/time-text.ts';
import {cutLines, wrapLines} from '../text/wrap-lines.ts';
import {changeCountsText} from '../imports/change.ts';
import {defaultKeymap, keyFor, type Keymap} from './keys/keymap.ts';
import {shownTargets, summaryOf} from './list/list-view.ts';
import {memoize} from './memoize.ts';
import {type Command} from './message.ts';
import {type Model} from './model.ts';
import {isSignInDue, signInCommandOf} from './targets/sign-in.ts';
import {
	differingParts,
	lastScanAt,
	regionName,
	targetName,
	targetPrefixer,
	unknownRegion,
} from './targets/targets.ts';
import {type FailingTarget, isFailing, type TargetState} from './targets/target-state.ts';

const maxLines = (rows: number): number => {
	if (rows < 12) {
		return 1;
	}

	return rows < 20 ? 2 : 4;
};

/*
The earliest time and the next try of the targets.
*/
const whenText = (targets: readonly FailingTarget[], now: number): string => {
	const since = `Since ${clockTime(Math.min(...targets.map(({failure}) => failure.since)), now)}`;
	const polled = targets.filter(({isPaused}) => !isPaused).map(({poll}) => poll);

	if (polled.length === 0) {
		return `${since}; paused.`;
	}

	return polled.some(({kind}) => kind === 'scanning')
		? `${since}; trying now.`
		: `${since}; next try ${clockTime(Math.min(...polled.map(poll => poll.kind === 'waiting' ? poll.nextAt : Infinity)), now)}.`;
};

const signInWarning = (target: TargetState, now: number): string | undefined => {
	const {signIn} = target;
	return signIn === undefined || !isSignInDue(target) ? undefined : `Sign-in expires at ${clockTime(signIn.endsAt, now)}. To renew: ${signIn.renewal}`;
};

const missedText = (model: Model): string | undefined => {
	const missed = shownTargets(model).flatMap(({imports}) => summaryOf(imports).missed);
	const [since] = missed.map(({since: at}) => at).toSorted((one, other) => one - other);
	return since === undefined ? undefined : `Since ${momentText(since, lastScanAt(model))}: ${changeCountsText(missed.map(({change}) => change))}`;
};

const textWidthIn = ({size: {columns}}: Model): number => Math.max(1, columns - 4);

type FailureGroup = {readonly sentence: string; readonly remedy: string; readonly first: FailingTarget; readonly targets: readonly FailingTarget[]};

const groupsOf = (failing: readonly FailingTarget[]): readonly FailureGroup[] => {
	const groups = new Map<string, FailureGroup>();

	for (const target of failing) {
		const {sentence, remedy = ''} = target.failure.failure;
		const key = JSON.stringify([sentence, remedy]);
		const {first, targets} = groups.get(key) ?? {first: target, targets: []};
		groups.set(key, {
			sentence, remedy, first, targets: [...targets, target],
		});
	}

	return groups.values().toArray();
};

const maxNames = 3;

const namesOf = (targets: readonly TargetState[], model: Model): string => {
	const names = targets.map(target => targetName(target, differingParts(model)));
	return names.length <= maxNames ? names.join(', ') : `${names.slice(0, maxNames - 1).join(', ')} and ${countText(names.length - maxNames + 1)} more`;
};

/*
A command has no period at its end, so a dot separates it from the next sentence.
*/
const joined = (...parts: readonly string[]): string => parts
	.filter(part => part !== '')
	.map((part, index, {length}) => index === length - 1 || /[.:]$/v.test(part) ? part : `${part} ·`)
	.join(' ');

/*
From the longest to the shortest. In a narrow pane, the time goes first, then the sentence. The remedy is never cut.
*/
const groupTexts = ({sentence, remedy, targets}: FailureGroup, model: Model): readonly string[] => {
	const name = model.targets.size === 1 ? '' : `${namesOf(targets, model)}:`;
	return [joined(name, sentence, remedy, whenText(targets, lastScanAt(model))), joined(name, sentence, remedy), joined(name, remedy === '' ? sentence : remedy)];
};

type KeyHelp = {readonly command: Command; readonly purpose: string};

/*
The command that helps with a failure, if any.
*/
const helpOf = ({first: target}: FailureGroup, model: Model): KeyHelp | undefined => {
	if (target.failure.failure.signInCommand !== undefined && signInCommandOf(model) !== undefined) {
		return {command: 'signIn', purpose: 'sign in'};
	}

	if (target.isPaused || target.failure.failure.isTransient) {
		return undefined;
	}

	return regionName(target) === unknownRegion && model.canEditTargets ? {command: 'openRegions', purpose: 'choose a region'} : {command: 'refresh', purpose: 'try now'};
};

/*
`bannerLines` appends a sentence about `help` to the last line.
*/
type Banner = {readonly lines: readonly string[]; readonly help?: KeyHelp | undefined};

// Reserved for the name of a key, because the layout does not know the keymap.
const keyWidth = 6;

const helpText = (key: string, {purpose}: KeyHelp): string => `Press ${key} to ${purpose}.`;

/*
Adds an empty line if the last one has no room for the key.
*/
const withRoomFor = (help: KeyHelp | undefined, lines: readonly string[], model: Model): Banner => {
	const last = lines.at(-1);
	const widest = help && last !== undefined ? joined(last, helpText('x'.repeat(keyWidth), help)) : '';
	const hasRoom = textWidth(widest) <= textWidthIn(model);
	return {lines: hasRoom ? lines : [...lines, ''], help};
};

// Leaves room for the other lines of the list and for one import.
const availableLines = (rows: number): number => rows - 6;

/*
Returns the longest texts that fit. If even the shortest don't, the last line counts the remaining targets.
*/
const failureBanner = (groups: readonly FailureGroup[], model: Model): Banner => {
	const {rows} = model.size;
	const help = groups.map(group => helpOf(group, model)).find(found => found !== undefined);
	const texts = groups.map(group => groupTexts(group, model));
	const forms = [0, 1, 2].map(form => texts.map(group => wrapLines(group[form] ?? '', textWidthIn(model))));
	const banners = forms.map(lines => withRoomFor(help, lines.flat(), model));
	const fitting = banners.find(({lines}, form) => lines.length <= (form < 2 || groups.length > 1 ? maxLines(rows) : availableLines(rows)));

	if (fitting !== undefined) {
		return fitting;
	}

	const shortest = forms.at(-1) ?? [];
	const most = Math.max(maxLines(rows), Math.min(availableLines(rows), (shortest[0]?.length ?? 0) + 1));

	if (groups.length === 1) {
		return {lines: cutLines(shortest.flat(), most, textWidthIn(model))};
	}

	const shown = shortest.filter((_, index) => shortest.slice(0, index + 1).flat().length < most);
	const more = groups.slice(shown.length).flatMap(({targets}) => targets).length;
	const count = shown.length === 0 ? `${countText(more)} of ${countText(model.targets.size)} targets failing.` : `${countText(more)} more failing.`;
	return withRoomFor({command: 'openTargets', purpose: 'see why'}, [...shown.flat(), count], model);
};

export const hasFailure = ({targets}: Model): boolean => targets.values().some(target => isFailing(target));

const bannerOf = memoize((model: Model): Banner => {
	const all = model.targets.values().toArray();
	const failing = all.filter(target => isFailing(target));

	if (failing.length > 0) {
		return failureBanner(groupsOf(failing), model);
	}

	const withName = targetPrefixer(model);
	const warnings = all.map(target => {
		const warning = signInWarning(target, lastScanAt(model));
		return warning === undefined ? undefined : withName(warning, target);
	});
	const lines = [...warnings, missedText(model)]
		.filter(text => text !== undefined)
		.flatMap(text => cutLines(wrapLines(text, textWidthIn(model)), maxLines(model.size.rows), textWidthIn(model)))
		.slice(0, maxLines(model.size.rows));
	const isSignInNamed = warnings.some(warning => warning !== undefined) && signInCommandOf(model) !== undefined;
	return withRoomFor(isSignInNamed ? {command: 'signIn', purpose: 'sign in'} : undefined, lines, model);
});

/**
Returns the lines of the banner, cut to the terminal width less its margins. Shows failures with their remedy and next try; without failures, expiring sign-ins and missed changes.

The number of lines must not depend on the keymap: the layout does not know it.
*/
export const bannerLines = (model: Model, keymap: Keymap = defaultKeymap): readonly string[] => {
	const {lines, help} = bannerOf(model);
	const key = help && keyFor(help.command, keymap);
	const last = lines.at(-1);

	return help === undefined || key === undefined || last === undefined || textWidth(key) > keyWidth ? lines : [...lines.slice(0, -1), joined(last, helpText(key, help))];
};
