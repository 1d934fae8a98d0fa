import {describe, expect, test} from 'vitest';
import {type DetailsAnswer, type DetailsPlan, type ImportDetails} from '../../../source/imports/details.ts';
import {type Failure} from '../../../source/imports/failures/failure.ts';
import {findImport} from '../../../source/imports/import-list.ts';
import {budgetAt} from '../../../source/app/details/details-budget.ts';
import {detailsPlanOf} from '../../../source/app/details/details-round.ts';
import {type Model} from '../../../source/app/model.ts';
import {listLayout} from '../../../source/app/list/layout.ts';
import {
	after,
	defaultId,
	freshModel,
	idsWhere,
	afterCommands,
	only,
	recordsOf,
	scanEnded,
	scanned,
	startAt,
} from '../../support/model.ts';
import {importTask, importTasks, taskId} from '../../support/tasks.ts';

const answered = (model: Model, number: number, answer: DetailsAnswer, afterMs = 0): Model =>
	after(model, {
		type: 'detailsAnswered', targetId: defaultId, key: taskId(number), at: startAt + afterMs, answer,
	});

const detailsOf = (details: Partial<ImportDetails> = {}): DetailsAnswer => ({kind: 'details', details: {status: 'IMPORTING', ...details}});
const refused = (kind: 'throttled' | 'permission' | 'network'): DetailsAnswer => ({kind: 'failure', failure: {kind, sentence: 'No.', isTransient: false}});
const planOf = (model: Model): DetailsPlan => detailsPlanOf(only(model), model);
const keysOf = (model: Model): readonly string[] => planOf(model).keys;
const budgetOf = (model: Model, at: number): number => budgetAt(only(model), at);

describe('the round after a scan', () => {
	test('requests active imports, but not those that finished before the program started', () => {
		const model = scanned(freshModel(), [...importTasks(3), ...importTasks(9, 'SUCCEEDED').slice(3)]);
		expect(keysOf(model)).toEqual([taskId(1), taskId(2), taskId(3)]);
	});

	test('stays within the budget: first the selected import, then the visible page', () => {
		const listed = afterCommands(scanned(freshModel({order: 'task'}), importTasks(500)), 'cursorDown', 'cursorDown');
		const keys = keysOf(scanned(listed, importTasks(500), 10_000));
		const {pageSize} = listLayout(listed);
		expect(keys).toHaveLength(20);
		expect(keys[0]).toBe(taskId(3));
		expect(new Set(keys.slice(0, pageSize))).toEqual(new Set(importTasks(pageSize).map(task => task.taskId)));
	});

	test('requests every import eventually', () => {
		let model = scanned(freshModel({order: 'task'}), importTasks(60));
		const requested = new Set(keysOf(model));

		for (let scan = 1; scan < 20; scan++) {
			model = scanned(model, importTasks(60), scan * 10_000);

			for (const key of keysOf(model)) {
				requested.add(key);
			}
		}

		expect(requested.size).toBe(60);
	});

	test('is empty if details are off, and while the program is paused or quitting', () => {
		expect(keysOf(scanned(freshModel({detailsBudget: 0}), importTasks(3)))).toEqual([]);
		expect(keysOf(afterCommands(scanned(freshModel(), importTasks(3)), 'togglePause'))).toEqual([]);
		expect(keysOf(afterCommands(scanned(freshModel(), importTasks(3)), 'quit'))).toEqual([]);
	});

	test('is skipped after a partly read list, because a failed scan disconnects', () => {
		const failure: Failure = {kind: 'network', sentence: 'No network.', isTransient: true};
		const tasks = importTasks(3);
		const partly = after(freshModel(), scanEnded({tasks, failure}));
		expect(recordsOf(partly)).toHaveLength(3);
		expect(keysOf(partly)).toEqual([]);
		expect(recordsOf(partly).map(({known}) => known)).toEqual([undefined, undefined, undefined]);
		expect(keysOf(afterCommands(partly, 'openDetails'))).toEqual([]);
		expect(keysOf(scanned(partly, tasks, 10_000))).toEqual(tasks.map(task => task.taskId));
	});

	test('requests visible failed imports, so that their rows can show the reason', () => {
		const model = scanned(freshModel(), importTasks(1, 'FAILED'));
		expect(keysOf(model)).toEqual([taskId(1)]);
	});

	test('starts immediately when the user opens the details of an import', () => {
		const listed = scanned(freshModel(), importTasks(1, 'SUCCEEDED'));
		expect(keysOf(listed)).toEqual([]);
		expect(keysOf(afterCommands(listed, 'openDetails'))).toEqual([taskId(1)]);
	});
});

