import {
	type BaselineEvent,
	type ChangeEvent,
	type eventHead,
	eventVersion,
} from '../domain/event.ts';

/**
What the history tells: an import that was there when watching began, or a change of one.
*/
export type HistoryEvent = BaselineEvent | ChangeEvent;

/**
That the list was seen until a time, whether or not anything changed. Without such lines, nothing would be known of the time in which nothing happened.
*/
export type ObservedLine = ReturnType<typeof eventHead> & {
	readonly event: 'observed';

	/**
	When the list was last seen.
	*/
	readonly until: string;

	/**
	The graph whose imports alone were watched; absent where the whole list was.
	*/
	readonly graph?: string;
};

/**
A line of the history's file.
*/
export type HistoryLine = HistoryEvent | ObservedLine;

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isTime = (value: unknown): value is string => isText(value) && !Number.isNaN(Date.parse(value));

const isAbsentOr = (isRight: (value: unknown) => boolean, value: unknown): boolean => value === undefined || isRight(value);

const isTask = (value: unknown): value is Fields => isFields(value)
	&& [value['taskId'], value['source'], value['roleArn'], value['status']].every(field => isText(field))
	&& [value['graphId'], value['format'], value['parquetType']].every(field => isAbsentOr(isText, field))
	&& isAbsentOr(isFields, value['extra']);

const isElapsed = (value: unknown): boolean => isFields(value) && Number.isFinite(value['minSeconds']) && Number.isFinite(value['maxSeconds']);

const hasHead = ({at, profile, region, endpoint}: Fields): boolean => isTime(at) && isText(profile) && isText(region) && isAbsentOr(isText, endpoint);

const isAboutImport = (value: Fields): boolean => hasHead(value) && isTask(value['task']);

const isChange = (value: Fields): boolean => isAboutImport(value) && isAbsentOr(isTime, value['notBefore']) && isAbsentOr(isElapsed, value['elapsed']);

const checks: ReadonlyMap<unknown, (value: Fields) => boolean> = new Map([
	['baseline', isAboutImport],
	['appeared', isChange],
	['changed', value => isChange(value) && isText(value['from']) && isTask(value['task']) && value['to'] === value['task']['status']],
	['gone', isChange],
	['observed', value => hasHead(value) && isTime(value['until']) && isAbsentOr(isText, value['graph'])],
]);

const isHistoryLine = (value: Fields): value is HistoryLine => checks.get(value['event'])?.(value) === true;

const parseJson = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
};

/**
Reads a line of the history's file: `newer` is one that a later version wrote, and this one does not understand; `damaged` is one that nothing writes.
*/
export const parseHistoryLine = (text: string): HistoryLine | 'damaged' | 'newer' => {
	const value = parseJson(text);

	if (!isFields(value) || !Number.isSafeInteger(value['version']) || !isText(value['event'])) {
		return 'damaged';
	}

	if (value['version'] !== eventVersion) {
		return Number(value['version']) > eventVersion ? 'newer' : 'damaged';
	}

	// Kinds of events can be added without another version: whoever does not know them leaves them alone.
	if (!checks.has(value['event'])) {
		return 'newer';
	}

	return isHistoryLine(value) ? value : 'damaged';
};
