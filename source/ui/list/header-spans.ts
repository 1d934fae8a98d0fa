import {type FailureKind} from '../../imports/failures/failure.ts';
import {type PaceReason} from '../../imports/polling/schedule.ts';
import {accountOf} from '../../imports/task.ts';
import {joinParts} from '../../text/join-parts.ts';
import {fitText} from '../../text/printable.ts';
import {type StyleName} from '../../text/themes.ts';
import {
	clockTime,
	intervalText,
	momentText,
} from '../../text/time-text.ts';
import {type Model} from '../../app/model.ts';
import {isPaused as areAllPaused} from '../../app/selectors.ts';
import {
	differingParts,
	lastScanAt,
	profileName,
	regionName,
	targetName,
} from '../../app/targets/targets.ts';
import {type FailingTarget, isFailing, type TargetState} from '../../app/targets/target-state.ts';
import {type Line} from '../lines/lines.ts';
import {padSpans, type Span, spansWidth} from '../lines/span.ts';

const reasons: Readonly<Record<PaceReason, string>> = {
	fixed: 'fixed',
	unread: 'loading',
	changed: 'just changed',
	cancelling: 'cancelling',
	active: 'active',
	idle: 'idle',
};

const unresolvedText = ({failure}: TargetState): string => failure === undefined ? 'connecting' : 'not connected';

/**
The profile and region of a target in words.
*/
export const targetText = (target: TargetState, {isDemo}: Model): string => {
	const {resolved} = target;

	if (isDemo) {
		return 'demo, no AWS account';
	}

	return resolved === undefined ? unresolvedText(target) : joinParts([resolved.profile, resolved.region, resolved.endpoint], ' · ');
};

/*
Whether the screen shows live data, and if not, why. `sign` is one column wide.
*/
type Badge = {readonly sign: string; readonly text: string; readonly style: StyleName};

const isBlock = ({style}: Badge): boolean => style === 'warningBadge' || style === 'failedBadge';

const failureTexts: Readonly<Record<FailureKind, string>> = {
	credentials: 'NOT SIGNED IN',
	permission: 'NOT ALLOWED',
	configuration: 'NOT CONFIGURED',
	network: 'NO CONNECTION',
	throttled: 'THROTTLED',
	service: 'SERVICE ERROR',
	protocol: 'BAD RESPONSE',
	clock: 'WRONG CLOCK',
};

const isShownFailing = (target: TargetState): target is FailingTarget => isFailing(target) && !target.isPaused;

const failingBadge = ({failure: {failure}, poll}: FailingTarget, now: number, name = ''): Badge => {
	const {kind} = failure;
	const isThrottled = kind === 'throttled';
	const until = isThrottled && poll.kind === 'waiting' ? ` until ${clockTime(poll.nextAt, now)}` : '';
	return {sign: isThrottled ? '▲' : '✗', text: `${name}${failureTexts[kind]}${until}`, style: isThrottled ? 'warningBadge' : 'failedBadge'};
};

const paused: Badge = {sign: '‖', text: 'PAUSED', style: 'warningBadge'};
const live: Badge = {sign: '●', text: 'live', style: 'succeeded'};

const targetBadge = (target: TargetState, now: number): Badge => {
	const {isPaused, lastCompleteAt, poll} = target;

	if (isPaused) {
		return paused;
	}

	if (isShownFailing(target)) {
		return failingBadge(target, now);
	}

	if (poll.kind === 'scanning' && poll.isSlow) {
		return {sign: '◌', text: `waiting since ${clockTime(poll.startedAt, now)}`, style: 'plain'};
	}

	return lastCompleteAt === undefined ? {sign: '◌', text: 'loading', style: 'plain'} : live;
};

const maxNameWidth = 24;

