import {confirmationOf} from '../domain/cancelling.ts';
import {type Errand, type ErrandReport} from '../domain/errand.ts';
import {consoleUrl, getTaskCommand} from '../domain/links.ts';
import {
	type ImportTask,
	isOver,
	statusLabel,
	taskKey,
} from '../domain/task.ts';
import {type Model} from './model.ts';
import {selectedTask} from './selectors.ts';
import {findTask, watchedOf} from './targets.ts';

/**
The import that a key is about: the one whose details are open, else the one under the cursor.
*/
export const meantTask = (model: Model): ImportTask | undefined =>
	model.screen.kind === 'details' ? findTask(model, model.screen.key) : selectedTask(model);

/**
The model with something to be done outside of it.
*/
export const send = (model: Model, errand: Errand, notice?: string): Model => ({
	...model,
	errand: {number: (model.errand?.number ?? 0) + 1, errand},
	notice,
});

/**
Copies the id of the import.
*/
export const copyTaskId = (model: Model): Model => {
	const task = meantTask(model);
	return task === undefined ? model : send(model, {kind: 'copy', text: task.taskId}, `copied ${task.taskId}`);
};

/**
Copies the command of the AWS CLI that shows the import.
*/
export const copyCommand = (model: Model): Model => {
	const task = meantTask(model);
	const target = task && watchedOf(model, task)?.target;

	if (task === undefined || target === undefined) {
		return model;
	}

	const {region, profile, endpointUrl} = target;
	const command = getTaskCommand({
		taskId: task.taskId, region, profile, endpointUrl,
	});
	return send(model, {kind: 'copy', text: command}, `copied ${command}`);
};

/**
Opens the graph, or the import where there is no graph yet, in the AWS console.
*/
export const openConsole = (model: Model): Model => {
	const task = meantTask(model);
	const target = task && watchedOf(model, task)?.target;

	if (task === undefined || target === undefined) {
		return model;
	}

	const url = consoleUrl({region: target.region, graphId: task.graphId, taskId: task.taskId});
	return send(model, {kind: 'open', url}, `opening ${url}`);
};

/**
Asks whether an import is to be cancelled, or says why it can't be.
*/
export const askToCancel = (model: Model): Model => {
	const task = meantTask(model);

	if (task === undefined) {
		return model;
	}

	if (!model.canCancel) {
		return {...model, notice: 'to cancel imports, start with --allow-cancel'};
	}

	return isOver(task.status) ? {...model, notice: `${task.taskId} is over: ${statusLabel(task.status)}`} : {...model, confirming: {key: taskKey(task), typed: ''}};
};

/**
Cancels the import that was asked about, if the end of its id was typed.
*/
export const confirmCancel = (model: Model): Model => {
	const task = model.confirming === undefined ? undefined : findTask(model, model.confirming.key);
	const asked = {...model, confirming: undefined};

	if (task === undefined) {
		return asked;
	}

	if (model.confirming?.typed !== confirmationOf(task.taskId)) {
		return {...asked, notice: `not cancelled: what was typed is not the end of ${task.taskId}`};
	}

	const key = taskKey(task);
	return {
		...send(asked, {kind: 'cancel', targetId: task.targetId, taskId: task.taskId}, `asking to cancel ${task.taskId}`),
		cancelAsked: new Set([...model.cancelAsked, key]),
	};
};

/**
What the service says to a cancel, in words; the row keeps saying that it was asked where it accepted.
*/
export const enterCancelAnswer = (model: Model, {targetId, key: taskId, answer}: Extract<ErrandReport, {type: 'cancelAnswered'}>): Model => answer.kind === 'accepted'
	? {...model, notice: `the service is cancelling ${taskId}`}
	: {
		...model,
		cancelAsked: model.cancelAsked.difference(new Set([taskKey({taskId, ...(targetId !== undefined && {targetId})})])),
		notice: `${taskId} is not cancelled: ${answer.sentence}`,
	};
