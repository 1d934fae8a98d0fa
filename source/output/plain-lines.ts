import {elapsedText} from '../domain/elapsed-text.ts';
import {type ChangeEvent, observedChangeOf, type WatchEvent} from '../domain/event.ts';
import {printable} from '../domain/printable.ts';
import {type Theme} from '../domain/themes.ts';
import {colored} from './sgr.ts';

/**
A line, and where it belongs.
*/
export type PlainLine = {
	readonly stream: 'stdout' | 'stderr';

	/**
	Without a line end.
	*/
	readonly text: string;
};

/*
Without a theme there are no colours.
*/
type LineOptions = {readonly theme: Theme | undefined};

/*
One word, whatever the service says, so that no field shifts those after it.
*/
const field = (text: string): string => text === '' ? '–' : printable(text).replaceAll(/\s/gv, '␣');

const statusText = (status: string, {theme}: LineOptions): string => colored(field(status), status, theme);

const whatText = (event: ChangeEvent, options: LineOptions): string => {
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

/*
Fields stand two spaces apart, and the first three are always there, so that the lines can be cut; none of them has spaces in it.
*/
const changeText = (event: ChangeEvent, options: LineOptions): string => {
	const {elapsed} = observedChangeOf(event);

	return [
		event.at,
		field(event.task.taskId),
		field(event.task.graphId ?? ''),
		whatText(event, options),
		...(elapsed === undefined ? [] : [`after ${elapsedText(elapsed)}`]),
		...(event.notBefore === undefined ? [] : [`not before ${event.notBefore}`]),
	].join('  ');
};

/**
What is printed of an event: a line for each change, with the statuses as the service writes them; failures and recoveries for standard error. Nothing of what is no news.
*/
export const plainLine = (event: WatchEvent, options: LineOptions): PlainLine | undefined => {
	switch (event.event) {
		case 'appeared':
		case 'changed':
		case 'gone': {
			return {stream: 'stdout', text: changeText(event, options)};
		}

		case 'failure': {
			const {at, sentence, remedy, nextTryAt} = event;
			const next = nextTryAt === undefined ? undefined : `Next try ${nextTryAt}.`;
			return {stream: 'stderr', text: printable(`${at}  ${[sentence, remedy, next].filter(part => part !== undefined).join(' ')}`)};
		}

		case 'recovered': {
			return {stream: 'stderr', text: `${event.at}  The list can be read again, which it could not since ${event.since}.`};
		}

		case 'baseline':
		case 'progress':
		case 'done': {
			return undefined;
		}
	}
};
