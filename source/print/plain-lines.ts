import {elapsedText} from '../imports/progress/elapsed.ts';
import {
	type ChangeEvent,
	observedChangeOf,
	type ReasonEvent,
	type WatchEvent,
} from '../imports/event.ts';
import {joinParts} from '../text/join-parts.ts';
import {printable} from '../text/printable.ts';
import {type Theme} from '../text/themes.ts';
import {colored} from './sgr.ts';

/*
`text` has no line end.
*/
type PlainLine = {
	readonly stream: 'stdout' | 'stderr';
	readonly text: string;
};

// Without a theme, lines have no colors. `hasTarget` adds the target to each line.
type LineOptions = {
	readonly theme: Theme | undefined;
	readonly hasTarget?: boolean;
};

// Replaces spaces, so that scripts can split lines into fields.
const field = (text: string): string => text === '' ? '–' : printable(text).replaceAll(/\s/gv, '␣');

const targetText = ({profile, region}: WatchEvent): string => `${field(profile)}@${field(region)}`;

const statusText = (status: string, {theme}: LineOptions): string => colored(field(status), status, theme);

const eventText = (event: ChangeEvent, options: LineOptions): string => {
	switch (event.event) {
		case 'appeared': {
			return `appeared ${statusText(event.task.status, options)}`;
		}

		case 'changed': {
			return `${statusText(event.from, options)} → ${statusText(event.to, options)}`;
		}

		case 'gone': {
			return `gone ${statusText(event.task.status, options)}`;
		}
	}
};

// Fields are separated by two spaces. The time, task ID and graph ID always come first. The target is the fourth field if there are several.
const firstFields = (event: ChangeEvent | ReasonEvent, {hasTarget = false}: LineOptions): readonly string[] => [
	event.at,
	field(event.task.taskId),
	field(event.task.graphId ?? ''),
	...(hasTarget ? [targetText(event)] : []),
];

// The code is a field of its own, so that no text of the service stands where a script expects a status.
const reasonText = (event: ReasonEvent, options: LineOptions): string => {
	const {code = '–', summary} = event.reason;
	const text = summary.startsWith(`${code}: `) ? summary.slice(code.length + 2) : summary;
	return [...firstFields(event, options), `${statusText(event.task.status, options)} reason ${code}`, printable(text)].join('  ');
};

const changeText = (event: ChangeEvent, options: LineOptions): string => {
	const {elapsed, reason} = observedChangeOf(event);

	return [
		...firstFields(event, options),
		eventText(event, options),
		...(elapsed === undefined ? [] : [`after ${elapsedText(elapsed)}`]),
		...(event.notBefore === undefined ? [] : [`not before ${event.notBefore}`]),
		...(reason === undefined ? [] : [printable(reason.summary)]),
	].join('  ');
};

/**
Formats changes and reasons of failures for standard output, with statuses as AWS spells them. Formats failures and recoveries for standard error. Returns undefined for other events.
*/
export const plainLine = (event: WatchEvent, options: LineOptions): PlainLine | undefined => {
	const start = `${event.at}  ${options.hasTarget === true ? `${targetText(event)}  ` : ''}`;

	switch (event.event) {
		case 'appeared':
		case 'changed':
		case 'gone': {
			return {stream: 'stdout', text: changeText(event, options)};
		}

		case 'reason': {
			return {stream: 'stdout', text: reasonText(event, options)};
		}

		case 'failure': {
			const {sentence, remedy, nextTryAt} = event;
			const next = nextTryAt === undefined ? undefined : `Next try ${nextTryAt}.`;
			return {stream: 'stderr', text: printable(start + joinParts([sentence, remedy, next], ' '))};
		}

		case 'recovered': {
			return {stream: 'stderr', text: `${start}Recovered. Imports could not be listed since ${event.since}.`};
		}

		case 'baseline':
		case 'progress':
		case 'estimate':
		case 'done': {
			return undefined;
		}
	}
};
