import {type Change, type ObservedChange} from '../domain/change.ts';
import {type DetailsAnswer} from '../domain/details-plan.ts';
import {type Failure} from '../domain/failure.ts';
import {type ImportDetails, type ImportProgress} from '../domain/import-details.ts';
import {type SignIn} from '../domain/poll.ts';
import {type Target} from '../domain/target.ts';
import {type ImportTask} from '../domain/task.ts';
import {
	isServiceId,
	redactHost,
	redactLocation,
	redactRegion,
} from './redact-location.ts';
import {redactSentence} from './redact-sentence.ts';
import {createStandIns, type StandIns} from './stand-ins.ts';
import {vocabulary} from './vocabulary.ts';

/**
Replaces what names an account, and what is in it or on the person's machine. The same name always has the same stand-in, and no two have the same.

What stays is what the watcher works with: ids of imports and graphs, statuses, formats, regions, numbers and times, and of sentences what `redactSentence` keeps.
*/
export type Redactor = {
	readonly key: (taskId: string) => string;

	/**
	The id of a target, in which a profile may be named.
	*/
	readonly targetId: (id: string) => string;

	/**
	A status.
	*/
	readonly constant: (text: string) => string;
	readonly task: (task: ImportTask) => ImportTask;
	readonly change: (change: ObservedChange) => ObservedChange;
	readonly answer: (answer: DetailsAnswer) => DetailsAnswer;
	readonly target: (target: Target) => Target;
	readonly failure: (failure: Failure) => Failure;
	readonly signIn: (signIn: SignIn) => SignIn;
	readonly sentence: (sentence: string) => string;
};

const isConstant = (text: string): boolean => /^[A-Z_]{1,40}$/v.test(text);

/*
As the service names its own fields: words of the vocabulary, joined by capitals.
*/
const isFieldName = (text: string): boolean => /^[a-z][\dA-Za-z]*$/v.test(text) && text.split(/(?=[A-Z])/v).every(word => vocabulary.has(word.toLowerCase()));

/*
A number that could be that of an account is longer.
*/
const maxNumberLength = 7;

const maxDepth = 6;

/*
What nobody knows the meaning of: nothing of it stays but its shape. The names of the outermost fields are the service's, as far as that can be told; those inside may be somebody's, such as the names of tags.
*/
const redactUnknown = (value: unknown, standIns: StandIns, depth = 0): unknown => {
	if (value === null || value === undefined || typeof value === 'boolean') {
		return value;
	}

	if (typeof value === 'number' && String(value).length <= maxNumberLength) {
		return value;
	}

	if (typeof value !== 'object') {
		return standIns.of('text', typeof value === 'string' ? value : JSON.stringify(value));
	}

	if (depth > maxDepth) {
		return '…';
	}

	return Array.isArray(value)
		? value.map((item: unknown) => redactUnknown(item, standIns, depth + 1))
		: Object.fromEntries(Object.entries(value).map(([name, member]) => [standIns.of('field', name), redactUnknown(member, standIns, depth + 1)]));
};

const fieldName = (name: string, standIns: StandIns): string => isFieldName(name) ? name : standIns.of('field', name);

const redactExtra = (extra: Readonly<Record<string, unknown>>, standIns: StandIns): Readonly<Record<string, unknown>> =>
	Object.fromEntries(Object.entries(extra).map(([name, value]) => [fieldName(name, standIns), redactUnknown(value, standIns)]));

const redactOption = (option: string, standIns: StandIns): string =>
	option === 'true' || option === 'false' ? option : redactLocation(option, standIns) ?? standIns.of('text', option);

const redactOptions = (options: Readonly<Record<string, string>>, standIns: StandIns): Readonly<Record<string, string>> =>
	Object.fromEntries(Object.entries(options).map(([name, option]) => [fieldName(name, standIns), redactOption(option, standIns)]));

const redactConstant = (text: string, standIns: StandIns): string => isConstant(text) ? text : standIns.of('text', text);

const redactId = (kind: 'task' | 'graph', id: string, standIns: StandIns): string => isServiceId(id) ? id : standIns.of(kind, id);

const isServiceHost = (text: string): boolean => /^[^\s\/:]+\.amazonaws\.com(?:\.cn)?(?::\d{1,5})?$/v.test(text);

