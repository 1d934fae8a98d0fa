import {describe, expect, test} from 'vitest';
import {type NamedFilter} from '../../../source/app/keys/keymap.ts';
import {type Command} from '../../../source/app/message.ts';
import {type Model} from '../../../source/app/model.ts';
import {shownCount} from '../../../source/app/list/list-view.ts';
import {suggestionsOf} from '../../../source/app/list/filter-prompt.ts';
import {
	after,
	afterCommands,
	detailsAnswered,
	effectsOfCommand,
	filtering,
	freshModel,
	scanned,
} from '../../support/model.ts';
import {importTask, taskId} from '../../support/tasks.ts';

const tasks = [importTask({taskId: taskId(1)}), importTask({taskId: taskId(2), status: 'FAILED'})];
const listed = scanned(freshModel(), tasks);
const kept = (model: Model, ...queries: readonly string[]): Model => {
	let current = model;

	for (const query of queries) {
		current = afterCommands(filtering(afterCommands(current, 'clearFilter'), query), 'keepFilter');
	}

	return afterCommands(current, 'clearFilter');
};

const texts = (model: Model, ...commands: readonly Command[]): readonly string[] => commands.map((_, index) => afterCommands(model, ...commands.slice(0, index + 1)).query.text);

describe('suggestions in the filter prompt', () => {
	test('are stepped through in both directions, from the first to the last and around', () => {
		const typed = filtering(listed, 'fail');
		expect(texts(typed, 'nextSuggestion', 'nextSuggestion', 'nextSuggestion', 'previousSuggestion')).toEqual(['is:failed', 'status:failed', 'is:failed', 'status:failed']);
		expect(texts(typed, 'previousSuggestion')).toEqual(['status:failed']);
		expect(shownCount(afterCommands(typed, 'nextSuggestion'))).toBe(1);
	});

	test('continue with the values of a completed field', () => {
		expect(texts(filtering(listed, 'sta'), 'nextSuggestion', 'nextSuggestion')).toEqual(['status:', 'status:importing']);
	});

	test('begin anew when the text is edited', () => {
		const chosen = afterCommands(filtering(listed, 'fail'), 'nextSuggestion');
		expect(texts(after(chosen, {type: 'filterEdited', edit: {kind: 'insert', text: ' form'}}), 'nextSuggestion')).toEqual(['is:failed format:']);
	});

	test('include the values of imports that a later poll has found', () => {
		const typed = filtering(listed, 'format:');
		expect(texts(typed, 'nextSuggestion')).not.toEqual(['format:ntriples']);
		const polled = scanned(typed, Array.from({length: 5}, (_, index) => importTask({taskId: taskId(index), format: 'NTRIPLES'})));
		expect(texts(polled, 'nextSuggestion')).toEqual(['format:ntriples']);
	});

	test('leave the text as it is if there are none', () => {
		expect(texts(filtering(listed, 'nowhere'), 'nextSuggestion')).toEqual(['nowhere']);
	});

	test('list the filters of the config file with their digit in an empty prompt', () => {
		const namedFilters: readonly NamedFilter[] = [{key: '1', name: 'broken', query: 'is:failed'}, {key: '2', name: undefined, query: 'format:csv'}];
		const model = afterCommands(scanned(freshModel({namedFilters}), tasks), 'editFilter');
		expect(suggestionsOf(model).slice(0, 3).map(({label}) => label)).toEqual(['1 broken', '2 format:csv', 'is:']);
		expect(texts(model, 'nextSuggestion', 'nextSuggestion')).toEqual(['is:failed', 'format:csv']);
	});
});

test('suggestions read 1,000 of 10,000 imports, and none again for the next character or after a poll without news', () => {
	let reads = 0;
	const many = Array.from({length: 10_000}, (_, index) => Object.defineProperty(importTask({taskId: taskId(index)}), 'roleArn', {
		enumerable: true,
		get() {
			reads++;
			return 'arn:aws:iam::123456789012:role/loader';
		},
	}));
	const model = afterCommands(scanned(freshModel(), many), 'editFilter');
	const typed = filtering(model, 'role:l');
	shownCount(typed);
	reads = 0;
	expect(suggestionsOf(typed).map(({label}) => label)).toEqual(['loader']);
	expect(reads).toBe(1000);
	const longer = filtering(typed, 'o');
	shownCount(longer);
	reads = 0;
	expect(suggestionsOf(longer).map(({label}) => label)).toEqual(['loader']);
	expect(reads).toBe(0);
	reads = 0;
	expect(suggestionsOf(scanned(longer, many)).map(({label}) => label)).toEqual(['loader']);
	expect(reads).toBe(0);
});

describe('earlier filters', () => {
	test('are listed newest first, each once, and end with the typed text', () => {
		const model = filtering(kept(listed, 'one', 'two', 'one'), 'typed');
		expect(texts(model, 'earlierFilter', 'earlierFilter', 'earlierFilter', 'laterFilter', 'laterFilter', 'laterFilter')).toEqual(['one', 'two', 'two', 'one', 'typed', 'typed']);
	});

	test('include those of earlier runs after those of this run', () => {
		const model = after(kept(listed, 'here'), {type: 'filtersListed', queries: ['there', 'here']});
		expect(model.earlierFilters).toEqual(['here', 'there']);
	});

	test('are limited to the last 100', () => {
		const queries = Array.from({length: 150}, (_, index) => `lake-${index}`);
		expect(after(listed, {type: 'filtersListed', queries}).earlierFilters).toEqual(queries.slice(0, 100));
	});

	test('are requested with each prompt, and kept unless they are empty', () => {
		expect(effectsOfCommand(listed, 'editFilter')).toEqual([{type: 'listFilters'}]);
		expect(effectsOfCommand(filtering(listed, ' is:failed '), 'keepFilter')).toEqual([{type: 'filterKept', query: 'is:failed'}]);
		expect(effectsOfCommand(filtering(listed, ' '), 'keepFilter')).toEqual([]);
	});
});

test('a word and reason: find imports by a reason as soon as it is known', () => {
	const word = filtering(listed, 'forty-one');
	const coded = filtering(listed, 'reason:parsing_error');
	expect([shownCount(word), shownCount(coded)]).toEqual([0, 0]);
	const answer = detailsAnswered(2, {status: 'FAILED', statusReason: 'Failed to parse "forty-one".'});
	expect([shownCount(after(word, answer)), shownCount(after(coded, answer))]).toEqual([1, 1]);
});
