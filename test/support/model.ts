import {type Effect} from '../../source/app/effect.ts';
import {parseFilter} from '../../source/imports/filter/filter.ts';
import {type Graph} from '../../source/imports/graph.ts';
import {type ImportRecord} from '../../source/imports/import-list.ts';
import {type ImportTask} from '../../source/imports/task.ts';
import {type Command, type Message} from '../../source/app/message.ts';
import {initialModel, type InitialSettings, type Model} from '../../source/app/model.ts';
import {type Transition} from '../../source/app/store.ts';
import {update} from '../../source/app/update.ts';
import {type TargetState} from '../../source/app/targets/target-state.ts';
import {type ImportDetails} from '../../source/imports/details.ts';
import {type Failure} from '../../source/imports/failures/failure.ts';
import {type UntilDone} from '../../source/imports/polling/until-done.ts';
import {type PollPlan} from '../../source/imports/polling/poll.ts';
import {pollPlanOf} from '../../source/app/selectors.ts';
import {snapshotOf, taskId} from './tasks.ts';

// 2026-03-01 12:00:00 UTC.
export const startAt = Date.UTC(2026, 2, 1, 12);

export const defaultId = '@';

export const freshModel = (settings: Partial<InitialSettings> = {}): Model => initialModel({
	size: {columns: 100, rows: 30},
	at: startAt,
	isDemo: false,
	targets: [{profile: undefined, region: undefined}],
	canEditTargets: settings.isDemo !== true,
	environmentTarget: {profile: 'default', region: 'unknown'},
	graphId: undefined,
	taskIds: [],
	untilDone: undefined,
	query: '',
	order: 'activity',
	columns: undefined,
	intervalMs: undefined,
	detailsBudget: 20,
	asksReasons: false,
	canCancel: false,
	canSignIn: false,
	namedFilters: [],
	...settings,
});

export const untilDoneOf = (fields: Partial<UntilDone> = {}): UntilDone => ({
	filter: parseFilter(''), expected: 0, isFailFast: false, isUsable: false, isNewOnly: false, isUnattended: true, ...fields,
});

export const only = ({targets}: Model): TargetState => {
	const [target] = targets.values();

	if (target === undefined) {
		throw new Error('The model has no target.');
	}

	return target;
};

export const recordsOf = ({targets}: Model): readonly ImportRecord[] => targets.values().flatMap(({imports}) => imports.records).toArray();

export const idsWhere = (model: Model, isMatch: (record: ImportRecord) => boolean): readonly string[] => recordsOf(model).filter(record => isMatch(record)).map(({task}) => task.taskId);

export const markedIds = (model: Model): readonly string[] => idsWhere(model, ({mark}) => mark !== undefined);

export const statusesOf = (model: Model): ReadonlyMap<string, string> => new Map(recordsOf(model).map(({task}) => [task.taskId, task.status]));

export const planOf = (model: Model): PollPlan => pollPlanOf(only(model), model);

export const after = (model: Model, ...messages: readonly Message[]): Model => {
	let current = model;

	for (const message of messages) {
		[current] = update(current, message);
	}

	return current;
};

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

export const effectsOfCommand = (model: Model, ...commands: readonly Command[]): readonly Effect[] =>
	commands.slice(-1).flatMap(command => effectsOf(afterCommands(model, ...commands.slice(0, -1)), {type: 'commandGiven', at: startAt, command}));

/**
The model after commands at `startAt`.
*/
export const afterCommands = (model: Model, ...commands: readonly Command[]): Model =>
	after(model, ...commands.map(command => ({type: 'commandGiven', at: startAt, command} as const)));

/**
The end of a scan, `afterMs` milliseconds after `startAt`. By default, a scan with a failure is incomplete.
*/
export const scanEnded = ({targetId = defaultId, scanNumber = 1, afterMs = 0, tasks = [], failure, isComplete = failure === undefined, chance = 0.5}: {
	readonly targetId?: string;
	readonly scanNumber?: number;
	readonly afterMs?: number;
	readonly tasks?: readonly ImportTask[];
	readonly failure?: Failure;
	readonly isComplete?: boolean;
	readonly chance?: number;
} = {}): Message => ({
	type: 'scanEnded',
	targetId,
	at: startAt + afterMs,
	scanNumber,
	chance,
	snapshot: snapshotOf(tasks, isComplete),
	failure,
});

/**
Starts a scan of one of several targets, unless one is running. Returns the model and the message that ends the scan.
*/
export const scanSteps = (model: Model, targetId: string, end: Parameters<typeof scanEnded>[0]): readonly [Model, Message] => {
	const scanning = after(model, {type: 'pollDue', targetId, at: startAt + (end?.afterMs ?? 0)});
	return [scanning, scanEnded({scanNumber: scanning.targets.get(targetId)?.scanNumber ?? 0, ...end, targetId})];
};

/**
The model after a scan of one of several targets that returns these imports.
*/
export const scannedIn = (model: Model, targetId: string, tasks: readonly ImportTask[], afterMs = 0): Model => after(...scanSteps(model, targetId, {tasks, afterMs}));

/**
The model after a scan that returns these imports. Starts a scan first, unless one is running.
*/
export const scanned = (model: Model, tasks: readonly ImportTask[], afterMs = 0, isComplete = true): Model => {
	const at = startAt + afterMs;
	const scanning = only(model).poll.kind === 'scanning' ? model : after(model, {type: 'pollDue', targetId: defaultId, at});
	return after(scanning, scanEnded({
		scanNumber: only(scanning).scanNumber, afterMs, tasks, isComplete,
	}));
};

/**
The answer of GetImportTask for an import, `afterMs` milliseconds after `startAt`.
*/
export const detailsAnswered = (number: number, details: ImportDetails, afterMs = 0): Message => ({
	type: 'detailsAnswered', targetId: defaultId, key: taskId(number), at: startAt + afterMs, answer: {kind: 'details', details},
});

/**
The model after AWS listed these graphs at `startAt`.
*/
export const withGraphs = (model: Model, graphs: readonly Graph[]): Model => after(model, {
	type: 'graphsAnswered', targetId: defaultId, at: startAt, answer: {kind: 'graphs', graphs, calls: 1},
});

/**
The transition at the end of a scan that returns these imports.
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
The model after `/` and text in the filter prompt, without `Enter`.
*/
export const filtering = (model: Model, text: string): Model =>
	after(afterCommands(model, 'editFilter'), {type: 'filterEdited', edit: {kind: 'insert', text}});
