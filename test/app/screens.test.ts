import {describe, expect, test} from 'vitest';
import {type Model} from '../../source/app/model.ts';
import {changeIndex, shownChoices} from '../../source/app/targets/target-screens.ts';
import {commandsFor} from '../../source/imports/failures/commands.ts';
import {offeredRegions} from '../../source/imports/target.ts';
import {
	after,
	freshModel,
	afterCommands,
	scanned,
} from '../support/model.ts';
import {importTask, importTasks, taskId} from '../support/tasks.ts';

const listed = scanned(freshModel({order: 'task'}), importTasks(5));
const changed = scanned(listed, importTasks(5, 'FAILED'), 10_000);
const typed = (model: Model, text: string): Model => after(afterCommands(model, 'editFilter'), {type: 'filterEdited', edit: {kind: 'insert', text}});
const shownTask = ({screen}: Model): string | undefined => screen.kind === 'details' ? screen.ref.taskId : undefined;

describe('the details', () => {
	test('go to the next and the previous import, and take the cursor of the list with them', () => {
		const opened = afterCommands(listed, 'cursorDown', 'openDetails');
		expect(shownTask(afterCommands(opened, 'nextImport'))).toBe(taskId(3));
		expect(shownTask(afterCommands(opened, 'nextImport', 'previousImport'))).toBe(taskId(2));
		expect(afterCommands(opened, 'nextImport', 'closeScreen')).toMatchObject({screen: {kind: 'list'}, cursor: {ref: {taskId: taskId(3)}}});
	});

	test('stay at the ends of the list and say so', () => {
		const first = afterCommands(listed, 'openDetails', 'previousImport');
		expect([shownTask(first), first.notice]).toEqual([taskId(1), 'This is the first import']);
		const last = afterCommands(listed, 'cursorLast', 'openDetails', 'nextImport');
		expect([shownTask(last), last.notice]).toEqual([taskId(5), 'This is the last import']);
	});
});

describe('the changes', () => {
	const opened = afterCommands(changed, 'openChanges');
	const selected = (model: Model): string | undefined => model.changes[changeIndex(model)]?.change.task.taskId;

	test('have a cursor that opens the details and is still there afterwards', () => {
		const moved = afterCommands(opened, 'cursorDown', 'cursorDown');
		const details = afterCommands(moved, 'openDetails');
		expect(shownTask(details)).toBe(selected(moved));
		expect(selected(afterCommands(details, 'closeScreen'))).toBe(selected(moved));
		expect(afterCommands(details, 'closeScreen', 'closeScreen').screen.kind).toBe('list');
	});

	test('keep the cursor on its change when new ones arrive, but the top on the newest', () => {
		const newer = (model: Model): Model => scanned(model, [...importTasks(5, 'FAILED'), importTask({taskId: taskId(9)})], 20_000);
		const moved = afterCommands(opened, 'cursorDown');
		expect(selected(newer(moved))).toBe(selected(moved));
		expect(selected(newer(opened))).toBe(taskId(9));
		expect(selected(newer(afterCommands(moved, 'cursorUp')))).toBe(taskId(9));
	});

	test('open nothing while there are none', () => {
		expect(afterCommands(listed, 'openChanges', 'openDetails').screen.kind).toBe('changes');
	});
});

describe('the help', () => {
	test('closes with the key that opened it, to the screen below', () => {
		const opened = afterCommands(listed, 'openDetails', 'openHelp');
		expect(afterCommands(opened, 'openHelp').screen.kind).toBe('details');
		expect(afterCommands(typed(opened, 'copy'), 'keepFilter', 'openHelp').screen.kind).toBe('details');
	});

	test('is searched without touching the filter of the list, and cleared before it closes', () => {
		const searched = afterCommands(typed(afterCommands(listed, 'openHelp'), 'copy'), 'keepFilter');
		expect(searched).toMatchObject({query: {text: ''}, isEditingFilter: false, screen: {search: {line: {text: 'copy'}, isEditing: false}}});
		const cleared = afterCommands(searched, 'closeScreen');
		expect(cleared).toMatchObject({screen: {kind: 'help', search: {line: {text: ''}}}});
		expect(afterCommands(cleared, 'closeScreen').screen.kind).toBe('list');
	});
});

