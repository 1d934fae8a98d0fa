import {
	confirmationOf,
	type ImportRef,
	isFinished,
	statusLabel,
} from '../imports/task.ts';
import {type ImportRecord, updateImports} from '../imports/import-list.ts';
import {consoleUrl, getTaskCommand} from '../imports/links.ts';
import {type EffectReport, type Next, withoutEffects} from './effect.ts';
import {type Model} from './model.ts';
import {selectedImport} from './selectors.ts';
import {
	findRecord,
	findTarget,
	refOf,
	setTarget,
} from './targets.ts';

/**
The import that a command applies to: the one whose details are open, else the one under the cursor.
*/
export const focusedImport = (model: Model): ImportRecord | undefined =>
	model.screen.kind === 'details' ? findRecord(model, model.screen.ref) : selectedImport(model);

/**
Copies the id of the import.
*/
export const copyTaskId = (model: Model): Next => {
	const task = focusedImport(model)?.task;
	return task === undefined ? withoutEffects(model) : [{...model, notice: `copied ${task.taskId}`}, [{type: 'copyText', text: task.taskId}]];
};

/**
Copies the command of the AWS CLI that shows the import.
*/
export const copyCommand = (model: Model): Next => {
	const focused = focusedImport(model);
	const target = focused && findTarget(model, focused.targetId)?.resolved;

	if (focused === undefined || target === undefined) {
		return withoutEffects(model);
	}

	const {region, profile, endpointUrl} = target;
	const command = getTaskCommand({
		taskId: focused.task.taskId, region, profile, endpointUrl,
	});
	return [{...model, notice: `copied ${command}`}, [{type: 'copyText', text: command}]];
};

/**
Opens the graph, or the import where there is no graph yet, in the AWS console.
*/
export const openConsole = (model: Model): Next => {
	const focused = focusedImport(model);
	const target = focused && findTarget(model, focused.targetId)?.resolved;

	if (focused === undefined || target === undefined) {
		return withoutEffects(model);
	}

	const url = consoleUrl({region: target.region, graphId: focused.task.graphId, taskId: focused.task.taskId});
	return [{...model, notice: `opening ${url}`}, [{type: 'openUrl', url}]];
};

/**
Asks whether an import is to be cancelled, or says why it can't be.
*/
export const askToCancel = (model: Model): Model => {
	const focused = focusedImport(model);

	if (focused === undefined) {
		return model;
	}

	if (!model.canCancel) {
		return {...model, notice: 'to cancel imports, start with --allow-cancel'};
	}

	const {taskId, status} = focused.task;
	return isFinished(status) ? {...model, notice: `${taskId} is over: ${statusLabel(status)}`} : {...model, confirming: {ref: refOf(focused), typed: ''}};
};

const withCancelRequested = (model: Model, {targetId, taskId}: ImportRef, isCancelRequested: boolean): Model => {
	const target = findTarget(model, targetId);
	return target === undefined ? model : setTarget(model, {...target, imports: updateImports(target.imports, [taskId], record => ({...record, isCancelRequested}))});
};

/**
Cancels the import in question, if the end of its ID was typed.
*/
export const confirmCancel = (model: Model): Next => {
	const {confirming} = model;
	const answered = {...model, confirming: undefined};

	if (confirming === undefined || findRecord(model, confirming.ref) === undefined) {
		return withoutEffects(answered);
	}

	const {ref, ref: {targetId, taskId}, typed} = confirming;
	return typed === confirmationOf(taskId)
		? [withCancelRequested({...answered, notice: `asking to cancel ${taskId}`}, ref, true), [{type: 'cancelImport', targetId, taskId}]]
		: withoutEffects({...answered, notice: `not cancelled: what was typed is not the end of ${taskId}`});
};

/**
Shows the answer of the service to a cancel request. The row shows the request as long as the service accepts it.
*/
export const enterCancelAnswer = (model: Model, {targetId, key: taskId, answer}: Extract<EffectReport, {type: 'cancelAnswered'}>): Model => answer.kind === 'accepted'
	? {...model, notice: `the service is cancelling ${taskId}`}
	: {...withCancelRequested(model, {targetId, taskId}, false), notice: `${taskId} is not cancelled: ${answer.sentence}`};