describe('a finished import', () => {
	const ended = scanned(scanned(freshModel(), importTasks(1)), importTasks(1, 'FAILED'), 10_000);
	const failed = detailsOf({status: 'FAILED'});
	const explained = detailsOf({status: 'FAILED', statusReason: 'A line is malformed.'});

	test('is requested again at growing intervals until two responses are the same', () => {
		expect(keysOf(ended)).toEqual([taskId(1)]);
		const once = scanned(answered(ended, 1, failed, 10_500), importTasks(1, 'FAILED'), 15_000);
		expect(planOf(once).round).toBe(planOf(ended).round);

		const again = scanned(once, importTasks(1, 'FAILED'), 20_000);
		expect(planOf(again).round).toBe(planOf(ended).round + 1);

		const withReason = answered(again, 1, explained, 20_500);
		const third = scanned(withReason, importTasks(1, 'FAILED'), 50_000);
		expect(planOf(third).round).toBe(planOf(again).round + 1);

		const settled = answered(third, 1, explained, 50_500);
		const later = scanned(settled, importTasks(1, 'FAILED'), 3_600_000);
		expect(planOf(later).round).toBe(planOf(third).round);
	});

	test('is requested at most five times if the response has no reason', () => {
		let model = ended;

		for (let count = 1; count <= 20; count++) {
			model = scanned(answered(model, 1, failed, count * 600_000), importTasks(1, 'FAILED'), (count * 600_000) + 1000);
		}

		expect(planOf(model).round - planOf(ended).round).toBe(4);
	});
});

describe('a failed details request', () => {
	const listed = scanned(freshModel(), importTasks(40));

	test('halves the budget for five minutes if it was throttled', () => {
		const once = answered(listed, 1, refused('throttled'));
		expect(budgetOf(once, startAt + 1000)).toBe(10);
		expect(budgetOf(answered(once, 2, refused('throttled')), startAt + 1000)).toBe(5);
		expect(budgetOf(once, startAt + 300_000)).toBe(20);
	});

	test('halves the full budget again if the last throttling was over five minutes ago', () => {
		const once = answered(listed, 1, refused('throttled'));
		expect(budgetOf(answered(once, 2, refused('throttled'), 400_000), startAt + 401_000)).toBe(10);
	});

	test('tries a denied request again when the user refreshes', () => {
		const denied = answered(listed, 1, refused('permission'));
		expect(budgetOf(afterCommands(denied, 'refresh'), startAt + 1000)).toBe(1);
	});

	test('stops further requests if it was denied, until one retry after a minute, and polling continues', () => {
		const denied = answered(listed, 1, refused('permission'));
		expect(only(denied).failure).toBeUndefined();
		expect(budgetOf(denied, startAt + 59_999)).toBe(0);
		expect(budgetOf(denied, startAt + 60_000)).toBe(1);
		expect(budgetOf(answered(denied, 1, detailsOf(), 60_500), startAt + 61_000)).toBe(20);
	});

	test('changes no details state if it failed for another reason', () => {
		expect(only(answered(listed, 1, refused('network'))).details).toBe(only(listed).details);
	});
});

test('stores details of at most 2,000 imports', () => {
	let model = freshModel({detailsBudget: 100});

	for (let scan = 0; scan < 25; scan++) {
		const tasks = importTasks(100).map(task => ({...task, taskId: `${task.taskId}-${scan}`}));
		model = scanned(model, tasks, scan * 10_000);

		for (const key of keysOf(model)) {
			model = after(model, {
				type: 'detailsAnswered', targetId: defaultId, key, at: startAt + (scan * 10_000), answer: detailsOf(),
			});
		}
	}

	expect(idsWhere(model, ({known}) => known !== undefined).length).toBeLessThanOrEqual(2000);
});

test('drops the details that were requested longest ago', () => {
	const tasks = importTasks(3000);
	let model = freshModel({detailsBudget: 1000});
	const rounds: Array<readonly string[]> = [];

	for (let scan = 0; scan < 3; scan++) {
		model = scanned(model, tasks, scan * 10_000);
		rounds.push(keysOf(model));
	}

	const knownIds = new Set(idsWhere(model, ({known}) => known !== undefined));
	const recent = rounds.slice(-2).flat();
	expect(knownIds.size).toBe(2000);
	expect(new Set(recent).size).toBeGreaterThan(1900);
	expect(recent.filter(key => !knownIds.has(key))).toEqual([]);
});

test('counts unanswered requests towards the limit of 2,000', () => {
	let model = freshModel({detailsBudget: 100});

	for (let scan = 0; scan < 30; scan++) {
		model = scanned(model, Array.from({length: 100}, (_, index) => importTask({taskId: taskId((scan * 100) + index + 1), status: 'IMPORTING'})), scan * 10_000);
		model = answered(model, (scan * 100) + 1, refused('network'), scan * 10_000);
	}

	expect(idsWhere(model, ({known}) => known !== undefined).length).toBeLessThanOrEqual(2000);
	expect(keysOf(model).every(key => findImport(only(model).imports, key)?.known !== undefined)).toBe(true);
});
