import {type TargetImport} from '../imports/import-facts.ts';
import {
	confirmationOf,
	type ImportRef,
	isFinished,
	statusLabel,
} from '../imports/task.ts';
import {updateImports} from '../imports/import-list.ts';
import {commandsFor, commandText, effectTexts} from '../imports/failures/commands.ts';
import {graphIn} from '../imports/graph.ts';
import {graphUrl, importUrl, logsUrl} from '../imports/links.ts';
import {pluralText} from '../text/time-text.ts';
import {type EffectReport, type Next, withoutEffects} from './effect.ts';
import {type Model} from './model.ts';
import {selectedImport} from './selectors.ts';
import {
	findRecord,
	findTarget,
	refOf,
	setTarget,
} from './targets/targets.ts';
import {closeScreen, openScreen} from './screens.ts';
import {selectedRow, timelineView} from './timeline/timeline.ts';
import {unlistedRecord} from './timeline/timeline-imports.ts';

/*
Returns the import on the details screen, else the one under the cursor. An import on the timeline may no longer be listed.
*/
const focusedImport = (model: Model): TargetImport | undefined => {
	if (model.screen.kind === 'details') {
		return findRecord(model, model.screen.ref);
	}

	if (model.screen.kind !== 'timeline') {
		return selectedImport(model);
	}

	const row = selectedRow(timelineView(model));
	return row?.kind === 'import' ? findRecord(model, refOf(row.shown)) ?? unlistedRecord(row.shown) : undefined;
};

/*
A lane stands for several imports. Explains why a command for one import does nothing there.
*/
const withoutImport = (model: Model): Model => {
	const row = model.screen.kind === 'timeline' ? selectedRow(timelineView(model)) : undefined;
	return row?.kind === 'lane' ? {...model, notice: `This row stands for ${pluralText(row.group.imports.length, 'import')}. Unfold it to select one`} : model;
};

export const copyTaskId = (model: Model): Next => {
	const task = focusedImport(model)?.task;
	return task === undefined ? withoutEffects(withoutImport(model)) : [{...model, notice: `Copied ${task.taskId}`}, [{type: 'copyText', text: task.taskId}]];
};

/**
Opens the commands of the AWS CLI that fit the import. They stay the same while the screen is open, so that the chosen one does not move.
*/
export const openCommands = (model: Model): Model => {
	const record = focusedImport(model);

	if (record === undefined) {
		return withoutImport(model);
	}

	const {resolved: target, graphs} = findTarget(model, record.targetId) ?? {};
	return target === undefined
		? model
		: openScreen(model, {
			kind: 'commands', ref: refOf(record), choices: commandsFor(record.task, record.known?.details, target, graphIn(graphs?.byId, record.task.graphId)), index: 0,
		});
};

export const copyCommand = (model: Model): Next => {
	const {screen} = model;
	const command = screen.kind === 'commands' ? screen.choices[screen.index] : undefined;

	if (command === undefined) {
		return withoutEffects(model);
	}

	const text = commandText(command.args);
	return [{...closeScreen(model), notice: `Copied (${effectTexts[command.effect]}): ${text}`}, [{type: 'copyText', text}]];
};

// A key that repeats opens no second window.
const openedForMs = 1000;

const openUrl = (model: Model, url: string, at: number): Next => {
	const recent = [...model.openedUrls].filter(([, openedAt]) => Math.abs(at - openedAt) < openedForMs);
	return recent.some(([opened]) => opened === url)
		? withoutEffects(model)
		: [{...model, openedUrls: new Map([...recent, [url, at]]), notice: `Opening ${url}`}, [{type: 'openUrl', url}]];
};

const openPage = (model: Model, at: number, urlOf: (region: string, record: TargetImport) => string | undefined): Next => {
	const record = focusedImport(model);

	if (record === undefined) {
		return withoutEffects(withoutImport(model));
	}

	const region = findTarget(model, record.targetId)?.resolved?.region;

	if (region === undefined) {
		return withoutEffects(model);
	}

	const url = urlOf(region, record);

	if (url !== undefined) {
		return openUrl(model, url, at);
	}

	const hasConsole = importUrl(region, record.task.taskId) !== undefined;
	return withoutEffects({...model, notice: hasConsole ? `${record.task.taskId} has no graph yet` : `There is no public AWS console for region ${region}`});
};

export const openConsole = (model: Model, at: number): Next => openPage(model, at, (region, {task}) => importUrl(region, task.taskId));

export const openGraph = (model: Model, at: number): Next => openPage(model, at, (region, {task: {graphId}}) => graphId === undefined ? undefined : graphUrl(region, graphId));

export const openLogs = (model: Model, at: number): Next => openPage(model, at, (region, {task}) => logsUrl(region, task));

export const askToCancel = (model: Model): Model => {
	const focused = focusedImport(model);

	if (focused === undefined) {
		return model;
	}

	if (!model.canCancel) {
		return {...model, notice: 'To cancel imports, restart with --allow-cancel'};
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
Shows the response to a cancel request. Unless AWS accepts it, the row no longer shows the request.
*/
export const applyCancelAnswer = (model: Model, {targetId, key: taskId, answer}: Extract<EffectReport, {type: 'cancelAnswered'}>): Model => {
	if (answer.kind === 'accepted') {
		return {...model, notice: `AWS is cancelling ${taskId}`};
	}

	const notice = answer.kind === 'refused'
		? `${taskId} not cancelled: ${answer.sentence}`
		: `Unknown whether ${taskId} is cancelled: ${answer.sentence} The next poll shows its status.`;
	return {...withCancelRequested(model, {targetId, taskId}, false), notice};
};
