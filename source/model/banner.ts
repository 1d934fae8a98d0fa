import wrapAnsi from 'wrap-ansi';
import {printable} from '../domain/printable.ts';
import {clockTime, timeSince} from '../domain/time-text.ts';
import {changeCountsText} from '../domain/change-counts.ts';
import {type Model} from './model.ts';

/*
As many lines as a terminal so high can spare.
*/
const maxLines = (rows: number): number => {
	if (rows < 12) {
		return 1;
	}

	return rows < 20 ? 2 : 4;
};

const whenText = ({poll, isPaused}: Model, since: number): string => {
	if (isPaused) {
		return `Since ${clockTime(since)}; paused.`;
	}

	return poll.kind === 'scanning'
		? `Since ${clockTime(since)}; trying now.`
		: `Since ${clockTime(since)}; next try ${clockTime(poll.nextAt)}.`;
};

/*
So long before its end a sign-in is warned of.
*/
const warnedForMs = 900_000;

const signInWarning = ({signIn, lastCompleteAt}: Model): string | undefined =>
	signIn === undefined || lastCompleteAt === undefined || signIn.endsAt - lastCompleteAt > warnedForMs
		? undefined
		: `The sign-in ends at ${clockTime(signIn.endsAt)}. To renew it: ${signIn.renewal}`;

/*
What happened while nobody observed it.
*/
const missedText = ({missed, changes}: Model): string | undefined => missed === undefined
	? undefined
	: `Since ${timeSince(missed.since, changes[0]?.at ?? missed.since)}: ${changeCountsText(missed.changes.values().toArray())}`;

const wrapped = (text: string, {size: {columns, rows}}: Model): readonly string[] =>
	wrapAnsi(printable(text), Math.max(1, columns - 4), {hard: true}).split('\n').slice(0, maxLines(rows));

/**
What stands in the banner: while the service can't be asked, what failed, what to do, since when, and when the next try is; else that the sign-in is about to end, and what renews it, and what happened while nobody observed it. Lines of text, no wider than the terminal less its margins; none where there is nothing to say.
*/
export const bannerLines = (model: Model): readonly string[] => {
	if (model.failure === undefined) {
		return [signInWarning(model), missedText(model)]
			.filter(text => text !== undefined)
			.flatMap(text => wrapped(text, model))
			.slice(0, maxLines(model.size.rows));
	}

	const {failure: {sentence, remedy}, since} = model.failure;
	const isHigh = maxLines(model.size.rows) > 2;
	const when = whenText(model, since);

	// What does not fit is cut: where there is little room, since when comes before what to do.
	const text = (isHigh ? [sentence, remedy, when] : [sentence, when, remedy]).filter(part => part !== undefined).join(' ');
	return wrapped(text, model);
};
