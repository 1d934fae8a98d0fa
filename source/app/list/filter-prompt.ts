import {parseFilter} from '../../imports/filter/filter.ts';
import {type ImportRecord} from '../../imports/import-list.ts';
import {
	fieldValuesOf,
	type FieldValues,
	type Suggestion,
	suggestionsFor,
} from '../../imports/filter/suggestions.ts';
import {type InputLine, inputLineOf} from '../../text/line-editor.ts';
import {type Next, withoutEffects} from '../effect.ts';
import {memoize, memoizeLatest} from '../memoize.ts';
import {type Browsing, type Model} from '../model.ts';
import {type TargetState} from '../targets/target-state.ts';
import {placesOf} from '../targets/targets.ts';
import {areAlike, hasSamePlaces, listViewOf} from './list-view.ts';
import {anchorCursor} from './cursor.ts';

export const withQuery = (model: Model, query: Model['query']): Model => ({
	...model,
	query,
	filter: query.text === model.query.text ? model.filter : parseFilter(query.text),
});

// So that a key in a list of 10,000 imports is not slower.
const maxSuggesting = 1000;

const hasSameValues = (one: ImportRecord, other: ImportRecord): boolean => one.task === other.task && one.known?.details === other.known?.details;

type ValuesSource = {readonly model: Model; readonly targets: readonly TargetState[]; readonly first: readonly ImportRecord[]};

// Counts again only if the values have changed, so not for each character or poll.
const valuesOf = memoizeLatest(({model, first}: ValuesSource): FieldValues => {
	const placeOf = placesOf(model);
	return fieldValuesOf(first.map(({targetId, task, known}) => ({task, place: placeOf(targetId), details: known?.details})));
}, (before, after) => hasSamePlaces(before.targets, after.targets) && areAlike(before.first, after.first, hasSameValues));

/*
The values of the first imports in any group and filter.
*/
const valuesIn = (model: Model): FieldValues => {
	const {targets, records, sorted} = listViewOf(model);
	const first = sorted.slice(0, maxSuggesting).map(index => records[index]).filter(record => record !== undefined);
	return valuesOf({model, targets, first});
};

/**
Completions of the filter. For an empty filter, the filters of the config file come first, with their key.
*/
export const suggestionsOf = memoize((model: Model): readonly Suggestion[] => {
	const line = model.browsing?.of === 'suggestions' ? model.browsing.from : model.query;
	const named = line.text === '' ? model.namedFilters : [];
	return [
		...named.map(({key, name, query}): Suggestion => ({label: `${key} ${name ?? query}`, line: inputLineOf(query)})),
		...suggestionsFor(line, valuesIn(model)),
	];
});

const alternativesOf = (model: Model, of: Browsing['of']): readonly InputLine[] =>
	of === 'suggestions' ? suggestionsOf(model).map(({line}) => line) : model.earlierFilters.map(query => inputLineOf(query));

/*
After the last suggestion comes the first. Earlier filters end with the oldest, and begin with the text that the user typed.
*/
const indexAfter = ({of, index}: Browsing, by: number, count: number): number =>
	of === 'suggestions' ? (Math.max(index, by > 0 ? -1 : 0) + by + count) % count : Math.max(-1, Math.min(count - 1, index + by));

/**
Puts the next alternative into the prompt. A field without a value ends the browsing, so that its values are suggested.
*/
export const browse = (model: Model, of: Browsing['of'], by: number): Model => {
	const browsing: Browsing = model.browsing?.of === of ? model.browsing : {of, from: model.query, index: -1};
	const alternatives = alternativesOf(model, of);

	if (alternatives.length === 0) {
		return model;
	}

	const index = indexAfter(browsing, by, alternatives.length);
	const line = alternatives[index] ?? browsing.from;
	const isField = of === 'suggestions' && line.text.slice(0, line.cursor).endsWith(':');
	return {...withQuery(model, line), browsing: isField ? undefined : {...browsing, index}};
};

export const openPrompt = (model: Model): Next => [{...model, isEditingFilter: true, browsing: undefined}, [{type: 'listFilters'}]];

/*
Bounds what is kept in memory, and in the history.
*/
const maxEarlierFilters = 100;

export const keepFilter = (model: Model): Next => {
	const query = model.query.text.trim();
	const kept = anchorCursor({...model, isEditingFilter: false, browsing: undefined});

	return query === ''
		? withoutEffects(kept)
		: [addEarlierFilters(kept, [query, ...kept.earlierFilters]), [{type: 'filterKept', query}]];
};

export const addEarlierFilters = (model: Model, queries: readonly string[]): Model => ({...model, earlierFilters: [...new Set(queries)].slice(0, maxEarlierFilters)});