test('a chooser shows the choices that contain the text, with the cursor on the first', () => {
	const picker = typed(afterCommands(listed, 'openRegions', 'cursorLast'), 'EU-');
	const {screen} = picker;
	expect(screen.kind === 'picker' && shownChoices(screen).every(choice => choice.includes('eu-'))).toBe(true);
	const chosen = afterCommands(picker, 'cursorDown', 'keepFilter', 'toggleChoice');
	expect(chosen.targets.keys().toArray()).toContain('@eu-west-2');
	expect(afterCommands(picker, 'clearFilter').screen).toMatchObject({kind: 'picker', search: {line: {text: ''}, isEditing: false}});
});

describe('editing the search', () => {
	test('moves the cursor to the first choice', () => {
		expect(typed(afterCommands(listed, 'openRegions', 'cursorLast'), 'e').screen).toMatchObject({kind: 'picker', index: 0});
	});

	test('scrolls to the first line of the help', () => {
		const scrolled = after(afterCommands(listed, 'openHelp'), {type: 'scrolled', scroll: 3});
		expect(scrolled.screen).toMatchObject({scroll: 3});
		expect(typed(scrolled, 'c').screen).toMatchObject({kind: 'help', scroll: 0});
		expect(afterCommands(scrolled, 'editFilter', 'keepFilter').screen).toMatchObject({kind: 'help', scroll: 3});
	});
});

describe('the cursor', () => {
	const indexOf = ({screen}: Model): number | undefined => 'index' in screen ? screen.index : undefined;
	const connected = after(listed, {type: 'connected', targetId: '@', target: {profile: 'dev', region: 'eu-west-1'}});

	test.each([
		['the targets', 'openTargets', 1],
		['the regions', 'openRegions', offeredRegions.length],
		['the commands', 'openCommands', commandsFor(importTask(), undefined, {region: 'eu-west-1'}).length],
	] as const)('of %s moves within them', (_, command, count) => {
		const first = afterCommands(connected, command, 'cursorFirst');
		expect(indexOf(first)).toBe(0);
		expect(indexOf(afterCommands(first, 'cursorUp'))).toBe(0);
		expect(indexOf(afterCommands(first, 'cursorDown'))).toBe(Math.min(1, count - 1));
		expect(indexOf(afterCommands(first, 'cursorLast'))).toBe(count - 1);
		expect(indexOf(afterCommands(first, 'cursorLast', 'cursorDown'))).toBe(count - 1);
	});

	test('of the regions begins at the current one', () => {
		const {screen} = afterCommands(connected, 'openRegions');
		expect(screen.kind === 'picker' && shownChoices(screen)[screen.index]).toBe('eu-west-1');
	});
});

test('the regions include a current one that is not offered, but no unknown one', () => {
	const regionsOf = (model: Model): readonly string[] => {
		const {screen} = afterCommands(model, 'openRegions');
		return screen.kind === 'picker' ? shownChoices(screen) : [];
	};

	expect(regionsOf(freshModel({targets: [{profile: 'dev', region: 'xx-test-1'}]}))).toEqual([...offeredRegions, 'xx-test-1']);
	expect(regionsOf(freshModel())).toEqual(offeredRegions);
});

test('a chooser without a matching choice changes nothing', () => {
	const picker = afterCommands(typed(afterCommands(listed, 'openRegions'), 'nowhere'), 'keepFilter');
	expect(afterCommands(picker, 'toggleChoice')).toEqual(picker);
	expect(afterCommands(listed, 'toggleChoice')).toEqual(listed);
});
