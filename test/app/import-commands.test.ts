import {describe, expect, test} from 'vitest';
import {type Model} from '../../source/app/model.ts';
import {
	after,
	defaultId,
	effectsOfCommand,
	freshModel,
	idsWhere,
	obeyed,
	scanned,
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
	test('takes the id of the selected import', () => {
		expect(effectsOfCommand(listed(), 'copyTaskId')).toEqual([{type: 'copyText', text: taskId(1)}]);
	});

	test('takes the command that shows the import whose details are open', () => {
		expect(effectsOfCommand(listed(), 'cursorDown', 'openDetails', 'copyCommand')).toMatchObject([{type: 'copyText', text: expect.stringContaining(`get-import-task --task-identifier ${taskId(2)} --region eu-west-1`) as string}]);
	});

	test('is done each time', () => {
		expect(effectsOfCommand(listed(), 'copyTaskId', 'copyTaskId')).toHaveLength(1);
	});
});

test('the console is opened at the graph of the import', () => {
	expect(effectsOfCommand(listed(), 'openConsole')).toMatchObject([{type: 'openUrl', url: expect.stringContaining('region=eu-west-1') as string}]);
});

describe('cancelling', () => {
	test('without the flag says how to allow it, and asks nothing', () => {
		const model = obeyed(listed(), 'askToCancel');
		expect(model.notice).toBe('to cancel imports, start with --allow-cancel');
		expect(model.confirming).toBeUndefined();
		expect(effectsOfCommand(typed(model, '0001'), 'confirmCancel')).toEqual([]);
	});

	test('goes through when the last four characters of the id were typed', () => {
		const answered = typed(obeyed(listed(true), 'askToCancel'), '0001');
		expect(effectsOfCommand(answered, 'confirmCancel')).toEqual([{type: 'cancelImport', targetId: defaultId, taskId: taskId(1)}]);
		const model = obeyed(answered, 'confirmCancel');
		expect(idsWhere(model, ({isCancelRequested}) => isCancelRequested)).toEqual([taskId(1)]);
		expect(model.confirming).toBeUndefined();
	});

	test.each(['', '001', '0002', '00001', ' 0001'])('does not go through when “%s” was typed', text => {
		const answered = typed(obeyed(listed(true), 'askToCancel'), text);
		expect(effectsOfCommand(answered, 'confirmCancel')).toEqual([]);
		expect(obeyed(answered, 'confirmCancel').notice).toContain('not cancelled');
	});

	test('is given up by Esc', () => {
		expect(effectsOfCommand(listed(true), 'askToCancel', 'keepImport', 'confirmCancel')).toEqual([]);
	});

	test('is not asked for an import that is over', () => {
		const model = obeyed(listed(true), 'cursorDown', 'askToCancel');
		expect(model.confirming).toBeUndefined();
		expect(model.notice).toBe(`${taskId(2)} is over: succeeded`);
	});

	test('that the service refuses is said in words, and the row no longer says that it was asked', () => {
		const asked = obeyed(typed(obeyed(listed(true), 'askToCancel'), '0001'), 'confirmCancel');
		const model = after(asked, {
			type: 'cancelAnswered', targetId: defaultId, key: taskId(1), answer: {kind: 'refused', sentence: 'It is over.'},
		});
		expect(model.notice).toBe(`${taskId(1)} is not cancelled: It is over.`);
		expect(idsWhere(model, ({isCancelRequested}) => isCancelRequested)).toEqual([]);
	});
});
