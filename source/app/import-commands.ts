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
Returns the import that a command applies to: the one on the details screen, else the one under the cursor.
*/
const focusedImport = (model: Model): ImportRecord | undefined =>
	model.screen.kind === 'details' ? findRecord(model, model.screen.ref) : selectedImport(model);

export const copyTaskId = (model: Model): Next => {
	const task = focusedImport(model)?.task;
	return task === undefined ? withoutEffects(model) : [{...model, notice: `Copied ${task.taskId}`}, [{type: 'copyText', text: task.taskId}]];
};

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
	return [{...model, notice: `Copied ${command}`}, [{type: 'copyText', text: command}]];
};

/**
Opens the graph in the AWS console, or the import if it has no graph yet.
*/
export const openConsole = (model: Model): Next => {
	const focused = focusedImport(model);
	const target = focused && findTarget(model, focused.targetId)?.resolved;

	if (focused === undefined || target === undefined) {
		return withoutEffects(model);
	}

	const url = consoleUrl({region: target.region, graphId: focused.task.graphId, taskId: focused.task.taskId});
	return [{...model, notice: `Opening ${url}`}, [{type: 'openUrl', url}]];
};

export const askToCancel = (model: Model): Model => {
	const focused = focusedImport(model);

	if (focused === undefined) {
		return model;
	}

	if (!model.canCancel) {
		return {...model, notice: 'Cancelling is disabled. To enable it, restart with --allow-cancel'};
	}

	const {taskId, status} = focused.task;
	return isFinished(status) ? {...model, notice: `Can't cancel ${taskId}: already ${statusLabel(status)}`} : {...model, confirming: {ref: refOf(focused), typed: ''}};
};

const withCancelRequested = (model: Model, {targetId, taskId}: ImportRef, isCancelRequested: boolean): Model => {
	const target = findTarget(model, targetId);
	return target === undefined ? model : setTarget(model, {...target, imports: updateImports(target.imports, [taskId], record => ({...record, isCancelRequested}))});
};

export const confirmCancel = (model: Model): Next => {
	const {confirming} = model;
	const answered = {...model, confirming: undefined};

	if (confirming === undefined || findRecord(model, confirming.ref) === undefined) {
		return withoutEffects(answered);
	}

	const {ref, ref: {targetId, taskId}, typed} = confirming;
	return typed === confirmationOf(taskId)
		? [withCancelRequested({...answered, notice: `Cancelling ${taskId}…`}, ref, true), [{type: 'cancelImport', targetId, taskId}]]
		: withoutEffects({...answered, notice: 'Not cancelled: the characters don\'t match'});
};

/**
Shows the response to a cancel request. If AWS rejects it, the row no longer shows the request.
*/
export const applyCancelAnswer = (model: Model, {targetId, key: taskId, answer}: Extract<EffectReport, {type: 'cancelAnswered'}>): Model => answer.kind === 'accepted'
	? {...model, notice: `AWS is cancelling ${taskId}`}
	: {...withCancelRequested(model, {targetId, taskId}, false), notice: `${taskId} not cancelled: ${answer.sentence}`};