const redactSource = (source: string, standIns: StandIns): string =>
	redactLocation(source, standIns) ?? (isServiceHost(source) ? redactHost(source, standIns) : standIns.of('text', source));

const redactTask = ({taskId, graphId, source, format, parquetType, roleArn, status, extra}: ImportTask, standIns: StandIns): ImportTask => ({
	taskId: redactId('task', taskId, standIns),
	...(graphId !== undefined && {graphId: redactId('graph', graphId, standIns)}),
	source: redactSource(source, standIns),
	...(format !== undefined && {format: redactConstant(format, standIns)}),
	...(parquetType !== undefined && {parquetType: redactConstant(parquetType, standIns)}),
	roleArn: redactLocation(roleArn, standIns) ?? standIns.of('role', roleArn),
	status: redactConstant(status, standIns),
	...(extra !== undefined && {extra: redactExtra(extra, standIns)}),
});

const redactChange = (change: Change, standIns: StandIns): Change => {
	const task = redactTask(change.task, standIns);

	switch (change.kind) {
		case 'changed': {
			return {
				kind: 'changed', task, from: redactConstant(change.from, standIns), to: redactConstant(change.to, standIns),
			};
		}

		case 'appeared':
		case 'gone': {
			return {kind: change.kind, task};
		}
	}
};

/*
Named one by one: what is added some day is not written before somebody has thought about it.
*/
const redactProgress = ({
	status, startedAt, elapsedMs, percentage, errorCount, errorDetails, statementCount, dictionaryEntryCount,
}: ImportProgress, standIns: StandIns): ImportProgress => ({
	status: status === undefined || isConstant(status) ? status : redactSentence(status, standIns),
	startedAt,
	elapsedMs,
	percentage,
	errorCount,
	errorDetails: errorDetails === undefined ? undefined : redactSentence(errorDetails, standIns),
	statementCount,
	dictionaryEntryCount,
});

const redactDetails = ({
	status, attemptNumber, statusReason, progress, options, extra,
}: ImportDetails, standIns: StandIns): ImportDetails => ({
	status: redactConstant(status, standIns),
	attemptNumber,
	statusReason: statusReason === undefined ? undefined : redactSentence(statusReason, standIns),
	progress: progress === undefined ? undefined : redactProgress(progress, standIns),
	options: options === undefined ? undefined : redactOptions(options, standIns),
	extra: extra === undefined ? undefined : redactExtra(extra, standIns),
});

const redactFailure = ({kind, sentence, remedy, isTransient}: Failure, standIns: StandIns): Failure => ({
	kind,
	sentence: redactSentence(sentence, standIns),
	...(remedy !== undefined && {remedy: redactSentence(remedy, standIns)}),
	isTransient,
});

/*
That no profile is named is no name.
*/
const redactProfile = (profile: string, standIns: StandIns): string => profile === 'default' ? profile : standIns.of('profile', profile);

const redactTarget = ({profile, region, endpoint, endpointUrl}: Target, standIns: StandIns): Target => ({
	profile: redactProfile(profile, standIns),
	region: redactRegion(region, standIns),
	...(endpoint !== undefined && {endpoint: redactHost(endpoint, standIns)}),
	...(endpointUrl !== undefined && {endpointUrl: redactLocation(endpointUrl, standIns) ?? redactHost(endpointUrl, standIns)}),
});

/**
A redactor that has replaced nothing yet.
*/
export const createRedactor = (): Redactor => {
	const standIns = createStandIns();

	return {
		key: taskId => redactId('task', taskId, standIns),
		targetId: id => standIns.of('target', id),
		constant: text => redactConstant(text, standIns),
		task: task => redactTask(task, standIns),
		change: observed => ({...observed, change: redactChange(observed.change, standIns)}),
		answer: answer => answer.kind === 'details'
			? {kind: 'details', details: redactDetails(answer.details, standIns)}
			: {kind: 'failure', failure: redactFailure(answer.failure, standIns)},
		target: target => redactTarget(target, standIns),
		failure: failure => redactFailure(failure, standIns),
		signIn: ({endsAt, renewal}) => ({endsAt, renewal: redactSentence(renewal, standIns)}),
		sentence: sentence => redactSentence(sentence, standIns),
	};
};
