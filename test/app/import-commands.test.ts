import {describe, expect, test} from 'vitest';
import {type Model} from '../../source/app/model.ts';
import {
	after,
	defaultId,
	effectsOf,
	effectsOfCommand,
	freshModel,
	idsWhere,
	afterCommands,
	scanned,
	startAt,
} from '../support/model.ts';
import {importTask, taskId} from '../support/tasks.ts';

const target = {
	profile: 'dev', region: 'eu-west-1', endpoint: undefined, endpointUrl: undefined,
};
const listed = (canCancel = false): Model => after(
	scanned(freshModel({canCancel, order: 'task'}), [importTask({taskId: taskId(1)}), importTask({taskId: taskId(2), status: 'SUCCEEDED'})]),
	{type: 'connected', targetId: defaultId, target},
);

const typed = (model: Model, text: string): Model => after(model, {type: 'confirmationTyped', typed: text});

describe('copying', () => {
	test('copies the ID of the selected import', () => {
		expect(effectsOfCommand(listed(), 'copyTaskId')).toEqual([{type: 'copyText', text: taskId(1)}]);
	});

	test('copies the chosen command of the import on the details screen, and returns to the details', () => {
		expect(effectsOfCommand(listed(), 'cursorDown', 'openDetails', 'openCommands', 'copyCommand'))
			.toEqual([{type: 'copyText', text: `aws neptune-graph get-import-task --task-identifier ${taskId(2)} --region eu-west-1 --profile dev`}]);
		const model = afterCommands(listed(), 'cursorDown', 'openDetails', 'openCommands', 'copyCommand');
		expect(model.screen).toMatchObject({kind: 'details', ref: {taskId: taskId(2)}});
		expect(model.notice).toMatch(/^Copied \(reads\): aws neptune-graph get-import-task /v);
	});

	test('says that a copied command destroys data', () => {
		const model = afterCommands(listed(), 'cursorDown', 'openCommands', 'cursorLast', 'copyCommand');
		expect(model.screen).toEqual({kind: 'list'});
		expect(model.notice).toMatch(/^Copied \(DESTROYS DATA\): aws neptune-graph reset-graph /v);
	});

	test('keeps the commands in place when the import changes', () => {
		const opened = afterCommands(listed(), 'openCommands', 'cursorDown');
		const ended = scanned(opened, [importTask({taskId: taskId(1), status: 'FAILED'})], 10_000);
		expect(ended.screen).toEqual(opened.screen);
		expect(effectsOfCommand(ended, 'copyCommand')).toMatchObject([{text: expect.stringMatching(/^aws logs get-log-events /v) as string}]);
	});

	test.each([['list', []], ['details', ['openDetails']]] as const)('returns to the %s', (kind, before) => {
		expect(afterCommands(listed(), ...before, 'openCommands', 'closeScreen').screen.kind).toBe(kind);
		expect(afterCommands(listed(), ...before, 'openCommands', 'openHelp', 'closeScreen').screen.kind).toBe('commands');
		expect(afterCommands(listed(), ...before, 'openCommands', 'openHelp', 'closeScreen', 'closeScreen').screen.kind).toBe(kind);
	});

	test('requests one copy per key press', () => {
		expect(effectsOfCommand(listed(), 'copyTaskId', 'copyTaskId')).toHaveLength(1);
	});
});

describe('the AWS console', () => {
	const opening = (text: string) => [{type: 'openUrl', url: expect.stringContaining(text) as string}];

	test.each([
		['openConsole', `eu-west-1#analytics-import-task-details:id=${taskId(1)}`],
		['openGraph', 'eu-west-1#analytics-graph-details:id=g-0000000001'],
		['openLogs', `eu-west-1#logsV2:log-groups/log-group/$252Faws$252Fneptune$252Fimport-task-logs$252F/log-events/g-0000000001$252F${taskId(1)}`],
	] as const)('%s opens its page in the region of the import', (command, text) => {
		expect(effectsOfCommand(listed(), command)).toMatchObject(opening(text));
	});

	test('opens no page of a graph that does not exist yet', () => {
		const {graphId: _, ...task} = importTask({taskId: taskId(1)});
		const model = scanned(listed(), [task], 10_000);
		expect(effectsOfCommand(model, 'openConsole')).toHaveLength(1);

		for (const command of ['openGraph', 'openLogs'] as const) {
			expect(effectsOfCommand(model, command)).toEqual([]);
			expect(afterCommands(model, command).notice).toBe(`${taskId(1)} has no graph yet`);
		}
	});

	test('opens nothing in a region without a public console', () => {
		const model = after(listed(), {type: 'connected', targetId: defaultId, target: {...target, region: 'us-iso-east-1'}});
		expect(effectsOfCommand(scanned(model, [importTask()]), 'openConsole')).toEqual([]);
		expect(afterCommands(scanned(model, [importTask()]), 'openConsole').notice).toBe('There is no public AWS console for region us-iso-east-1');
	});

	test('opens the same page at most once a second', () => {
		const opened = (...steps: ReadonlyArray<readonly ['openConsole' | 'openGraph', number]>) =>
			effectsOf(listed(), ...steps.map(([command, afterMs]) => ({type: 'commandGiven', at: startAt + afterMs, command} as const))).length;
		expect(opened(['openConsole', 0], ['openConsole', 1], ['openConsole', 999])).toBe(1);
		expect(opened(['openConsole', 0], ['openConsole', 1000])).toBe(2);
		expect(opened(['openConsole', 0], ['openGraph', 1], ['openConsole', 2], ['openGraph', 3])).toBe(2);

		// The clock was set back.
		expect(opened(['openConsole', 0], ['openConsole', -3_600_000])).toBe(2);
	});
});

