import {type Effect} from '../../source/app/effect.ts';
import {type ImportRecord} from '../../source/imports/import-list.ts';
import {type ImportTask} from '../../source/imports/task.ts';
import {type Command, type Message} from '../../source/app/message.ts';
import {initialModel, type InitialSettings, type Model} from '../../source/app/model.ts';
import {type Transition} from '../../source/app/store.ts';
import {update} from '../../source/app/update.ts';
import {type TargetState} from '../../source/app/target-state.ts';
import {type Failure} from '../../source/imports/failure.ts';
import {type PollPlan} from '../../source/imports/poll.ts';
import {pollPlanOf} from '../../source/app/selectors.ts';
import {snapshotOf} from './tasks.ts';

/**
When the models of the tests begin: 2026-03-01 12:00:00 UTC.
*/
export const startAt = Date.UTC(2026, 2, 1, 12);

/**
The ID of the target of a model that names none.
*/
export const defaultId = '@';

/**
A model before the first message, on a terminal of 100×30.
*/
export const freshModel = (settings: Partial<InitialSettings> = {}): Model => initialModel({size: {columns: 100, rows: 30}, at: startAt, ...settings});

/**
The one target of a model that has no other, or the first of several.
*/
export const only = ({targets}: Model): TargetState => {
	const [target] = targets.values();

	if (target === undefined) {
		throw new Error('A model without a target.');
	}

	return target;
};

/**
All imports that a model knows, in the order of the lists.
*/
export const recordsOf = ({targets}: Model): readonly ImportRecord[] => targets.values().flatMap(({imports}) => imports.records).toArray();

/**
The task IDs of the imports for which this holds.
*/
export const idsWhere = (model: Model, isSo: (record: ImportRecord) => boolean): readonly string[] => recordsOf(model).filter(record => isSo(record)).map(({task}) => task.taskId);

/**
The task IDs of the imports that are marked.
*/
export const markedIds = (model: Model): readonly string[] => idsWhere(model, ({mark}) => mark !== undefined);

/**
What the watcher of that target has to do.
*/
export const planOf = (model: Model): PollPlan => pollPlanOf(only(model), model);

/**
The model after messages.
*/
export const after = (model: Model, ...messages: readonly Message[]): Model => {
	let current = model;

	for (const message of messages) {
		[current] = update(current, message);
	}

	return current;
};

/**
The effects of messages.
*/
export const effectsOf = (model: Model, ...messages: readonly Message[]): readonly Effect[] => {
	const all: Effect[] = [];
	let current = model;

	for (const message of messages) {
		const [next, effects] = update(current, message);
		current = next;
		all.push(...effects);
	}

	return all;
};

/**
The effects of the last of these commands.
*/
export const effectsOfCommand = (model: Model, ...commands: readonly Command[]): readonly Effect[] =>
	commands.slice(-1).flatMap(command => effectsOf(obeyed(model, ...commands.slice(0, -1)), {type: 'commandGiven', at: startAt, command}));

/**
The model after commands, all given at its start.
*/
export const obeyed = (model: Model, ...commands: readonly Command[]): Model =>
	after(model, ...commands.map(command => ({type: 'commandGiven', at: startAt, command} as const)));

/**
The end of a scan, so many milliseconds after the start of the models: it broke off where it failed, or where that is said.
*/
export const scanEnded = ({scanNumber = 1, afterMs = 0, tasks = [], failure, isComplete = failure === undefined, chance = 0.5}: {
	readonly scanNumber?: number;
	readonly afterMs?: number;
	readonly tasks?: readonly ImportTask[];
	readonly failure?: Failure;
	readonly isComplete?: boolean;
	readonly chance?: number;
} = {}): Message => ({
	type: 'scanEnded',
	targetId: defaultId,
	at: startAt + afterMs,
	scanNumber,
	chance,
	snapshot: snapshotOf(tasks, isComplete),
	failure,
});

/**
The model after a scan that lists these imports: begun by a poll where none was under way. It ends so many milliseconds after the start of the model.
*/
export const scanned = (model: Model, tasks: readonly ImportTask[], afterMs = 0, isComplete = true): Model => {
	const at = startAt + afterMs;
	const scanning = only(model).poll.kind === 'scanning' ? model : after(model, {type: 'pollDue', targetId: defaultId, at});
	return after(scanning, scanEnded({
		scanNumber: only(scanning).scanNumber, afterMs, tasks, isComplete,
	}));
};

/**
The step of a scan that lists these imports, so many milliseconds after the start.
*/
export const scanStep = (model: Model, tasks: readonly ImportTask[], afterMs = 0): Transition => {
	const before = after(model, {type: 'pollDue', targetId: defaultId, at: startAt + afterMs});
	const message = scanEnded({scanNumber: only(before).scanNumber, afterMs, tasks});
	const [next, effects] = update(before, message);
	return {
		before, after: next, message, effects,
	};
};

/**
The model after text was typed into the filter, from `/` on, without `Enter`.
*/
export const filtering = (model: Model, text: string): Model =>
	after(obeyed(model, 'editFilter'), {type: 'filterEdited', edit: {kind: 'insert', text}});
