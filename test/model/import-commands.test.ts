import {describe, expect, test} from 'vitest';
import {type Model} from '../../source/model/model.ts';
import {
	after,
	defaultId,
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
		expect(obeyed(listed(), 'copyTaskId').errand?.errand).toEqual({kind: 'copy', text: taskId(1)});
	});

	test('takes the command that shows the import whose details are open', () => {
		const model = obeyed(listed(), 'cursorDown', 'openDetails', 'copyCommand');
		expect(model.errand?.errand).toMatchObject({kind: 'copy', text: expect.stringContaining(`get-import-task --task-identifier ${taskId(2)} --region eu-west-1`) as string});
	});

	test('is done each time that it is asked for', () => {
		expect(obeyed(listed(), 'copyTaskId', 'copyTaskId').errand?.number).toBe(2);
	});
});

test('the console is opened at the graph of the import', () => {
	expect(obeyed(listed(), 'openConsole').errand?.errand).toMatchObject({kind: 'open', url: expect.stringContaining('region=eu-west-1') as string});
});

describe('cancelling', () => {
	test('without the flag says how to allow it, and asks nothing', () => {
		const model = obeyed(listed(), 'askToCancel');
		expect(model.notice).toBe('to cancel imports, start with --allow-cancel');
		expect(model.confirming).toBeUndefined();
		expect(obeyed(typed(model, '0001'), 'confirmCancel').errand).toBeUndefined();
	});

	test('goes through when the last four characters of the id were typed', () => {
		const model = obeyed(typed(obeyed(listed(true), 'askToCancel'), '0001'), 'confirmCancel');
		expect(model.errand?.errand).toEqual({kind: 'cancel', targetId: defaultId, taskId: taskId(1)});
		expect(idsWhere(model, ({isCancelRequested}) => isCancelRequested)).toEqual([taskId(1)]);
		expect(model.confirming).toBeUndefined();
	});

	test.each(['', '001', '0002', '00001', ' 0001'])('does not go through when “%s” was typed', text => {
		const model = obeyed(typed(obeyed(listed(true), 'askToCancel'), text), 'confirmCancel');
		expect(model.errand).toBeUndefined();
		expect(model.notice).toContain('not cancelled');
	});

	test('is given up by Esc', () => {
		expect(obeyed(listed(true), 'askToCancel', 'keepImport', 'confirmCancel').errand).toBeUndefined();
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
