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
	test('copies the ID of the selected import', () => {
		expect(effectsOfCommand(listed(), 'copyTaskId')).toEqual([{type: 'copyText', text: taskId(1)}]);
	});

	test('copies the AWS CLI command of the import on the details screen', () => {
		expect(effectsOfCommand(listed(), 'cursorDown', 'openDetails', 'copyCommand')).toMatchObject([{type: 'copyText', text: expect.stringContaining(`get-import-task --task-identifier ${taskId(2)} --region eu-west-1`) as string}]);
	});

	test('requests one copy per key press', () => {
		expect(effectsOfCommand(listed(), 'copyTaskId', 'copyTaskId')).toHaveLength(1);
	});
});

test('opens the AWS console in the region of the import', () => {
	expect(effectsOfCommand(listed(), 'openConsole')).toMatchObject([{type: 'openUrl', url: expect.stringContaining('region=eu-west-1') as string}]);
});

describe('cancelling', () => {
	test('is refused without --allow-cancel', () => {
		const model = obeyed(listed(), 'askToCancel');
		expect(model.notice).toBe('Cancelling is disabled. To enable it, restart with --allow-cancel');
		expect(model.confirming).toBeUndefined();
		expect(effectsOfCommand(typed(model, '0001'), 'confirmCancel')).toEqual([]);
	});

	test('is requested after the user types the last four characters of the ID', () => {
		const answered = typed(obeyed(listed(true), 'askToCancel'), '0001');
		expect(effectsOfCommand(answered, 'confirmCancel')).toEqual([{type: 'cancelImport', targetId: defaultId, taskId: taskId(1)}]);
		const model = obeyed(answered, 'confirmCancel');
		expect(idsWhere(model, ({isCancelRequested}) => isCancelRequested)).toEqual([taskId(1)]);
		expect(model.confirming).toBeUndefined();
	});

	test.each(['', '001', '0002', '00001', ' 0001'])('is not requested after the user types “%s”', text => {
		const answered = typed(obeyed(listed(true), 'askToCancel'), text);
		expect(effectsOfCommand(answered, 'confirmCancel')).toEqual([]);
		expect(obeyed(answered, 'confirmCancel').notice).toBe('Not cancelled: the characters don\'t match');
	});

	test('is aborted by Esc', () => {
		expect(effectsOfCommand(listed(true), 'askToCancel', 'keepImport', 'confirmCancel')).toEqual([]);
	});

	test('is refused for a finished import', () => {
		const model = obeyed(listed(true), 'cursorDown', 'askToCancel');
		expect(model.confirming).toBeUndefined();
		expect(model.notice).toBe(`Can't cancel ${taskId(2)}: already succeeded`);
	});

	test('shows why AWS rejected it, and removes the request from the row', () => {
		const requested = obeyed(typed(obeyed(listed(true), 'askToCancel'), '0001'), 'confirmCancel');
		const model = after(requested, {
			type: 'cancelAnswered', targetId: defaultId, key: taskId(1), answer: {kind: 'refused', sentence: 'It has finished.'},
		});
		expect(model.notice).toBe(`${taskId(1)} not cancelled: It has finished.`);
		expect(idsWhere(model, ({isCancelRequested}) => isCancelRequested)).toEqual([]);
	});
});
