import {fitText, printable, textWidth} from '../../text/printable.ts';
import {suggestionsOf} from '../../app/list/filter-prompt.ts';
import {type Model} from '../../app/model.ts';
import {type Span} from '../lines/span.ts';

const gap = '  ';

/**
The suggestions for the filter, with the one in the prompt marked. Begins with a later one if the marked one would not fit.
*/
export const suggestionSpans = (model: Model): readonly Span[] => {
	const {browsing, size: {columns}} = model;
	const marked = browsing?.of === 'suggestions' ? browsing.index : -1;
	const labels = suggestionsOf(model).map(({label}) => fitText(printable(label), columns - 4, {cut: 'middle'}));
	const widthUpTo = (first: number, last: number): number => labels.slice(first, last + 1).reduce((sum, label) => sum + textWidth(gap + label), 1);
	const firsts = labels.keys().filter(index => widthUpTo(index, marked) < columns).toArray();
	const first = marked === -1 ? 0 : firsts[0] ?? marked;
	const shown = labels.map((label, index) => ({label, index})).slice(first).filter(({index}) => widthUpTo(first, index) < columns);
	return shown.flatMap(({label, index}): readonly Span[] => [{text: gap}, {text: label, style: index === marked ? 'selected' : 'key'}]);
};