/*
From the longest to the shortest. A failing target is named.
*/
const severalBadges = (model: Model): readonly Badge[] => {
	if (areAllPaused(model)) {
		return [paused];
	}

	const all = model.targets.values().toArray();
	const parts = differingParts(model);
	const failing = all.filter(target => isShownFailing(target));
	const [first, another] = failing;

	if (first !== undefined && another === undefined) {
		return [failingBadge(first, lastScanAt(model), `${fitText(targetName(first, parts), maxNameWidth, {cut: 'middle'})} `)];
	}

	if (first !== undefined) {
		const text = `${failing.length} of ${all.length} failing`;
		const names = failing.map(target => fitText(targetName(target, parts), maxNameWidth, {cut: 'middle'}));
		return [...names, undefined].map((_, index): Badge => {
			const shown = names.slice(0, names.length - index);
			return {sign: '✗', text: shown.length === 0 ? text : `${text}: ${shown.join(', ')}${index === 0 ? '' : ', …'}`, style: 'failedBadge'};
		});
	}

	const read = all.filter(({lastCompleteAt}) => lastCompleteAt !== undefined).length;
	const pausedCount = all.filter(({isPaused}) => isPaused).length;
	const badge: Badge = read < all.length ? {sign: '◌', text: `loading, ${read} of ${all.length} read`, style: 'plain'} : live;
	return [pausedCount === 0 ? badge : {...badge, text: `${badge.text}, ${pausedCount} paused`}];
};

/*
When the whole list was last read, in this run or an earlier one. Adds a note if later scans were incomplete.
*/
const updatedTexts = ({lastCompleteAt, savedUntil, isPartlyRead}: TargetState, now: number): readonly string[] => {
	if (lastCompleteAt === undefined) {
		const saved = savedUntil === undefined ? undefined : `last ${momentText(savedUntil, now)}`;
		const text = isPartlyRead ? 'incomplete list' : saved;
		return text === undefined ? [] : [text];
	}

	const time = clockTime(lastCompleteAt, now);
	return isPartlyRead ? [`last full list ${time}`, `full ${time}`] : [`updated ${time}`, time];
};

/*
From the longest to the shortest.
*/
const paceTexts = (target: TargetState, now: number): readonly string[] => {
	const {pace: {intervalMs, reason}, isPaused, failure, lastCompleteAt} = target;
	const interval = intervalText(intervalMs);
	const [long, short = long] = updatedTexts(target, now);
	const joined = (...parts: ReadonlyArray<string | undefined>): string => joinParts(parts, ' · ');
	const isRegular = !isPaused && failure === undefined && lastCompleteAt !== undefined;
	return [...(isRegular ? [joined(`every ${interval} (${reasons[reason]})`, long), joined(interval, short)] : [joined(long)]), joined(short), ''];
};

/*
The time since which every target was read. In minutes, so that polls without changes redraw nothing.
*/
const readSinceText = (model: Model): string => {
	const reads = model.targets.values().filter(target => !target.isPaused).map(({lastCompleteAt}) => lastCompleteAt).toArray();
	const known = reads.filter(at => at !== undefined);
	return known.length > 0 && known.length === reads.length ? `all read since ${momentText(Math.min(...known), lastScanAt(model))}` : '';
};

const severalPaceTexts = (model: Model): readonly string[] => {
	const intervals = model.targets.values().map(({pace}) => pace.intervalMs).toArray();
	const [least, most] = [Math.min(...intervals), Math.max(...intervals)];
	const interval = least === most ? `every ${intervalText(least)}` : `every ${intervalText(least)} to ${intervalText(most)}`;
	const read = readSinceText(model);
	return [...new Set([[interval, read].filter(part => part !== '').join(' · '), read, ''])];
};

const programName: Span = {text: ' Neptune imports ', style: 'title'};

const identity = (profile: string, ...rest: ReadonlyArray<string | undefined>): Line => [
	{text: ' '},
	{text: profile, isBold: true},
	{text: joinParts(rest, '')},
];

/*
The profile, account and region, from the longest to the shortest.
*/
const singleIdentities = (target: TargetState, model: Model): readonly Line[] => {
	const {resolved, imports} = target;

	if (resolved === undefined || model.isDemo) {
		return [identity(targetText(target, model))];
	}

	const account = accountOf(imports.records[0]?.task.roleArn ?? '');
	const endpoint = resolved.endpoint === undefined ? undefined : ` · ${resolved.endpoint}`;
	return [
		identity(resolved.profile, account === undefined ? undefined : ` (${account})`, ` · ${resolved.region}`, endpoint),
		identity(resolved.profile, ` · ${resolved.region}`, endpoint),
		identity(resolved.profile, ` · ${resolved.region}`),
	];
};

