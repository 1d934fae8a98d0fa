import {fitText, textWidth} from '../../text/printable.ts';
import {type PaceReason} from '../../imports/schedule.ts';
import {clockTime, intervalText, timeSince} from '../../text/time-text.ts';
import {type Model} from '../../app/model.ts';
import {isPaused as areAllPaused} from '../../app/selectors.ts';
import {differingParts, targetName} from '../../app/targets.ts';
import {type TargetState} from '../../app/target-state.ts';
import {type Line} from '../lines/lines.ts';
import {padSpans, type Span, spansWidth} from '../lines/span.ts';
import {targetLooks, targetHealth} from '../lines/target-lines.ts';

const reasons: Readonly<Record<PaceReason, string>> = {
	fixed: 'fixed',
	unread: 'loading',
	changed: 'just changed',
	cancelling: 'cancelling',
	active: 'active',
	over: 'idle',
};

export const targetText = ({resolved, failure}: TargetState, {isDemo}: Model): string => {
	if (isDemo) {
		return 'demo, no AWS account';
	}

	if (resolved !== undefined) {
		return [resolved.profile, resolved.region, resolved.endpoint].filter(part => part !== undefined).join(' · ');
	}

	return failure === undefined ? 'connecting' : 'not connected';
};

const nextText = ({poll, isPaused}: TargetState): string => {
	if (poll.kind === 'scanning') {
		return `${poll.isSlow ? 'polling since' : 'next'} ${clockTime(poll.startedAt)}`;
	}

	return isPaused ? 'paused' : `next ${clockTime(poll.nextAt)}`;
};

/*
When the whole list was last read, in this run or an earlier one. Says so if later scans read only a part of it.
*/
const lastReadText = ({lastCompleteAt, savedUntil, isPartlyRead, poll}: TargetState): string => {
	if (lastCompleteAt === undefined) {
		const last = savedUntil === undefined ? '–' : timeSince(savedUntil, poll.kind === 'scanning' ? poll.startedAt : poll.nextAt);
		return isPartlyRead ? 'incomplete list' : `last ${last}`;
	}

	return `${isPartlyRead ? 'last full list' : 'last'} ${clockTime(lastCompleteAt)}`;
};

/*
From the longest to the shortest: the first one that fits is shown.
*/
const pollTexts = (target: TargetState): readonly string[] => {
	const {pace} = target;
	const interval = intervalText(pace.intervalMs);
	const reason = reasons[pace.reason];
	const last = lastReadText(target);
	const next = nextText(target);

	return [
		`every ${interval} (${reason}) · ${last} · ${next}`,
		`${interval}, ${reason} · ${last} · ${next}`,
		`${interval}, ${reason} · ${next}`,
		`${interval} · ${next}`,
		next,
	];
};

// A space, the spinner, and a space at the edge.
const spinnerWidth = 3;

const programName: Span = {text: ' Neptune imports', style: 'title'};

/*
The left part of the header, from the longest to the shortest.
*/
const targetLefts = (target: TargetState, model: Model, width: number): readonly Line[] => {
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

const healthCounts = (all: readonly TargetState[]): Line => {
	const states = Map.groupBy(all, target => targetHealth(target));
	return states.entries().flatMap(([state, {length}]): Line => [{text: ` ${targetLooks[state].sign}`, style: targetLooks[state].style}, {text: ` ${length}`}]).toArray();
};

/*
The left part for several targets, from the longest to the shortest: their names, their signs, or counts by state.
*/
const severalLefts = (model: Model): readonly Line[] => {
	const all = model.targets.values().toArray();
	const parts = differingParts(model);
	const names = all.flatMap(target => [{text: '  '}, ...cell(target, targetName(target, parts))]);
	const signs = [{text: '  '}, ...all.flatMap(target => cell(target))];

	return [
		[programName, ...names],
		names,
		[programName, ...signs],
		signs,
		[programName, {text: ' '}, ...healthCounts(all)],
		healthCounts(all),
	];
};

/*
The time since which every target was read. In minutes, so that polls without changes redraw nothing.
*/
const readSinceText = (model: Model): string => {
	if (areAllPaused(model)) {
		return 'paused';
	}

	const polled = model.targets.values().filter(target => !target.isPaused).toArray();
	const reads = polled.map(({lastCompleteAt}) => lastCompleteAt).filter(at => at !== undefined);
	return reads.length === polled.length ? `all read since ${clockTime(Math.min(...reads)).slice(0, 5)}` : `${reads.length} of ${polled.length} read`;
};

const intervalsText = ({targets}: Model): string => {
	const intervals = targets.values().map(({pace}) => pace.intervalMs).toArray();
	const [least, most] = [Math.min(...intervals), Math.max(...intervals)];
	return least === most ? `every ${intervalText(least)}` : `every ${intervalText(least)} to ${intervalText(most)}`;
};

const severalPollTexts = (model: Model): readonly string[] => {
	const read = readSinceText(model);
	return [`${intervalsText(model)} · ${read}`, read];
};

/**
The header: target, interval, and the times of the last and next poll; for several targets, the state of each. The last three columns stay free for the spinner.
*/
export const headerSpans = (model: Model): readonly Span[] => {
	const width = model.size.columns - spinnerWidth;
	const [only, another] = model.targets.values();
	const isSeveral = only === undefined || another !== undefined;
	const lefts = isSeveral ? severalLefts(model) : targetLefts(only, model, width);
	const texts = isSeveral ? severalPollTexts(model) : pollTexts(only);
	const choices = isSeveral
		// The states of the targets matter more than the intervals.
		? lefts.flatMap(left => texts.map(right => ({left, right})))
		// The interval matters more than the name of the program.
		: texts.flatMap(right => lefts.map(left => ({left, right})));
	const fitting = choices.find(({left, right}) => spansWidth(left) + 2 + textWidth(right) <= width);
	const right = fitting?.right ?? texts.at(-1) ?? '';
	const room = width - textWidth(right);
	const left = fitting?.left ?? [{text: fitText((lefts.at(-1) ?? []).map(({text}) => text).join(''), Math.max(1, room - 2))}];
	return [...padSpans(left, room), {text: right, style: areAllPaused(model) ? 'warning' : 'muted'}];
};
