import {type ChangeEvent, type HistoryEvent} from '../imports/event.ts';
import {type SavedImport} from '../imports/polling/saved-state.ts';
import {type ImportTask} from '../imports/task.ts';
import {DamagedValueError} from './database.ts';

type Check = (value: unknown) => boolean;

const isText: Check = value => typeof value === 'string';
const isNumber: Check = value => typeof value === 'number';
const isTime: Check = value => typeof value === 'string' && !Number.isNaN(Date.parse(value));

const optional = (isValid: Check): Check => value => value === undefined || isValid(value);

/*
Ignores other members.
*/
const objectOf = (members: Readonly<Record<string, Check>>): Check => value => {
	const found = typeof value === 'object' && value !== null ? value as Readonly<Record<string, unknown>> : undefined;
	return found !== undefined && Object.entries(members).every(([name, check]) => check(found[name]));
};

type BaselineEvent = Extract<HistoryEvent, {readonly event: 'baseline'}>;

const isTask = objectOf({
	taskId: isText,
	graphId: optional(isText),
	source: isText,
	format: optional(isText),
	parquetType: optional(isText),
	roleArn: isText,
	status: isText,
	extra: optional(objectOf({})),
} satisfies Record<keyof ImportTask, Check>);

const importCheck = objectOf({
	task: isTask,
	firstSeen: optional(objectOf({at: isNumber, status: isText})),
	changedAt: optional(isNumber),
	changedAfter: optional(isNumber),
} satisfies Record<keyof SavedImport, Check>);

const head = {
	at: isTime, profile: isText, region: isText, endpoint: optional(isText), task: isTask, graph: optional(objectOf({name: isText})),
} satisfies Record<Exclude<keyof BaselineEvent, 'version' | 'event'>, Check>;

const facts = {
	...head,
	notBefore: optional(isTime),
	elapsed: optional(objectOf({minSeconds: isNumber, maxSeconds: isNumber})),
	reason: optional(objectOf({
		code: optional(isText), summary: isText, statusReason: optional(isText), errorDetails: optional(isText),
	})),
	statementCount: optional(isNumber),
} satisfies Record<Exclude<keyof ChangeEvent, 'version' | 'event'>, Check>;

const eventChecks: ReadonlyMap<unknown, Check> = new Map<HistoryEvent['event'], Check>([
	['baseline', objectOf(head)],
	['appeared', objectOf(facts)],
	['changed', objectOf({...facts, from: isText, to: isText})],
	['gone', objectOf(facts)],
]);

export const isSavedImport = (value: unknown): value is SavedImport => importCheck(value);

export const isHistoryEvent = (value: unknown): value is HistoryEvent =>
	typeof value === 'object' && value !== null && 'event' in value && eventChecks.get(value.event)?.(value) === true;

const parse = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
};

/**
Parses a stored value. Throws a `DamagedValueError` if it is not what this program writes, as after a damage that SQLite does not notice.
*/
export const parseJson = <Value>(text: unknown, isValid: (value: unknown) => value is Value): Value => {
	const value = parse(String(text));

	if (!isValid(value)) {
		throw new DamagedValueError();
	}

	return value;
};
