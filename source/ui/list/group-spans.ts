import {textWidth} from '../../text/printable.ts';
import {countText, expectedTime} from '../../text/time-text.ts';
import {statusLook} from '../../imports/status-look.ts';
import {groupLabels} from '../../imports/task.ts';
import {type StyleName} from '../../text/themes.ts';
import {forecastOf} from '../../app/estimates.ts';
import {type Counts, countsOf} from '../../app/list/list-view.ts';
import {type Model} from '../../app/model.ts';
import {groupChoices, isListKnown} from '../../app/selectors.ts';
import {runningText} from '../../app/status-summary.ts';
import {padSpans, type Span, spansWidth} from '../lines/span.ts';

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

const minColumnsForLongForecast = 96;

const forecastText = (model: Model): string | undefined => {
	const forecast = forecastOf(model);

	if (forecast === undefined) {
		return undefined;
	}

	const {running, statuses, doneAt, now} = forecast;
	const time = expectedTime(doneAt, now);
	return model.size.columns < minColumnsForLongForecast ? `done ${time}` : `${runningText(running, statuses)} · all done ${time}`;
};

/**
The number of imports in each group, with the selected group in brackets. At the right, when all running imports are expected to be done, if there is room.
*/
export const groupSpans = (model: Model): readonly Span[] => {
	const {columns} = model.size;
	const forecast = forecastText(model);
	const forecastWidth = forecast === undefined ? 0 : textWidth(forecast) + 2;
	const lines = forms.map(form => spansIn(model, form));
	const line = lines.find(spans => spansWidth(spans) + forecastWidth < columns);
	return forecast === undefined || line === undefined
		? lines.find(spans => spansWidth(spans) < columns) ?? lines.at(-1) ?? []
		: [...padSpans(line, columns - 1 - textWidth(forecast)), {text: forecast}];
};