describe('cancelling', () => {
	test('is refused without --allow-cancel', () => {
		const model = afterCommands(listed(), 'askToCancel');
		expect(model.notice).toBe('To cancel imports, restart with --allow-cancel');
		expect(model.confirming).toBeUndefined();
		expect(effectsOfCommand(typed(model, '0001'), 'confirmCancel')).toEqual([]);
	});

	test('is requested after the user types the last four characters of the ID', () => {
		const answered = typed(afterCommands(listed(true), 'askToCancel'), '0001');
		expect(effectsOfCommand(answered, 'confirmCancel')).toEqual([{type: 'cancelImport', targetId: defaultId, taskId: taskId(1)}]);
		const model = afterCommands(answered, 'confirmCancel');
		expect(idsWhere(model, ({isCancelRequested}) => isCancelRequested)).toEqual([taskId(1)]);
		expect(model.confirming).toBeUndefined();
	});

	test.each(['', '001', '0002', '00001', ' 0001'])('is not requested after the user types “%s”', text => {
		const answered = typed(afterCommands(listed(true), 'askToCancel'), text);
		expect(effectsOfCommand(answered, 'confirmCancel')).toEqual([]);
		expect(afterCommands(answered, 'confirmCancel').notice).toBe('Not cancelled: the characters don\'t match');
	});

	test('is aborted by Esc', () => {
		expect(effectsOfCommand(listed(true), 'askToCancel', 'keepImport', 'confirmCancel')).toEqual([]);
	});

	test('is refused for a finished import', () => {
		const model = afterCommands(listed(true), 'cursorDown', 'askToCancel');
		expect(model.confirming).toBeUndefined();
		expect(model.notice).toBe(`Can't cancel ${taskId(2)}: already succeeded`);
	});

	test.each([
		['refused', `${taskId(1)} not cancelled: AWS did not respond.`],
		['unknown', `Unknown whether ${taskId(1)} is cancelled: AWS did not respond. The next poll shows its status.`],
	] as const)('shows if the outcome is %s, with the reason, and removes the request from the row', (kind, notice) => {
		const requested = afterCommands(typed(afterCommands(listed(true), 'askToCancel'), '0001'), 'confirmCancel');
		const model = after(requested, {
			type: 'cancelAnswered', targetId: defaultId, key: taskId(1), answer: {kind, sentence: 'AWS did not respond.'},
		});
		expect(model.notice).toBe(notice);
		expect(idsWhere(model, ({isCancelRequested}) => isCancelRequested)).toEqual([]);
	});
});

describe('the last message', () => {
	const confirmed = afterCommands(typed(afterCommands(listed(true), 'askToCancel'), '0001'), 'confirmCancel');

	test.each([
		['a copied ID', afterCommands(listed(), 'copyTaskId'), `Copied ${taskId(1)}`],
		['an opened page', afterCommands(listed(), 'openGraph'), 'Opening https://console.aws.amazon.com/neptune/home?region=eu-west-1#analytics-graph-details:id=g-0000000001;tab=connectivity'],
		['a requested cancellation', confirmed, `Cancelling ${taskId(1)}…`],
		['an accepted cancellation', after(confirmed, {
			type: 'cancelAnswered', targetId: defaultId, key: taskId(1), answer: {kind: 'accepted'},
		}), `AWS is cancelling ${taskId(1)}`],
	])('names %s', (_, model, notice) => {
		expect(model.notice).toBe(notice);
	});
});

describe('a command for an import', () => {
	const commands = ['copyTaskId', 'openCommands', 'openConsole', 'openGraph', 'openLogs', 'askToCancel', 'openDetails'] as const;
	const unconnected = scanned(freshModel(), [importTask()]);

	test.each(commands)('%s does nothing while the list is empty', command => {
		const empty = scanned(freshModel({canCancel: true}), []);
		expect(effectsOfCommand(empty, command)).toEqual([]);
		expect(afterCommands(empty, command)).toEqual(empty);
	});

	test.each(['openCommands', 'openConsole', 'openGraph', 'openLogs'] as const)('%s does nothing while the region is unknown', command => {
		expect(effectsOfCommand(unconnected, command)).toEqual([]);
		expect(afterCommands(unconnected, command)).toEqual(unconnected);
	});

	test('copies no command if no command was chosen', () => {
		expect(effectsOfCommand(listed(), 'copyCommand')).toEqual([]);
		expect(afterCommands(listed(), 'copyCommand')).toEqual(listed());
	});

	test('does not cancel an import that is no longer listed', () => {
		const asked = typed(afterCommands(listed(true), 'askToCancel'), '0001');
		const gone = scanned(scanned(asked, [importTask({taskId: taskId(2)})], 10_000), [importTask({taskId: taskId(2)})], 20_000);
		expect(effectsOfCommand(gone, 'confirmCancel')).toEqual([]);
		expect(afterCommands(gone, 'confirmCancel').confirming).toBeUndefined();
	});
});
