import {fitText} from '../domain/printable.ts';
import {type PaceReason} from '../domain/schedule.ts';
import {clockTime, intervalText, timeSince} from '../domain/time-text.ts';
import {type Model} from '../model/model.ts';
import {padSpans, type Span, spansWidth} from './span.ts';

const reasons: Readonly<Record<PaceReason, string>> = {
	fixed: 'as set',
	unread: 'nothing read yet',
	changed: 'just changed',
	cancelling: 'cancelling',
	active: 'under way',
	over: 'all over',
};

/**
What is watched.
*/
export const targetText = ({target, isDemo, failure}: Model): string => {
	if (isDemo) {
		return 'demo, no AWS account';
	}

	if (target !== undefined) {
		return [target.profile, target.region, target.endpoint].filter(part => part !== undefined).join(' · ');
	}

	return failure === undefined ? 'connecting' : 'not connected';
};

/*
The next poll, or that there is none; while one is under way, when it began.
*/
const nextText = ({poll, isPaused}: Model): string => {
	if (poll.kind === 'scanning') {
		return `${poll.isSlow ? 'asking since' : 'next'} ${clockTime(poll.startedAt)}`;
	}

	return isPaused ? 'paused' : `next ${clockTime(poll.nextAt)}`;
};

/*
When the list was last read to its end, be it in an earlier run; where a later scan reached some of it, that it is partly fresh, and since when.
*/
const freshnessText = ({lastCompleteAt, rememberedUntil, reached, poll}: Model): string => {
	if (lastCompleteAt === undefined) {
		const last = rememberedUntil === undefined ? '–' : timeSince(rememberedUntil, poll.kind === 'scanning' ? poll.startedAt : poll.nextAt);
		return reached.size === 0 ? `last ${last}` : 'partly read';
	}

	return reached.size === 0 ? `last ${clockTime(lastCompleteAt)}` : `partly fresh since ${clockTime(lastCompleteAt)}`;
};

/*
What is said of the polls, from the most to the least: the longest that has room is taken.
*/
const pollTexts = (model: Model): readonly string[] => {
	const {pace} = model;
	const interval = intervalText(pace.intervalMs);
	const reason = reasons[pace.reason];
	const last = freshnessText(model);
	const next = nextText(model);

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

/**
The header without its spinner, which takes the last three columns: what is watched, how often, and when it was last and will next be asked.
*/
export const headerSpans = (model: Model): readonly Span[] => {
	const width = model.size.columns - spinnerWidth;
	const target = fitText(targetText(model), width);
	const lefts: ReadonlyArray<readonly Span[]> = [
		[{text: ' Neptune imports', style: 'title'}, {text: `  ${target}`}],
		[{text: ` ${target}`}],
	];
	const texts = pollTexts(model);

	// The pace is worth more than the name of the program.
	const fitting = texts.flatMap(right => lefts.map(left => ({left, right})))
		.find(({left, right}) => spansWidth(left) + 2 + right.length <= width);
	const right = fitting?.right ?? texts.at(-1) ?? '';
	const left = fitting?.left ?? [{text: fitText(` ${target}`, width - right.length - 2)}];
	return [...padSpans(left, width - right.length), {text: right, style: model.isPaused ? 'warning' : 'muted'}];
};
