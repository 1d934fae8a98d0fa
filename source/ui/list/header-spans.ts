import {fitText, textWidth} from '../../text/printable.ts';
import {type PaceReason} from '../../imports/schedule.ts';
import {clockTime, intervalText, timeSince} from '../../text/time-text.ts';
import {type Model} from '../../app/model.ts';
import {isPaused as areAllPaused} from '../../app/selectors.ts';
import {differingParts, targetName} from '../../app/targets.ts';
import {type TargetState} from '../../app/target-state.ts';
import {padSpans, type Span, spansWidth} from '../lines/span.ts';
import {targetLooks, targetHealth} from '../lines/target-lines.ts';

const reasons: Readonly<Record<PaceReason, string>> = {
	fixed: 'as set',
	unread: 'nothing read yet',
	changed: 'just changed',
	cancelling: 'cancelling',
	active: 'under way',
	over: 'all over',
};

/**
What a target is, in words.
*/
export const targetText = ({resolved, failure}: TargetState, {isDemo}: Model): string => {
	if (isDemo) {
		return 'demo, no AWS account';
	}

	if (resolved !== undefined) {
		return [resolved.profile, resolved.region, resolved.endpoint].filter(part => part !== undefined).join(' · ');
	}

	return failure === undefined ? 'connecting' : 'not connected';
};

/*
The next poll, or that there is none; while one is under way, when it began.
*/
const nextText = ({poll, isPaused}: TargetState): string => {
	if (poll.kind === 'scanning') {
		return `${poll.isSlow ? 'asking since' : 'next'} ${clockTime(poll.startedAt)}`;
	}

	return isPaused ? 'paused' : `next ${clockTime(poll.nextAt)}`;
};

/*
When the list was last read to its end, be it in an earlier run; where a later scan reached some of it, that it is partly fresh, and since when.
*/
const freshnessText = ({lastCompleteAt, savedUntil, isPartlyRead, poll}: TargetState): string => {
	if (lastCompleteAt === undefined) {
		const last = savedUntil === undefined ? '–' : timeSince(savedUntil, poll.kind === 'scanning' ? poll.startedAt : poll.nextAt);
		return isPartlyRead ? 'partly read' : `last ${last}`;
	}

	return isPartlyRead ? `partly fresh since ${clockTime(lastCompleteAt)}` : `last ${clockTime(lastCompleteAt)}`;
};

/*
What is said of the polls, from the most to the least: the longest that has room is taken.
*/
const pollTexts = (target: TargetState): readonly string[] => {
	const {pace} = target;
	const interval = intervalText(pace.intervalMs);
	const reason = reasons[pace.reason];
	const last = freshnessText(target);
	const next = nextText(target);

	return [
		`every ${interval} (${reason}) · ${last} · ${next}`,
		`${interval}, ${reason} · ${last} · ${next}`,
		`${interval}, ${reason} · ${next}`,
		`${interval} · ${next}`,
		next,
	];
};

/*
A space at the edge, and at the end a space and the place where the spinner turns.
*/
const spinnerWidth = 3;

type Left = readonly Span[];

const programName: Span = {text: ' Neptune imports', style: 'title'};

/*
What stands at the left of the header, from the most to the least.
*/
const targetLefts = (target: TargetState, model: Model, width: number): readonly Left[] => {
	const text = fitText(targetText(target, model), width);
	return [
		[programName, {text: `  ${text}`}],
		[{text: ` ${text}`}],
	];
};

const cell = (target: TargetState, name?: string): readonly Span[] => {
	const {sign, style} = targetLooks[targetHealth(target)];
	return [{text: sign, style}, ...(name === undefined ? [] : [{text: ` ${fitText(name, 24)}`, ...(target.isHidden && {style: 'muted' as const})}])];
};

/*
How many targets are in each state.
*/
const stateCounts = (all: readonly TargetState[]): Left => {
	const states = Map.groupBy(all, target => targetHealth(target));
	return states.entries().flatMap(([state, {length}]): Left => [{text: ` ${targetLooks[state].sign}`, style: targetLooks[state].style}, {text: ` ${length}`}]).toArray();
};

/*
A cell for each target: with its name, or its sign alone; where there is no room for that, how many there are of each.
*/
const cellLefts = (model: Model): readonly Left[] => {
	const all = model.targets.values().toArray();
	const parts = differingParts(model);
	const names = all.flatMap(target => [{text: '  '}, ...cell(target, targetName(target, parts))]);
	const signs = [{text: '  '}, ...all.flatMap(target => cell(target))];

	return [
		[programName, ...names],
		names,
		[programName, ...signs],
		signs,
		[programName, {text: ' '}, ...stateCounts(all)],
		stateCounts(all),
	];
};

/*
Since when every target that is asked has been read, to the minute: polls come in turn, and one that finds nothing new is not worth a row that is drawn again.
*/
const readSinceText = (model: Model): string => {
	if (areAllPaused(model)) {
		return 'paused';
	}

	const asked = model.targets.values().filter(target => !target.isPaused).toArray();
	const reads = asked.map(({lastCompleteAt}) => lastCompleteAt).filter(at => at !== undefined);
	return reads.length === asked.length ? `read since ${clockTime(Math.min(...reads)).slice(0, 5)}` : `${reads.length} of ${asked.length} read`;
};

/*
The pace of several targets: the shortest, and the longest where that is another.
*/
const pacesText = ({targets}: Model): string => {
	const intervals = targets.values().map(({pace}) => pace.intervalMs).toArray();
	const [least, most] = [Math.min(...intervals), Math.max(...intervals)];
	return least === most ? `every ${intervalText(least)}` : `every ${intervalText(least)} to ${intervalText(most)}`;
};

const pollTextsOfSeveral = (model: Model): readonly string[] => {
	const read = readSinceText(model);
	return [`${pacesText(model)} · ${read}`, read];
};

/**
The header without its spinner, which takes the last three columns: what is watched, how often, and when it was last and will next be asked; of several targets, how each of them stands.
*/
export const headerSpans = (model: Model): readonly Span[] => {
	const width = model.size.columns - spinnerWidth;
	const [only, another] = model.targets.values();
	const isSeveral = only === undefined || another !== undefined;
	const lefts = isSeveral ? cellLefts(model) : targetLefts(only, model, width);
	const texts = isSeveral ? pollTextsOfSeveral(model) : pollTexts(only);
	const choices = isSeveral
		// How the targets stand is worth more than the pace of all of them.
		? lefts.flatMap(left => texts.map(right => ({left, right})))
		// The pace is worth more than the name of the program.
		: texts.flatMap(right => lefts.map(left => ({left, right})));
	const fitting = choices.find(({left, right}) => spansWidth(left) + 2 + textWidth(right) <= width);
	const right = fitting?.right ?? texts.at(-1) ?? '';
	const room = width - textWidth(right);
	const left = fitting?.left ?? [{text: fitText((lefts.at(-1) ?? []).map(({text}) => text).join(''), Math.max(1, room - 2))}];
	return [...padSpans(left, room), {text: right, style: areAllPaused(model) ? 'warning' : 'muted'}];
};
