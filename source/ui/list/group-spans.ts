import {countText} from '../../text/time-text.ts';
import {statusLook} from '../../imports/status-look.ts';
import {groupLabels} from '../../imports/task.ts';
import {type StyleName} from '../../text/themes.ts';
import {type Counts, countsOf} from '../../app/list-view.ts';
import {type Model} from '../../app/model.ts';
import {groupChoices, isListKnown} from '../../app/selectors.ts';
import {type Span, spansWidth} from '../lines/span.ts';

type Group = Model['group'];

type Form = {readonly nameOf: (group: Group, counts: Counts) => string; readonly gap: string};

const shortName = (group: Group, {deleted}: Counts): string => `${groupLabels[group].shortLabel}${group === 'cancelled' && deleted > 0 ? '+del' : ''} `;

const groupSigns: Readonly<Record<Group, string>> = {
	all: 'All ', active: statusLook('IMPORTING').sign, failed: statusLook('FAILED').sign, succeeded: statusLook('SUCCEEDED').sign, cancelled: statusLook('CANCELLED').sign,
};

/*
From the longest to the shortest.
*/
const forms: readonly Form[] = [
	{nameOf: group => `${groupLabels[group].label} `, gap: '  '},
	{nameOf: shortName, gap: '  '},
	{nameOf: shortName, gap: ' '},
	{nameOf: (group, {deleted}) => groupSigns[group] + (group === 'cancelled' && deleted > 0 ? statusLook('DELETED').sign : ''), gap: ' '},
];

const countStyle = (group: Group, count: number): StyleName => (group === 'active' || group === 'failed') && count > 0 ? group : 'plain';

const noteOf = (group: Group, {deleted, unseenFailures}: Counts, isLong: boolean): readonly Span[] => {
	if (group === 'failed' && unseenFailures > 0) {
		return [{text: ` (${countText(unseenFailures)} new)`, style: 'failed', isBold: true}];
	}

	return isLong && group === 'cancelled' && deleted > 0 ? [{text: ` (${countText(deleted)} deleted)`}] : [];
};

/*
Brackets mark the selected group.
*/
const spansIn = (model: Model, form: Form): readonly Span[] => {
	const counts = countsOf(model);
	const isKnown = isListKnown(model);

	return groupChoices.flatMap((group, index): readonly Span[] => {
		const name = form.nameOf(group, counts);
		const count = isKnown ? countText(counts[group]) : '–';
		const note = noteOf(group, counts, form === forms[0]);
		const gap: Span = {text: index === 0 ? ' ' : form.gap};
		const spans: readonly Span[] = group === model.group
			? [{text: `[${name}${count}`, style: 'title'}, ...note, {text: ']', style: 'title'}]
			: [{text: name}, {text: count, style: countStyle(group, counts[group])}, ...note];
		return [gap, ...spans.map((span): Span => ({...span, click: {type: 'groupPicked', group}}))];
	});
};

/**
The number of imports in each group, with the selected group in brackets.
*/
export const groupSpans = (model: Model): readonly Span[] => {
	const lines = forms.map(form => spansIn(model, form));
	return lines.find(spans => spansWidth(spans) < model.size.columns) ?? lines.at(-1) ?? [];
};