const countOf = (names: readonly string[], plural: string): string => {
	const [only = '', another] = new Set(names);
	return another === undefined ? only : `${new Set(names).size} ${plural}`;
};

/*
The profiles and regions of several targets: their names, or how many there are.
*/
const severalIdentities = (model: Model): readonly Line[] => {
	const all = model.targets.values().toArray();
	const [profiles, regions] = [all.map(target => profileName(target)), all.map(target => regionName(target))];
	const parts = differingParts(model);
	const names = all.map(target => targetName(target, parts)).join(', ');
	const [profile = '', region = ''] = [profiles[0], regions[0]];
	const named: Readonly<Record<string, Line>> = {
		profiles: identity(names, ` · ${region}`), regions: identity(profile, ` · ${names}`), both: identity(names),
	};
	const kind = parts.hasProfile === parts.hasRegion ? 'both' : (parts.hasProfile ? 'profiles' : 'regions');
	return [named[kind] ?? [], identity(countOf(profiles, 'profiles'), ` · ${countOf(regions, 'regions')}`)];
};

type Header = {
	readonly left: Line;
	readonly badge: Badge;
	readonly right: Span;
};

const headerWidth = ({left, badge, right}: Header): number => spansWidth([...left, {text: `  ${badge.sign} ${badge.text}`}, right]) + (isBlock(badge) ? 2 : 0);

/*
The first one that fits. The profile and region stay in any width: without them, nobody knows which account this is.
*/
const headerOf = (model: Model): Header => {
	const width = model.size.columns - 1;
	const [only, another] = model.targets.values();
	const isSingle = only !== undefined && another === undefined;
	const identities = isSingle ? singleIdentities(only, model) : severalIdentities(model);
	const badges = isSingle ? [targetBadge(only, lastScanAt(model))] : severalBadges(model);
	const hiddenCount = model.targets.values().filter(({isHidden}) => isHidden).toArray().length;
	const hiddenText = hiddenCount === 0 ? '' : `${hiddenCount} hidden`;
	const paces = (isSingle ? paceTexts(only, lastScanAt(model)) : severalPaceTexts(model)).map(text => [hiddenText, text].filter(part => part !== '').join(' · '));
	const rights = badges.flatMap(badge => paces.map(text => ({badge, right: {text: text === '' ? '' : `${isBlock(badge) ? ' ' : ' · '}${text}`}})));
	const [longest = [], ...shorter] = identities;
	const timed = rights.filter(({right}) => right.text !== '');
	const withLongest = (ends: typeof rights): readonly Header[] => ends.flatMap(end => [{...end, left: [programName, ...longest]}, {...end, left: longest}]);
	const choices: readonly Header[] = [
		...withLongest(timed),

		// The time tells whether the screen is live, so the account is left out first.
		...(isSingle ? shorter.flatMap(left => timed.map(right => ({...right, left}))) : []),
		...withLongest(rights),
		...shorter.flatMap(left => rights.map(right => ({...right, left}))),
	];
	const shortest: Header = choices.at(-1) ?? {left: [], badge: live, right: {text: ''}};
	const room = width - headerWidth({...shortest, left: []});
	return choices.find(header => headerWidth(header) <= width) ?? {...shortest, left: [{text: fitText(shortest.left.map(({text}) => text).join(''), room, {cut: 'middle'})}]};
};

/**
The first line: which account and region, whether the data is live, and how old it is. `sign` belongs between `before` and `after`; a spinner takes its place while a response is late.
*/
export const headerSpans = (model: Model): {readonly before: Line; readonly sign: Span; readonly after: Line; readonly isLate: boolean} => {
	const {left, badge, right} = headerOf(model);
	const {sign, text, style} = badge;
	const before = padSpans(left, model.size.columns - 1 - headerWidth({left: [], badge, right}) + 2);
	const [only, another] = model.targets.values();
	return {
		before: isBlock(badge) ? [...before, {text: ' ', style}] : before,
		sign: {text: sign, style},
		after: [{text: isBlock(badge) ? ` ${text} ` : ` ${text}`, style}, right],
		isLate: another === undefined && only?.failure === undefined && only?.poll.kind === 'scanning' && only.poll.isSlow,
	};
};
